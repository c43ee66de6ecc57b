"""Even turns: members of each rotation group against their share by months in post, and allotments by hand with their reasons.

Knows a balance as it is handed in. Must not know queries.
"""

from dash import html

from components import body, messages, notices, numbers, tables, words
from components.tables import Col
from data.ask import Ask
from data.catalogue import glossary
from data.definitions.dimensions import HANDLER
from data.definitions.indicators import flow
from data.definitions.relations import ALLOCATIONS
from data.text import Text

FILE = "/prosecutor"
NO_RIGHT = Text("轮案均衡按人列出，需要“查看检察官个人数据”的权限",
                "This is by person and needs the right to see figures of single prosecutors")
NO_TURNS = Text("统计期内没有自动轮案记录", "No allotment by rotation in the period")
EVEN = Text("{groups} 个轮案组、{n} 名成员，轮案件数都在应占份额的偶然波动之内",
            "{groups} rotation groups, {n} members: every number lies within chance of its expected share")  # fmt: skip
UNEVEN = Text("{groups} 个轮案组、{n} 名成员中，{out} 人的轮案件数超出应占份额的 99.8% 界限：{names}",
              "{groups} rotation groups, {n} members: {out} beyond the 99.8 % limits of the expected share: {names}")  # fmt: skip
NOTE = Text("应占 = 本组轮案件数 × 本人在岗月数 ÷ 全组在岗月数；加权按 weights.csv。请假以任职中断计；没有记录的请假会使人显得偏少。",
            "Expected = the group's allotments × own months in post ÷ the group's; weights from weights.csv. Leave is a break in a "
            "posting: who was away without one will seem to have been given too little.")  # fmt: skip
HEADS = {
    "group": Text("轮案组", "Group"), "months": Text("在岗月数", "Months in post"), "rotation": Text("轮案", "By rotation"),
    "expected": Text("应占", "Expected"), "deviation": Text("偏差", "Deviation"), "weighted": Text("加权", "Weighted"),
    "weighted_deviation": Text("加权偏差",
                               "Weighted deviation"), "manual": Text("指定", "By hand"), "said": Text("与界限", "Against the limits"),
}  # fmt: skip
VERDICTS = {"within": Text("界限内", "within"), "near": Text("95% 外", "beyond 95 %"), "beyond": Text("99.8% 外", "beyond 99.8 %")}
BY_HAND = Text("手动分案 {n} 次，最多的理由是“{reason}”（{most} 次）；{approved}",
               "{n} allotments by hand, most of them for “{reason}” ({most}); {approved}")  # fmt: skip
ALL_APPROVED, NOT_APPROVED = Text("都有批准人", "all approved"), Text(
    "{n} 次没有批准人", "{n} with nobody recorded to have approved",
)
REASON, TIMES, OPEN = Text("理由", "Reason"), Text("次数", "Times"), Text("无批准人", "Nobody approved")
APPROVED = Text("批准人", "Approved by")
NAMED = 5
ONLY_OUT = Text("成员超过 {most} 人，表中只列界限外的；选定单位可看全部。",
                "More than {most} members: only those beyond the limits are listed; choose a unit to see all.")  # fmt: skip


def members(found, ask: Ask):
    if found is None:
        return notices.empty(NO_RIGHT)
    if not found.members:
        return notices.empty(NO_TURNS)
    out = found.members.beyond
    said = {"groups": found.members.groups, "n": len(found.members)}
    names = str(messages.OR).join(_name(one, ask) for one in out[:NAMED])
    says = UNEVEN.format(**said, out=len(out), names=names) if out else EVEN.format(**said)
    columns = [
        Col(HANDLER.label, lambda one: html.A(_name(one, ask), href=ask.link(FILE, handler=one.code))),
        Col(HEADS["group"], lambda one: one.group), Col(HEADS["months"], lambda one: numbers.digits(one.months, 1), "number"),
        Col(HEADS["rotation"], lambda one: numbers.digits(one.rotation), "number"),
        Col(HEADS["expected"], lambda one: numbers.digits(one.expected, 1), "number"),
        Col(HEADS["deviation"], lambda one: _part(one.deviation), "number"),
        Col(HEADS["weighted"], lambda one: numbers.digits(one.weighted, 1), "number"),
        Col(HEADS["weighted_deviation"], lambda one: _part(one.weighted_deviation), "number"),
        Col(HEADS["manual"], lambda one: numbers.digits(one.manual), "number"),
        Col(HEADS["said"], lambda one: html.Span(str(VERDICTS[one.said]), className="beyond" if one.said == "beyond" else "muted")),
    ]  # fmt: skip
    only = ONLY_OUT.format(most=found.members.at_most) if found.members.many else ""
    note = html.P(words.sentences((only, NOTE)), className="note muted")
    rows = found.members.shown
    table = [tables.simple(columns, rows, str(ALLOCATIONS.label))] if rows else []  # all within: the sentence has said so
    return html.Div([html.P(says, className="headline"), *table, note, body.foot(ask, (flow.ALLOCATED, flow.ROTATION))], className="drawn")


def _name(one, ask: Ask) -> str:
    return str(ask.names.value(HANDLER, one.code))


def _part(number: float | None) -> str:
    return "—" if number is None else numbers.signed_percent(number)


def approval(unapproved: int) -> str:
    """Whether somebody approved each."""
    return NOT_APPROVED.format(n=numbers.digits(unapproved)) if unapproved else str(ALL_APPROVED)


def _reason(said: str | None) -> str:
    return str(glossary.word(said) if said else words.NOT_FILLED)


def by_hand(found, ask: Ask):
    if found is None:
        return notices.empty(NO_RIGHT)
    total, unapproved = (sum(row[at] for row in found.reasons) for at in (1, 2))
    if not total:
        return notices.empty()
    columns = [
        Col(REASON, lambda row: _reason(row[0])),
        Col(TIMES, lambda row: numbers.digits(row[1]), "number"),
        Col(OPEN, lambda row: numbers.digits(row[2]), "number"),
    ]  # fmt: skip
    reason, most, _ = found.reasons[0]
    says = BY_HAND.format(n=numbers.digits(total), reason=_reason(reason), most=numbers.digits(most), approved=approval(unapproved))
    link = html.A(str(words.OPEN_LIST), href=ask.behind(flow.MANUAL))
    table = tables.simple(columns, found.reasons, str(REASON))
    people = [html.Li([html.Span(name or str(words.NOT_FILLED)), html.B(numbers.digits(n))]) for name, n in found.approvers]
    approved = html.Div([html.H4(words.bracketed(APPROVED, words.inside(TIMES))), html.Ul(people, className="stands")])
    pair = html.Div([table, approved], className="pair")
    return html.Div([html.P(says, className="headline"), pair, html.P(link), body.foot(ask, (flow.MANUAL,))], className="drawn")
