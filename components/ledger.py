"""The clock ledger of a case: each clock with every entry that moved its due day, in words, with the article of law.

Knows a case file. Must not know arithmetic: days and articles stand in the ledger.
"""

from collections.abc import Mapping

from dash import html

from components import clocks, tables, words
from components.clocks import Clock
from components.tables import Col
from data import catalogue
from data.ask import Ask
from data.definitions.causes import cause
from data.text import Text

SAYS = Text("{n} 个期限，{running} 个仍在计算；{worst}", "{n} clocks, {running} running; {worst}")
NONE = Text("没有期限记录", "No clock is recorded")
ALL_KEPT, SOME_LATE = Text("没有一个超期", "none is overdue or was"), Text("{n} 个超期", "{n} overdue")
DAY, ACT, CAUSE, LIMIT = Text("日期", "Day"), Text("事项", "Act"), Text("由来", "Cause"), Text("期限与依据", "Limit and basis")
DUE, CONDITIONAL = Text("到期日", "Due on"), Text("如批准延长，到期日", "Due on, if extended")
EXCLUDED = Text("不计入 {days}", "{days} not counted")
SOURCE = Text("源系统到期日 {day}，与重算相差 {days}", "due on {day} by the source, {days} apart")
SOURCE_SAME = Text("与源系统到期日一致", "as the source has it")
TO_CONFIRM = Text("条文待确认", "article to be confirmed")
OF_THE_CARD = "cases.", "persons."
CARD_FIELD = Text("案卡：{field}", "card: {field}")


def ledger(file, ask: Ask) -> html.Div:
    """Every clock of the case in the order in which they began; the entries of each in a table of its own."""
    rows = file.parts.get("clocks", [])
    if not rows:
        return html.Div(html.P(str(NONE), className="muted note"), className="drawn")
    persons, entries = clocks.names(file), _by_clock(file.parts.get("clock_entries", []))
    ordered = sorted(rows, key=lambda row: (row["began_on"], row["clock_no"]))
    shown = [(row, clocks.of_row(row, persons, ask.scope.as_of)) for row in ordered]
    parts = [_clock(row, clock, entries.get(row["clock_no"], [])) for row, clock in shown]
    return html.Div([html.P(_says([clock for _, clock in shown]), className="headline"), *parts], className="drawn")


def _by_clock(entries: list[Mapping]) -> dict[int, list[Mapping]]:
    found: dict[int, list[Mapping]] = {}
    for entry in sorted(entries, key=lambda each: (each["clock_no"], each["entry"])):
        found.setdefault(entry["clock_no"], []).append(entry)
    return found


def _says(shown: list[Clock]) -> str:
    late = sum(clock.state == clocks.OVERDUE for clock in shown)
    worst = SOME_LATE.format(n=late) if late else str(ALL_KEPT)
    return SAYS.format(n=len(shown), running=sum(clock.running for clock in shown), worst=worst)


def _clock(row: Mapping, clock: Clock, entries: list[Mapping]) -> html.Details:
    """Folded once it has ended in time: what runs or was missed is read first."""
    head = html.Summary([
        html.B(clock.name), html.Span(f"{clock.began_on} → {clock.due_on or '—'}", className="clock-days"),
        html.Span(clock.says, className="clock-says"), html.Small(_beside(row), className="muted"),
    ])  # fmt: skip
    columns = [
        Col(DAY, lambda entry: str(entry["entered_on"] or ""), "day"),
        Col(ACT, lambda entry: _code("clock_act", entry["act"])),
        Col(CAUSE, lambda entry: said_of(entry["cause"])),
        Col(LIMIT, _limit),
        Col(DUE, lambda entry: str(entry["due_on"] or "—"), "day"),
        Col(CONDITIONAL, lambda entry: str(entry["conditional_due_on"] or "—"), "day"),
    ]
    folded = not clock.running and clock.state != clocks.OVERDUE
    return html.Details([head, tables.simple(columns, entries, clock.name)], open=not folded, className=f"ledger clock {clock.state}")


def _beside(row: Mapping) -> str:
    """What else is to be said of a clock: days that did not count, and what the source has."""
    excluded = EXCLUDED.format(days=clocks.counted(row["excluded_days"])) if row["excluded_days"] else ""
    apart = row["source_difference"]
    source = "" if apart is None else SOURCE.format(day=row["source_due_on"], days=clocks.counted(apart)) if apart else str(SOURCE_SAME)
    return words.listed((excluded, source))


def said_of(code: str | None) -> str:
    """What moved the clock; a field of the card says that it is one."""
    if not code:
        return ""
    return CARD_FIELD.format(field=cause(code)) if code.count(".") == 1 and code.startswith(OF_THE_CARD) else str(cause(code))


def _limit(entry: Mapping):
    article = catalogue.articles().get(entry["basis"])
    limit = _code("limit", entry["limit_code"])
    basis = str(article.label) if article else entry["basis"] or ""
    doubt = [html.Small(str(TO_CONFIRM), className="muted")] if article and not article.confirmed else []
    said = words.bracketed(limit, basis) if limit and basis else limit or basis
    return html.Span([said, *doubt])


def _code(name: str, code: str | None) -> str:
    return str(catalogue.codes(name).get(code, code)) if code else ""
