"""Standards and rules as they are read: a row for each node, what it asks for in three respects, and today's hits beside it.

Knows how a requirement, a rule and its hits stand in a table. Must not know queries.
"""

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import html

from components import body, definition, numbers, tables, words
from components.links import current
from components.picks import picks
from components.tables import Col
from data import catalogue
from data.ask import Ask
from data.catalogue import monitoring
from data.catalogue.monitoring import RESPECTS, Standard
from data.definitions import columns as known
from data.definitions import rules as known_rules
from data.definitions.indicators import rules as counts
from data.definitions.rules.base import Clock
from data.text import Text

PATH = "/standards"
SAYS = Text(
    "{type}：规则命中尚未消除的 {hits} 项，预警 {warned} 项；标准有 {nodes} 个节点，"
    "要求办案期限 {time} 项、制作文书 {document} 项、案卡填录 {fields} 项",
    "{type}: {hits} hits of rules standing, {warned} warnings; the standard has {nodes} nodes with {time} requirements of time, "
    "{document} of documents, {fields} of card fields",
)
COVERED = Text(
    "有案件的 {occurring} 个案件类别中，{covered} 个已有节点标准", "{covered} of the {occurring} case types that occur have standards",
)
NO_STANDARD = Text("“{type}”在 {day} 没有录入节点标准", "No standards of “{type}” are on record for {day}")
TYPES, VERSIONS, ON_DAY = Text("案件类别", "Case type"), Text("标准版本", "Version of the standards"), Text("按某日的标准", "As of a day")
SINCE, IN_FORCE = Text("{day} 起", "since {day}"), Text("现行（{day} 起）", "in force (since {day})")
NODE, BASIS = Text("节点", "Node"), Text("依据", "Basis")
HEADS = {"time": Text("办案期限", "Time limit"), "document": Text("制作文书", "Documents"), "fields": Text("案卡填录", "Card fields")}
HITS, WARNED = Text("命中 {n}", "hits {n}"), Text("预警 {n}", "warned {n}")
RULES_SAY = Text(
    "规则命中尚未消除的 {hits} 项，统计期内超期办结 {late} 项；{n} 条规则中 {on} 条已启用，{off} 条因缺少数据未启用",
    "{hits} hits standing, {late} done late in the period; of {n} rules {on} are enabled, {off} not for want of data",
)
RULE, STATE, LIMIT, WARN, SEVERITY = (
    Text("规则", "Rule"), Text("状态", "State"), Text("期限", "Limit"), Text("提前预警", "Warned ahead"), Text("等级", "Severity"),
)  # fmt: skip
COUNTS = (counts.OVERDUE, counts.DEFECTS, counts.DONE_LATE, counts.WARNED)
SHORT = (Text("超期未办", "Overdue"), Text("违规", "Defects"), Text("超期办结", "Done late"), Text("预警", "Warned"))
DAYS_AHEAD, HEAVIER = Text("{n} 日", "{n} days"), Text("在押：{severity}", "in custody: {severity}")
BY_CLOCK = frozenset(key for key, each in known_rules.ALL.items() if any(isinstance(check, Clock) for check in each.checks))
UNITS = {
    "day": Text("{n}日", "{n} d"), "month": Text("{n}个月", "{n} m"), "workday": Text("{n}个工作日", "{n} working d"),
    "time": Text("{n}次", "{n}×"),
}  # fmt: skip
BY_LEDGER = Text("按期限台账", "by the clocks")
LACKS = Text("缺少“{what}”", "“{what}” was not supplied")


def matrix(found, ask: Ask) -> html.Div:
    """The standards of one type of case."""
    label = catalogue.codes("case_type").get(found.type_code, found.type_code)
    chooser = html.Div([_types(found, ask), _versions(found, ask)], className="standards-choice")
    if not found.rows:
        said = NO_STANDARD.format(type=label, day=found.rules.day)
        return html.Div([html.P(said, className="headline"), chooser], className="drawn")
    asked = {each: sum(row.asks(each) is not None for row in found.rows) for each in RESPECTS}
    hits, warned = (_sum(found.rules, each) for each in (counts.STANDING, counts.WARNED))
    says = SAYS.format(type=label, nodes=len(found.rows), hits=numbers.digits(hits), warned=numbers.digits(warned), **asked)
    foot = COVERED.format(covered=found.covered, occurring=found.occurring)
    return html.Div(
        [html.P(says, className="headline"), chooser, _table(found, ask, str(label)), _foot(ask, foot)], className="drawn standards",
    )  # fmt: skip


