"""What a page is: a path, the filters it offers, and panels of (query, view).

Knows declarations only. Must not know SQL, Plotly, Flask, or how a page is laid out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from data.ask import Ask
from data.definitions.filters import Filter
from data.text import Text

Query = Callable[[Ask], Any]
View = Callable[[Any, Ask], Any]
Rows = Callable[[Ask], tuple[tuple[str, ...], Iterator[list[tuple]]]]


@dataclass(frozen=True)
class Panel:
    """A question and how its answer is shown. `width` is in twelfths of the page.

    `exports` says whether the answer can be written as a table; `stream` gives all rows of a list that the screen shows in part:
    the columns, and the rows in batches.
    """

    name: str
    title: Text
    query: Query
    view: View
    width: int = 6
    note: Text | None = None
    exports: bool = True
    stream: Rows | None = None

    def draw(self, ask: Ask) -> Any:
        return self.view(self.query(ask), ask)


@dataclass(frozen=True)
class Page:
    """`body` draws the page whole where panels do not fit; `group` gathers pages under one word of the menu."""

    name: str
    path: str
    title: Text
    filters: tuple[Filter, ...] = ()
    panels: tuple[Panel, ...] = ()
    body: Callable[[Ask], Any] | None = None
    menu: bool = True
    group: Text | None = None

    def panel(self, name: str) -> Panel | None:
        return next((each for each in self.panels if each.name == name), None)
