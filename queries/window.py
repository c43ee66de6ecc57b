"""How a list is shown, as the URL says it: order, columns, conditions on columns.

`sort=-accepted_on,days` · `cols=case_id,office` · `where=status:equals:handling;days:least:100`. A value keeps its own
`:`; `%`, `;` in it are written %25 and %3B. The same words order the screen and the export.
Knows these three texts. Must not know Dash; which columns there are is checked by the list itself.
"""

from dataclasses import dataclass
from urllib.parse import unquote

from data.answer import Page
from data.ask import Ask
from data.definitions.filters import Filters
from data.definitions.relations import Relation
from data.errors import BadFilter
from data.text import Text
from queries import lists
from queries.lists import Condition, Sort

HOWS = ("contains", "equals", "since", "until", "least", "most", "blank", "filled")
UNREADABLE = Text("列筛选“{text}”无法识别", "The condition “{text}” cannot be read")


@dataclass(frozen=True)
class Window:
    sort: tuple[Sort, ...] = ()
    columns: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


def of(filters: Filters) -> Window:
    order = filters.get("sort") or ()
    sort = tuple(Sort(each.lstrip("-"), each.startswith("-")) for each in order)
    return Window(sort, filters.get("cols") or (), conditions(filters.text("where")))


def conditions(text: str) -> tuple[Condition, ...]:
    return tuple(_condition(part) for part in text.split(";") if part)


def _condition(part: str) -> Condition:
    column, how, value = (*part.split(":", 2), "", "")[:3]
    if how not in HOWS:
        raise BadFilter(UNREADABLE, text=part)
    return Condition(column, how, unquote(value))


@dataclass(frozen=True)
class Listing:
    """A list as the URL asks for it, before any of its rows: what it holds, how it is shown, how many rows there are."""

    relation: Relation
    window: Window
    total: int


def listing(relation: Relation):
    """The list and its number of rows. Raises BadFilter for a column, order or condition that is not there."""

    def query(ask: Ask) -> Listing:
        shown = of(ask.filters)
        for name in (*shown.columns, *(each.column for each in shown.sort)):
            if name not in lists.listed(relation):
                raise BadFilter(lists.NO_COLUMN, name=name)
        return Listing(relation, shown, lists.count(relation, ask, shown.conditions))

    return query


def rows(relation: Relation, ask: Ask, first: int, size: int) -> Page:
    """Some rows of the list with all its columns, in the order and under the conditions of the URL."""
    shown = of(ask.filters)
    return lists.page(relation, ask, first, size, shown.sort, (), shown.conditions)


def stream(relation: Relation):
    """All rows of a list as the URL orders and narrows them, for an export."""

    def rows(ask: Ask):
        shown = of(ask.filters)
        return lists.stream(relation, ask, shown.sort, shown.columns, shown.conditions)

    return rows