def _types(found, ask: Ask) -> html.Label:
    """The types that have standards. One that has none and is in force stands among them, so that the list says what is shown."""
    names = catalogue.codes("case_type")
    codes = found.types if found.type_code in found.types else (found.type_code, *found.types)
    options = [{"label": str(names.get(code, code)), "value": picks(type=code)} for code in codes]
    select = dbc.Select(options=options, value=picks(type=found.type_code), size="sm")
    return html.Label([html.Span(str(TYPES), className="control-label"), select], className="standards-type", **{"data-pick": "type"})


def _choices(label: Text, offered: Sequence[tuple[object, dict, bool]], ask: Ask) -> html.Nav:
    """A row of links, of which one is in force."""
    links = [html.A(str(said), href=ask.link(PATH, **texts), className="choice", **current(held)) for said, texts, held in offered]
    return html.Nav(links, className="choices", **{"aria-label": str(label)})


def _versions(found, ask: Ask) -> html.Div:
    """The days on which standards changed, and a day of one's own."""
    now, days = found.rules.day, found.versions
    held = next((day for day in days if day <= now), None)
    offered = [(SINCE.format(day=day) if place else IN_FORCE.format(day=day), {"law": str(day) if place else None}, day == held)
               for place, day in enumerate(days)]  # fmt: skip
    own = html.Label([html.Span(str(ON_DAY)), dbc.Input(type="date", value=str(now), debounce=True)], **{"data-write": "law"})
    return html.Div(
        [html.Span(str(VERSIONS), className="control-label"), _choices(VERSIONS, offered, ask), own], className="standards-versions",
    )  # fmt: skip


def _table(found, ask: Ask, caption: str) -> html.Div:
    columns = [
        Col(NODE, lambda row: html.Span([html.Small(f"{row.sort}", className="muted"), f" {catalogue.codes('node')[row.node]}"])),
        *(Col(HEADS[each], _cell(found, each, ask)) for each in RESPECTS),
        Col(BASIS, _basis),
    ]
    return tables.simple(columns, found.rows, caption)


def _cell(found, respect: str, ask: Ask):
    """What a node asks for in one respect, and the rules that test it."""

    def cell(row: Standard):
        asked = row.asks(respect)
        said = html.Span(str(asked)) if asked else html.Span(numbers.UNDEFINED, className="muted")
        marks = [_mark(key, found, ask) for key in row.rules[respect] if key in found.rules.entries]
        return [said, html.Div(marks, className="rule-marks")] if marks else said

    return cell


def _mark(key: str, found, ask: Ask) -> html.Span:
    """A rule's number with its hits of today, each a link; or why it does not run."""
    entry, group = found.rules.entries[key], found.rules.hits.get(key)
    name = html.B(key, title=f"{entry.label}")
    if not found.rules.runs(key):
        return html.Span([name, " ", html.Span(_state(key, found.rules), className="absent")], className="rule-mark")
    texts = {"type": found.type_code, "rule": key}
    said = [_linked(HITS, counts.STANDING, group, ask, texts, "has-hits")]
    if group and group[counts.WARNED.key].value:
        said += [" ", _linked(WARNED, counts.WARNED, group, ask, texts, "has-warnings")]
    return html.Span([name, " ", *said], className="rule-mark")


def _linked(says: Text, each, group, ask: Ask, texts: dict, look: str) -> html.A:
    n = group[each.key].value if group else 0
    said = numbers.UNDEFINED if n is None else numbers.digits(n)
    return html.A(says.format(n=said), href=ask.behind(each, **texts), className=look if n else "muted")


