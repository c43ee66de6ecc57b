"""What is due in a case and what the rules say of it: before a duty is broken, and after.

Knows a case file and the catalogue's rules and standards. Must not know how a hit is found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dash import html

from components import clocks, tables, words
from components.tables import Col
from data import catalogue
from data.ask import Ask
from data.catalogue import monitoring
from data.catalogue.monitoring import RESPECTS, Standard
from data.text import Text

STANDARDS = "/standards"
NEXT = Text("下一个到期：{what}，{day}（{says}）", "Next due: {what}, {day} ({says})")
BROKEN = Text("{n} 条规则命中未消除", "{n} rule hits standing")
NOTHING = Text("目前没有到期事项，也没有未消除的规则命中", "Nothing is due and no rule hit is standing")
STATE, WHAT, SINCE, DUE, SAYS, BASIS = (
    Text("状态", "State"), Text("事项或规则", "Duty or rule"), Text("起算", "Since"), Text("到期", "Due on"), Text("天数", "Days"),
    Text("依据", "Basis"),
)  # fmt: skip
RUNNING, CLEARED = Text("计算中", "running"), Text("{firing}，{day} 已消除", "{firing}, cleared on {day}")
HERE = Text("当前节点“{node}”及其后未见记录的节点要求", "What is asked at the node “{node}” and at those after it not yet on record")
AHEAD = Text("节点", "Node")
ASKED = dict(zip(RESPECTS, (Text("办案期限", "Time limit"), Text("制作文书", "Documents"), Text("案卡填录", "Card fields")), strict=True))
RULES = Text("规则", "Rules")
FIRST_SHOWN = 8
ORDER = {"overdue_open": 0, "defect": 1, "running": 2, "warning": 2, "overdue_done": 3}


@dataclass(frozen=True)
class Duty:
    """A clock that runs, or a rule's hit; `standing` while somebody can still do something about it."""

    kind: str
    what: str
    since: date | None
    due: date | None
    says: str
    basis: str
    standing: bool
    cleared: date | None = None

    @property
    def order(self) -> tuple:
        return not self.standing, ORDER[self.kind], self.due or date.max


def duties(file, ask: Ask) -> html.Div:
    """Standing duties and hits first, then what the standards ask at the node where the case stands."""
    found = sorted([*_running(file, ask), *_hits(file, ask.scope.as_of)], key=lambda duty: duty.order)
    columns = [
        Col(STATE, _state), Col(WHAT, lambda duty: duty.what), Col(SINCE, lambda duty: str(duty.since or "—"), "day"),
        Col(DUE, lambda duty: str(duty.due or "—"), "day"), Col(SAYS, lambda duty: duty.says), Col(BASIS, lambda duty: duty.basis),
    ]  # fmt: skip
    table = [tables.simple(columns, found, str(WHAT))] if found else []
    return html.Div([html.P(_says(found), className="headline"), *table, *_asked(file, ask)], className="drawn")


def _says(found: list[Duty]) -> str:
    broken = sum(duty.standing and duty.kind in ("overdue_open", "defect") for duty in found)
    due = [duty for duty in found if duty.standing and duty.due and duty.kind in ("running", "warning")]
    first = min(due, key=lambda duty: duty.due, default=None)
    parts = [BROKEN.format(n=broken)] if broken else []
    parts += [NEXT.format(what=first.what, day=first.due, says=first.says)] if first else []
    return words.listed(parts) or str(NOTHING)


def _running(file, ask: Ask) -> list[Duty]:
    """Clocks that can be computed and run."""
    persons, last = clocks.names(file), {}
    for entry in sorted(file.parts.get("clock_entries", []), key=lambda each: each["entry"]):
        if entry["basis"]:
            last[entry["clock_no"]] = entry["basis"]
    rows = [row for row in file.parts.get("clocks", []) if row["ended_on"] is None and row["due_on"]]
    return [_duty(row, clocks.of_row(row, persons, ask.scope.as_of), last.get(row["clock_no"], "")) for row in rows]


def _duty(row: Mapping, clock: clocks.Clock, article: str) -> Duty:
    basis = str(catalogue.codes("article").get(article, article))
    return Duty("running", clock.name, row["began_on"], row["due_on"], clock.says, basis, True)


def _hits(file, as_of: date) -> list[Duty]:
    persons = clocks.names(file)
    return [_hit(row, persons, as_of) for row in file.parts.get("rule_hits", [])]


def _hit(row: Mapping, persons: dict[int, str], as_of: date) -> Duty:
    entry = monitoring.rules().get(row["rule"])
    label = f"{row['rule']} {entry.label}" if entry else row["rule"]
    what = words.bracketed(label, persons[row["person_no"]]) if row["person_no"] in persons else label
    basis = str(monitoring.basis(entry.basis)) if entry else ""
    standing = row["cleared_on"] is None and row["firing"] != "overdue_done"
    return Duty(row["firing"], what, row["began_on"], row["due_on"], _days(row, standing, as_of), basis, standing, row["cleared_on"])


def _days(row: Mapping, standing: bool, as_of: date) -> str:
    """How many days are left or over; of what was done late, how late it was."""
    if standing and row["due_on"]:
        return clocks.Clock("", row["began_on"] or row["due_on"], row["due_on"], None, as_of).says
    return clocks.OVER.format(days=clocks.counted(row["days_over"])) if (row["days_over"] or 0) > 0 else ""


def _state(duty: Duty) -> html.Span:
    firing = catalogue.codes("rule_firing").get(duty.kind, RUNNING)
    colour = {"overdue_open": "overdue", "defect": "overdue", "warning": "due-soon"}.get(duty.kind, "") if duty.standing else ""
    said = str(firing) if duty.standing or not duty.cleared else CLEARED.format(firing=firing, day=duty.cleared)
    return html.Span(said, className=f"state {colour}")


def _asked(file, ask: Ask) -> list:
    """The standards of the node where the case stands and of those after it that its record does not show."""
    seen = {row["activity"] for row in file.parts.get("events", [])}
    node, rows = _standing(file), standards_of(file.head["type_code"], ask.scope.as_of)
    if node is None or not rows:
        return []
    place = max((row.sort for row in rows if row.node in seen), default=0)
    ahead = [row for row in rows if row.node == node or (row.sort > place and row.node not in seen)][:FIRST_SHOWN]
    nodes = catalogue.codes("node")
    columns = [
        Col(AHEAD, lambda row: str(nodes.get(row.node, row.node))),
        *(Col(ASKED[each], lambda row, each=each: str(row.asks(each) or "")) for each in RESPECTS),
        Col(RULES, lambda row: _rules(row, ask)),
        Col(BASIS, lambda row: str(monitoring.basis(row.basis))),
    ]
    title = html.H4(HERE.format(node=nodes.get(node, node)))
    return [title, tables.simple(columns, ahead, str(AHEAD))] if ahead else []


def standards_of(type_code: str, day: date) -> list[Standard]:
    """The standards in force on a day, in their order."""
    rows = (row for row in monitoring.standards() if row.type_code == type_code and monitoring.in_force(row, day))
    return sorted(rows, key=lambda row: row.sort)


def _standing(file) -> str | None:
    """The node where the case stands; none once its process has ended."""
    open_stays = [row for row in file.parts.get("events", []) if row["left_on"] is None and not row["voided"]]
    return open_stays[-1]["activity"] if open_stays else None


def _rules(row: Standard, ask: Ask):
    named = list(dict.fromkeys(rule for each in RESPECTS for rule in row.rules[each]))
    return html.A(" ".join(named), href=ask.link(STANDARDS, case=None, type=row.type_code)) if named else ""
