"""Who asks, for what: a scope, filters, settings. Made from the request at the edge; inside, everything is pure.

Also makes the links: every address in the product is written here.
Knows scope, filters, paths. Must not know Flask, Dash or SQL.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from data.access import Scope
from data.definitions.dimensions import DEPARTMENT, HANDLER, OF_PERSONS, OFFICE
from data.definitions.filters import Filters
from data.definitions.indicators.base import Indicator
from data.definitions.planning import KEYS
from data.definitions.relations import Relation
from data.errors import NotAllowed
from data.names import Names
from data.period import Period
from data.settings import Settings
from data.text import Text
from data.viewer import NOBODY, Viewer

FIGURES_ONLY = Text("您只有查看统计数字的权限，不能查看清单和个案", "You may see figures, not lists and single cases")
OF_NOBODY = Text("按检察官统计需要“查看检察官个人数据”的权限", "Figures of single prosecutors ask for the right to see them")
ON_A_GRID = ("sort", "cols", "where")
ON_A_MAP = ("paths", "overlay", "versus", "way")
ON_A_COMPARISON = ("tier", "strata", "window")
ON_TURNS = ("away", "weigh", "review_share", "coefs")
ACTING_ON_A_LIST = (
    "since", "until", "period", "behind", "grain", "indicator", "unit", "law", "published", *ON_A_MAP, *ON_A_COMPARISON, *ON_TURNS,
    *KEYS, *ON_A_GRID,
)


@dataclass(frozen=True)
class Ask:
    scope: Scope
    filters: Filters = Filters()
    settings: Settings = Settings()
    viewer: Viewer = NOBODY
    desk: Any = None  # the desk as `data.desk.store` opens it; None where nothing is written, as in a command that reads

    @cached_property
    def period(self) -> Period:
        return self.filters.period(self.scope.as_of, self.scope.snapshot.statistical_day)

    @cached_property
    def names(self) -> Names:
        return Names(self.scope.snapshot, several=not self._within_an_office)

    @property
    def _within_an_office(self) -> bool:
        """Whether the filters leave one office, so that the names of its departments say enough."""
        units = self.filters.get("org") or ()
        one = [self.filters.get(key) or () for key in ("office", "department")]
        return any(len(codes) == 1 for codes in one) or (len(units) == 1 and self.scope.places.level(units[0]) in (OFFICE, DEPARTMENT))

    @property
    def rounds_to(self) -> int:
        """What the figures of who sees figures only are rounded to; the rule is that of `queries/coarse.py`."""
        return max(2 * self.settings.minimum_n, 1)

    def check_rows(self) -> None:
        """Raises NotAllowed for who sees figures only, whatever way the question came."""
        if self.viewer.figures_only:
            raise NotAllowed(FIGURES_ONLY)

    def check_persons(self, columns: Iterable[str]) -> None:
        """Raises NotAllowed where a figure is asked of single prosecutors, or by them, by who may not see such; the own are no secret.

        With no way to ask of a person there is no difference of two figures that tells of one, either.
        """
        if not self.viewer.of_nobody or all(part.handlers == {self.viewer.handler} for part in self.scope.grant.parts):
            return
        asked = {each.key: value for each, value in self.filters.conditions() if OF_PERSONS & set(each.needs)}
        if OF_PERSONS & set(columns) or (asked and asked != {HANDLER.key: (self.viewer.handler,)}):
            raise NotAllowed(OF_NOBODY)

    def with_(self, **texts: str | None) -> "Ask":
        return replace(self, filters=self.filters.and_(**texts))

    def link(self, path: str, **texts: str | None) -> str:
        """The same question elsewhere, or a narrower one here."""
        return path + str(self.filters.and_(**texts))

    @cached_property
    def _on_a_list(self) -> Filters:
        return self.filters.without(*ACTING_ON_A_LIST)

    def behind(self, indicator: Indicator, period: Period | None = None, **texts: str | None) -> str:
        """The list of the rows behind a number: same filters, same period, the indicator's own condition."""
        days = period or self.period
        return indicator.over.path + str(self._on_a_list.and_(behind=indicator.key, since=str(days.since), until=str(days.until), **texts))

    def rows(self, relation: Relation, **texts: str | None) -> str:
        """A list without an indicator."""
        away = ("behind", "indicator", "unit", "grain", *ON_A_COMPARISON, *ON_TURNS, *ON_A_GRID)
        return relation.path + str(self.filters.without(*away).and_(**texts))

    def case(self, case_id: str) -> str:
        """A case: its number is the whole question, so no filter comes along."""
        return "/case" + str(Filters.of({"case": case_id}))

    def review(self, number: int) -> str:
        """A review on the desk: its number is the whole question."""
        return "/review" + str(Filters.of({"review": str(number)}))
