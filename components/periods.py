"""The choice of a period: the common ones as links, years, quarters and months, and days of one's own.

Knows periods and links. Must not know which page is shown beyond its path.
"""

from collections.abc import Iterator
from datetime import date

import dash_bootstrap_components as dbc
from dash import html

from components import links, messages
from components.picks import NOTHING, disclosure, picks
from data.ask import Ask
from data.definitions.filters import DEFAULT_PERIOD
from data.period import DAY, Period, parse
from data.text import Text

YEARS = 5


def picker(ask: Ask, path: str, timeless: bool = False) -> html.Details:
    """A disclosure whose summary says the period in force; where it is `timeless`, none means all days."""
    chosen = _chosen(ask, timeless)
    offered = [*([(messages.ALL_DAYS, "")] if timeless else []), *presets(ask)]
    common = [_link(label, text, text == chosen, ask, path) for label, text in offered]
    calendar = html.Label([html.Span(str(messages.EARLIER)), _calendar(ask)], **{"data-pick": "period"})
    parts = [_group(messages.PRESETS, common), _group(messages.CHOSEN_DAYS, _days(ask)), calendar]
    return disclosure(messages.PERIOD, said(ask, timeless), parts, "period")


def said(ask: Ask, timeless: bool = False) -> str:
    """`近 12 个月 · 2024-12-01 至 2025-11-28`, just the days, or that all days are meant."""
    if _chosen(ask, timeless) == "" and not ask.filters.text("behind"):
        return str(messages.ALL_DAYS)
    period, name = ask.period, _name_in_force(ask)
    days = Text(f"{period.since} 至 {period.until}", f"{period.since} to {period.until}")
    return f"{name} · {days}" if name else str(days)


def presets(ask: Ask) -> list[tuple[Text, str]]:
    """Each common period with its word in the URL, counted from the day the data end."""
    last, day = ask.scope.as_of, ask.scope.snapshot.statistical_day
    month, year = last.replace(day=1), last.year
    before, statistical = month - DAY, _statistical(last, day)
    half, quarter = (last.month + 5) // 6, (last.month + 2) // 3
    return [
        (messages.LAST12, "last12"), (messages.YTD, "ytd"), (messages.LAST_YEAR, f"{year - 1}"),
        (messages.THIS_MONTH, f"{last:%Y-%m}"), (messages.LAST_MONTH, f"{before:%Y-%m}"),
        (messages.THIS_SMONTH, f"{statistical:%Y-%m}s"), (messages.LAST_SMONTH, f"{statistical - DAY:%Y-%m}s"),
        (messages.THIS_QUARTER, f"{year}-Q{quarter}"), (messages.LAST_QUARTER, _earlier(year, quarter, 4, "Q")),
        (messages.THIS_HALF, f"{year}-H{half}"), (messages.LAST_HALF, _earlier(year, half, 2, "H")),
    ]  # fmt: skip


def _statistical(last: date, first_day: int) -> date:
    """The first of the calendar month whose name the statistical month of a day has."""
    month = last.replace(day=1)
    return month if last.day < first_day else (month + 31 * DAY).replace(day=1)


def _earlier(year: int, number: int, most: int, letter: str) -> str:
    return f"{year}-{letter}{number - 1}" if number > 1 else f"{year - 1}-{letter}{most}"


def _chosen(ask: Ask, timeless: bool) -> str | None:
    """The word of the period in force; nothing for all days; None for days of one's own."""
    if ask.filters.text("since") or ask.filters.text("until"):
        return None
    return ask.filters.text("period") or ("" if timeless else DEFAULT_PERIOD)


def _name_in_force(ask: Ask) -> str:
    named = {text: str(label) for label, text in presets(ask)}
    return named.get(_chosen(ask, timeless=False), "")


def _calendar(ask: Ask) -> dbc.Select:
    """Years back from the data's own, each with its halves, quarters and months, in one list."""
    chosen = _chosen(ask, timeless=True)
    named = {text: _period(text, ask) for text in _texts(ask)}
    options = [{"label": str(period.label), "value": picks(period=text, since="", until="")} for text, period in named.items()]
    nothing = {"label": str(messages.CHOOSE), "value": NOTHING}
    value = picks(period=chosen, since="", until="") if chosen in named else NOTHING
    return dbc.Select(options=[nothing, *options], value=value)


def _texts(ask: Ask) -> Iterator[str]:
    last = ask.scope.as_of
    first = ask.scope.snapshot.about.get("first_on") or last.replace(year=last.year - YEARS + 1)
    for year in range(last.year, max(first.year, last.year - YEARS) - 1, -1):
        parts = (*(f"H{n}" for n in (1, 2)), *(f"Q{n}" for n in range(1, 5)), *(f"{n:02}" for n in range(1, 13)))
        yield from (text for text in (f"{year}", *(f"{year}-{part}" for part in parts)) if _period(text, ask).since <= last)


def _period(text: str, ask: Ask) -> Period:
    return parse(text, ask.scope.as_of, ask.scope.snapshot.statistical_day)


def _link(label: Text, text: str, held: bool, ask: Ask, path: str) -> html.A:
    href = ask.link(path, period=text or None, since=None, until=None)
    return html.A(str(label), href=href, className="picker-link", **links.current(held))


def _days(ask: Ask) -> list[html.Label]:
    return [_day("since", messages.FROM_DAY, ask.period.since), _day("until", messages.TO_DAY, ask.period.until)]


def _day(key: str, label: Text, value: date) -> html.Label:
    return html.Label([html.Span(str(label)), dbc.Input(type="date", value=f"{value}", debounce=True)], **{"data-write": key})


def _group(label: Text, items: list) -> html.Div:
    return html.Div([html.P(str(label), className="picker-head"), html.Div(items, className="picker-items")])
