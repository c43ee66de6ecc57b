"""清单: one page for each relation, where every number leads; the cases among them."""

from components import grid
from components.messages import NO_RIGHT
from data.definitions import dimensions, recorded
from data.definitions import filters as by
from data.definitions.relations import ALL, CASES, Relation
from data.desk import noting
from data.errors import NotAllowed
from pages import menu
from pages.page import Page, Panel
from queries import window

COMMON = ("line", "type", "custody", "department", "handler")
OF_CASES = ("status", "supervised", "leader_case", "q")


def listed(relation: Relation) -> Page:
    """The page of a list: its filters are those its columns can answer."""
    keys = (*COMMON, *(OF_CASES if relation == CASES else _own(relation)))
    filters = (by.ORG, *(by.ALL[key] for key in keys), by.PERIOD)
    panel = Panel("list", relation.label, window.listing(relation), grid.grid, width=12, stream=window.stream(relation), relation=relation)
    return Page(relation.key, relation.path, relation.label, filters, (panel,), group=menu.CASES, timeless=True, right="rows")


def _own(relation: Relation) -> tuple[str, ...]:
    """Dimensions that only this kind of row has, at most three, so that the bar stays a line."""
    shared = {dimension.key for dimension in dimensions.ORG_LEVELS} | set(COMMON) | {"province", "plea", "charge", "activity"}
    own = [key for key, dimension in dimensions.ALL.items() if key not in shared and dimension.column in relation.columns]
    return tuple(own[:3])


def rows(ask_of, key: str, search: str, request: dict):
    """What a grid shows from a row on: the page and the question it answers. Raises NotFound for a list that is not there."""
    relation = ALL[key]
    asking = ask_of(search)
    if not asking.viewer.may("rows"):
        raise NotAllowed(NO_RIGHT)
    asked = asking.with_(sort=request["sort"], where=request["where"], cols=None)
    first, last = (int(request.get(name) or 0) for name in ("startRow", "endRow"))
    found = window.rows(relation, asked, first, max(last - first, 1))
    noting.asked(asked, recorded.ROWS, key, rows=len(found.rows), first=first)
    return found, asked


pages = tuple(listed(relation) for relation in ALL.values() if relation != CASES)