def _basis(row: Standard | monitoring.Entry) -> html.Div:
    status = catalogue.codes("basis_status")[row.status]
    tag = [html.Div(str(status), className="absent")] if row.status != "confirmed" else []
    return html.Div([html.Small(str(monitoring.basis(row.basis))), *tag], className="basis")


def rules(found, ask: Ask) -> html.Div:
    """Every rule: whether it runs, what it found by firing, how heavy, how early it warns."""
    running = [key for key in found.entries if found.runs(key)]
    late, hits = _sum(found, counts.DONE_LATE), _sum(found, counts.STANDING)
    says = RULES_SAY.format(
        n=len(found.entries), on=len(running), off=len(found.entries) - len(running), hits=numbers.digits(hits), late=numbers.digits(late),
    )  # fmt: skip
    columns = [
        Col(RULE, _named),
        Col(STATE, lambda each: html.Span(_state(each.rule, found), className="" if found.runs(each.rule) else "absent")),
        *(Col(label, _count(found, each, ask), "number") for label, each in zip(SHORT, COUNTS, strict=True)),
        Col(LIMIT, lambda each: limits(each.rule)),
        Col(WARN, lambda each: DAYS_AHEAD.format(n=each.warn_days) if each.warn_days is not None else "", "day"),
        Col(SEVERITY, _severity),
        Col(BASIS, _basis),
    ]
    table = tables.simple(columns, list(found.entries.values()), str(RULE))
    return html.Div([html.P(says, className="headline"), table, body.foot(ask, COUNTS)], className="drawn standards rules-listed")


def _named(each: monitoring.Entry) -> html.Div:
    return html.Div([html.B(f"{each.rule} {each.label}"), html.Div(html.Small(str(each.meaning), className="muted"))])


def _count(found, each, ask: Ask):
    """A number that leads to its hits; of a rule that does not run there is none."""

    def cell(entry: monitoring.Entry):
        if not found.runs(entry.rule):
            return html.Span(numbers.UNDEFINED, className="muted")
        group = found.hits.get(entry.rule)
        n = group[each.key].value if group else 0
        said = numbers.UNDEFINED if n is None else numbers.digits(n)
        return html.A(said, href=ask.behind(each, rule=entry.rule), className="" if n else "muted")

    return cell


def limits(key: str) -> str:
    """The numbers of a rule with their units; of a rule over clocks they are the law's, in the ledger."""
    own = (UNITS[each.unit].format(n=each.value) for each in monitoring.parameters() if each.rule == key)
    return " / ".join(dict.fromkeys(own)) or (str(BY_LEDGER) if key in BY_CLOCK else "")


def _severity(each: monitoring.Entry) -> list:
    names = catalogue.codes("rule_severity")
    more = [html.Div(html.Small(HEAVIER.format(severity=names[each.severity_custody])))] if each.severity_custody != each.severity else []
    return [str(names[each.severity]), *more]


def state(key: str, found) -> str:
    return _state(key, found)


def _state(key: str, found) -> str:
    """Whether a rule runs; if not, what was not delivered."""
    row = found.states.get(key, {"state": "lacking", "lacks": None})
    name = str(catalogue.codes("rule_state")[row["state"]])
    return words.about(name, LACKS.format(what=_lacking(row))) if row["lacks"] else name


def _lacking(row: dict) -> str:
    if row["lacks_table"] == "events":
        return str(Text("或", " or ")).join(str(catalogue.codes("node").get(code, code)) for code in row["lacks"].split("|"))
    return str(known.of(row["lacks_table"])[row["lacks"]].label)


def _sum(found, each) -> int:
    return sum(group[each.key].value or 0 for group in found.hits.values())


def _foot(ask: Ask, said: str) -> html.Div:
    indicators: Sequence = (counts.STANDING, counts.WARNED)
    parts = (said, ask.period.label, words.AS_OF.format(day=ask.scope.as_of))
    return html.Div([html.Span(words.listed(parts), className="caption"), definition.folded(indicators, ask)], className="panel-foot")
