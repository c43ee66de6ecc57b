"""What the pages ask, timed: every panel of every page under each width of question, lists, one case, the server's whole path.

Nothing here names a panel: what is added to a page is timed the moment it is listed.
"""

import gc
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from app import create_app
from data.access import EVERYTHING, Scope
from data.ask import Ask
from data.definitions import dimensions, indicators, relations
from data.definitions.filters import Filters
from data.definitions.indicators.base import Kind
from data.settings import Settings
from data.store import Store
from pages import PAGES
from queries import casefile, lists, measure, series
from tests.bench.timing import Timed, timed
from tests.served import anyone


class Asked:
    """Questions to one snapshot, narrowed as readers narrow them: to a province, a city, an office, a person, an attribute."""

    def __init__(self, settings: Settings):
        self.settings, self.snapshot = settings, Store(settings).current()
        self.narrowings = self._narrowings()
        gc.collect()
        gc.freeze()  # as the web processes do: what lives as long as they is not looked through while somebody waits

    def ask(self, **texts: str) -> Ask:
        return Ask(Scope(self.snapshot, EVERYTHING), Filters.of(texts), self.settings)

    def _narrowings(self) -> dict[str, dict[str, str]]:
        """The case in the middle of the list names a typical province, city, office and person."""
        number = lists.count(relations.CASES, self.ask()) // 2
        row = lists.page(relations.CASES, self.ask(), number, 1).rows[0]
        unit = self.snapshot.places.units[row["office"]]
        return {
            "everything": {}, "province": {"org": unit.province}, "city": {"org": unit.city}, "office": {"office": row["office"]},
            "person": {"handler": row["handler"]}, "type": {"type": row["type_code"]}, "attribute": {"plea": "yes"},
        }  # fmt: skip

    def timed(self, function: Callable[[], object], times: int = 15) -> Timed:
        return timed(function, self.snapshot.forget, times)

    def panels(self) -> Iterator[tuple[str, str, Timed | None]]:
        """(page/panel, narrowing, time); None where the panel's rows cannot be narrowed so, which it says in a sentence."""
        for page in (p for p in PAGES if p.menu):
            for panel in page.panels:
                for name, texts in self.narrowings.items():
                    yield f"{page.name}/{panel.name}", name, self._or_none(panel.query, texts)

    def _or_none(self, query, texts: dict[str, str]) -> Timed | None:
        """Asked anew each time: what is kept as long as a question lives would take nothing."""
        from data.errors import AppError

        try:
            return self.timed(lambda: query(self.ask(**texts)), times=9)
        except AppError:
            return None

    def marts_against_rows(self) -> Iterator[tuple[str, Timed, Timed]]:
        """The same answer from a pre-aggregate and from the rows."""
        wanted = [indicators.ALL[key] for key in ("accepted", "concluded", "pending")]
        for name in ("everything", "province", "office"):
            ask = self.ask(**self.narrowings[name])
            for by in ((), (dimensions.LINE,), (dimensions.OFFICE,)):
                label = f"{name}, by {by[0].key}" if by else name
                yield label, *(self._measured(ask, wanted, by, use) for use in (True, False))
        stocks = [each for each in indicators.ALL.values() if each.over == relations.CASES and each.kind is Kind.STOCK][:8]
        for name in ("everything", "attribute"):
            ask = self.ask(**self.narrowings[name])
            yield f"{name}, eight stocks over twelve months", *(self._over_time(ask, stocks, use) for use in (True, False))
            yield f"{name}, median days over twelve months", *(
                self._over_time(ask, [indicators.ALL["median_days"]], use) for use in (True, False)
            )

    def _measured(self, ask: Ask, wanted, by, use_marts: bool) -> Timed:
        return self.timed(lambda: measure.measured(ask, wanted, by, (ask.period,), use_marts), 9)

    def _over_time(self, ask: Ask, wanted, use_marts: bool) -> Timed:
        months = ask.period.parts("month")
        return self.timed(lambda: list(series.groups(ask, wanted, months, use_marts)), 9)

    def lists(self) -> Iterator[tuple[str, Timed]]:
        total = lists.count(relations.CASES, self.ask())
        for offset in (0, total // 2, total - 100):
            yield f"cases, page at row {offset:,}", self.timed(lambda o=offset: lists.page(relations.CASES, self.ask(), o))
        for name, texts in self.narrowings.items():
            yield f"cases, first page, {name}", self.timed(lambda t=texts: lists.page(relations.CASES, self.ask(**t)))
            half = lists.count(relations.CASES, self.ask(**texts)) // 2
            yield f"cases, page in the middle, {name}", self.timed(lambda t=texts, o=half: lists.page(relations.CASES, self.ask(**t), o))
        by_days = (lists.Sort("days", True),)
        yield "cases, sorted by days", self.timed(lambda: lists.page(relations.CASES, self.ask(), sort=by_days))
        number = lists.page(relations.CASES, self.ask(), total // 3, 1).rows[0]["case_id"]
        yield "one case, all of it", self.timed(lambda: casefile.one_case(self.ask(case=number)))

    def served(self) -> Iterator[tuple[str, Timed]]:
        """Through the whole server path, HTTP in and HTTP out, nothing remembered."""
        client = create_app(self.settings, anyone).server.test_client()
        for name, texts in self.narrowings.items():
            address = "/api/figures?" + urlencode({"indicator": "accepted,concluded,pending", "by": "month", **texts})
            assert client.get(address).status_code == 200, address
            yield f"one panel as JSON, {name}", self._served(client, address)

    def _served(self, client, address: str) -> Timed:
        return timed(lambda: client.get(address), self._forget_everywhere, 15)

    def _forget_everywhere(self) -> None:
        """The application has a snapshot of its own; both forget."""
        from data.edition import Snapshot

        for each in (o for o in gc.get_objects() if isinstance(o, Snapshot)):
            each.forget()
