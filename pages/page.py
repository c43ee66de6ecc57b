"""What a page is: a path, the filters it offers, and panels of (query, view).

Knows declarations only. Must not know SQL, Plotly, Flask, or how a page is laid out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from components import export
from components.papers.paper import Paper
from data import answer as answers
from data.ask import Ask
from data.definitions import recorded
from data.definitions.filters import Filter
from data.definitions.recorded import Kind
from data.definitions.relations import Relation
from data.errors import NotAllowed
from data.text import Text
from data.viewer import Viewer
from queries.measure import Compared

OF_FIGURES = (answers.Answer, Compared, type(None))
TAKE_AWAY = "export"  # the right
TOO_FINE = Text("您只有查看统计数字的权限，此处会显示个别案件", "You may see figures only: this would show single cases")
Query = Callable[[Ask], Any]
View = Callable[[Any, Ask], Any]
Table = Callable[[Any, Ask], answers.Table]
Rows = Callable[[Ask], tuple[tuple[str, ...], Iterator[list[tuple]]]]


@dataclass(frozen=True)
class Panel:
    """A question and how its answer is shown. `width` is in twelfths of the page.

    `exports` says whether the answer can be written as a table. A panel over a list has `relation`, and `stream` gives all of
    its rows, of which the screen shows a part: the columns, and the rows in batches. `table` writes an answer of its own kind,
    of `whole` where the screen's answer is a part. A view that returns None leaves the panel out. `paper` writes the answer as a
    report. `right` is what it asks for beyond its page's.
    """

    name: str
    title: Text
    query: Query
    view: View
    width: int = 6
    note: Text | None = None
    exports: bool = True
    stream: Rows | None = None
    relation: Relation | None = None
    table: Table | None = None
    whole: Query | None = None
    right: str = ""
    paper: Callable[[Any, Ask], Paper] | None = None

    def may(self, viewer: Viewer) -> bool:
        """A list of rows asks for more than figures do, whatever else is said."""
        return viewer.may(self.right) and (self.relation is None or viewer.may("rows"))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The files it can be taken away as."""
        return (*(("csv", "xlsx") if self.exports else ()), *(("docx", "pdf") if self.paper is not None else ()))

    def files(self, viewer: Viewer) -> tuple[str, ...]:
        """The files this viewer can take it away as."""
        return self.kinds if self.may(viewer) and viewer.may(TAKE_AWAY) else ()

    def asked(self, ask: Ask, query: Query | None = None) -> Any:
        """The answer. Who sees figures only gets what is made of figures, which are withheld over few cases; raises NotAllowed for more."""
        answer = (query or self.query)(ask)
        if ask.viewer.figures_only and not isinstance(getattr(answer, "answer", answer), OF_FIGURES):
            raise NotAllowed(TOO_FINE)
        return answer

    def draw(self, ask: Ask) -> Any:
        return self.view(self.asked(ask), ask)

    def sheet(self, ask: Ask) -> export.Sheet:
        """What the panel shows, or all rows of its list, as a table for a file."""
        if self.stream is not None:
            return export.of_list(self.title, self.relation, *self.stream(ask), ask)
        answer = self.asked(ask, self.whole)
        if self.table is not None:
            return export.of_table(self.title, self.table(answer, ask), ask)
        if isinstance(answer, answers.Page):
            return export.of_page(self.title, self.relation, answer, ask)
        if hasattr(answer, "table"):
            return export.of_table(self.title, answer.table(ask), ask)
        return export.of_answer(self.title, tabled(answer), ask)


def tabled(answer: Any) -> answers.Answer:
    """A comparison as rows: now, the period before, the year before; of what holds an answer with more, the answer."""
    if isinstance(answer, Compared):
        return answers.Answer((answer.now, answer.before, answer.year_before), answer.indicators)
    return answers.Answer((), ()) if answer is None else getattr(answer, "answer", answer)


@dataclass(frozen=True)
class Page:
    """`body` draws the page whole where panels do not fit; `group` gathers pages under one word of the menu.

    On a `timeless` page no period means all days: a list is whole until it is narrowed. What a page `opens` is what the log
    says was opened: a page, or the case or the person that the filter of the same key names. Without its `right` there is no page.
    """

    name: str
    path: str
    title: Text
    filters: tuple[Filter, ...] = ()
    panels: tuple[Panel, ...] = ()
    body: Callable[[Ask], Any] | None = None
    menu: bool = True
    group: Text | None = None
    timeless: bool = False
    opens: Kind = recorded.PAGE
    right: str = "figures"

    def panel(self, name: str) -> Panel | None:
        return next((each for each in self.panels if each.name == name), None)
