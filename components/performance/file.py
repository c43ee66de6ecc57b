"""The file of a prosecutor: post, workload beside the colleagues' middle half, three years, kinds of cases, rates, reviews, findings.

Knows answers as they are handed in. Must not know queries.
"""

from dash import html

from components import auditing, body, drill, notices, numbers, tables, words
from components.figures.graph import graph
from components.figures.whiskers import Whisker, whiskers
from components.tables import Col
from data.answer import Answer
from data.ask import Ask
from data.definitions import columns as known
from data.definitions.dimensions import HANDLER, TYPE
from data.definitions.indicators import flow
from data.period import Period
from data.text import Text

CHOOSE = Text("选定一名检察官打开其档案：先选单位、部门，再选人",
              "Choose whose file to open: a unit, a department, then the prosecutor")
CHOOSE_ONE = Text("选定一名检察官打开其档案：{n} 人在统计期内有案件",
                  "Choose whose file to open: {n} prosecutors had cases in the period")
ON_RECORD = Text("打开档案会记入日志，本人可见。", "Opening a file is put on record, which the person can see.")
HEAD = Text("{name}，{department}；{category}", "{name}, {department}; {category}")
LEADER = Text("院领导", "leader")
IN_POST = Text("{department}：{since} 至{until}", "{department}: {since} to {until}")
TODAY, ON = Text("今", "now"), Text(" {day}", "{day}")
POSTS = Text("任职", "Postings")
NO_SCORE = Text("本页只列事实和来源，不计分、不排名。请假不在全国系统数据中。",
                "Facts and their sources only: no score, no rank. Leave is not in the records of the national system.")  # fmt: skip
LOAD = Text("{name}：统计期内办结 {n} 件，加权 {weighted}；在岗 {months} 个月，每月 {each}",
            "{name}: {n} cases concluded, {weighted} weighted; {months} months in post, {each} a month")
NO_POST = Text("{name}：统计期内办结 {n} 件，加权 {weighted}；没有任职记录，不折算月均",
               "{name}: {n} cases concluded, {weighted} weighted; no posting is recorded, so nothing by month")
BAND = Text("本市主要办理同类案件的其他 {n} 人，中间半数为 {low} 至 {high}，{where}",
            "of {n} others of the city with mostly the same kind of cases the middle half is {low} to {high}, {where}")  # fmt: skip
WHERE = {1: Text("本人在其上", "this person above it"), 0: Text("本人在其内", "this person within it"),
         -1: Text("本人在其下", "this person below it")}  # fmt: skip
FEW_OTHERS = Text("可比人员不足 5 人，不显示分布", "fewer than five to compare with: no distribution")
WEIGHTS = Text("权重取自 data/catalogue/weights.csv（有效期和依据逐条注明，待本院确认）；对照只列中间半数，不显示姓名。",
               "Weights from data/catalogue/weights.csv (each with validity and basis, to be confirmed); of the others "
               "only the middle half is shown, nobody is named.")  # fmt: skip
A_MONTH = Text("每月办结的加权件数", "weighted cases concluded a month")
OWN, MIDDLE = Text("本人", "Own"), Text("同类人员中间半数", "Middle half of the like")
INDICATOR = Text("指标", "Indicator")
WEIGHT, WEIGHTED = Text("权重", "Weight"), Text("加权件数", "Weighted cases")
KINDS = Text("统计期内办结 {n} 件，分属 {k} 类，最多的是{first}（{most} 件）；加权 {weighted}",
             "{n} cases concluded, of {k} types, most of them {first} ({most}); {weighted} weighted")  # fmt: skip
KINDS_NONE = Text("统计期内没有办结的案件", "No case concluded in the period")
OUTSIDE = Text("，在其外的是{names}", " ({names})")
NONE_JUDGED = Text("样本不足或可比人员不足，不作对照", "Too few cases, or too few to compare with: nothing is set beside others")
YEARS = Text("{name}：近三年受理 {accepted}、办结 {concluded}", "{name}: accepted in three years {accepted}, concluded {concluded}")
BESIDE = Text("{inside} 项在同类人员的中间半数之内，{outside} 项在其外{names}；样本不足的不显示",
              "{inside} rates within the middle half of the like, {outside} outside it{names}; those over too few are withheld")
DECISIONS = Text("统计期内文书 {n} 份，其中检察官自行决定 {own}", "{n} documents, of which the prosecutor decided {own}")
NOTHING = Text("统计期内没有记录", "nothing in the period")
MEANING = f"/definitions#definition-{flow.CONCLUDED.key}"  # a distribution leads to nobody


def head_or_choice(found, ask: Ask) -> html.Div:
    """Who the file is about; where nobody is chosen, whom one may choose."""
    return choice(found, ask) if isinstance(found, Answer) else head(found, ask)


def choice(answer: Answer, ask: Ask) -> html.Div:
    if body.is_empty(answer):
        return notices.empty()
    persons = answer.dimensions[-1] == HANDLER
    says = CHOOSE_ONE.format(n=numbers.digits(len(answer.groups))) if persons else str(CHOOSE)
    shown = tables.of_answer(answer, ask, drill.PERSONS)
    note = html.P(str(ON_RECORD), className="note muted")
    return html.Div([html.P(says, className="headline"), shown, note, body.foot(ask, answer.indicators)], className="drawn")


def name_of(person, ask: Ask) -> str:
    return str(ask.names.of("prosecutor", person.code))


def head_says(person, ask: Ask) -> str:
    category = ask.names.of("staff_category", person.category) if person.category else ""
    what = words.listed((category, LEADER if person.leader else ""))
    return HEAD.format(name=name_of(person, ask), department=_department(person.department, ask), category=what)


def head(person, ask: Ask) -> html.Div:
    says = head_says(person, ask)
    held = html.Ul([html.Li(_posting(one, ask)) for one in person.postings])
    note = html.P(str(NO_SCORE), className="note muted")
    opened = auditing.readers(person.readers)
    return html.Div([html.P(says, className="headline"), html.P(str(POSTS), className="muted"), held, note, opened], className="drawn")


def _posting(one, ask: Ask) -> str:
    until = ON.format(day=one.until) if one.until else TODAY
    return IN_POST.format(department=_department(one.department, ask), since=one.since, until=until)


def _department(code: str | None, ask: Ask) -> str:
    return str(ask.names.department(code)) if code else ""


def _own_says(found, ask: Ask) -> str:
    said = {"name": name_of(found.person, ask), "n": numbers.digits(found.concluded), "weighted": numbers.digits(found.weighted, 1)}
    if found.each is None:
        return NO_POST.format(**said)
    return LOAD.format(**said, months=numbers.digits(found.months, 1), each=numbers.digits(found.each, 1))


def _spread_says(found) -> str:
    if not found.band:
        return str(FEW_OTHERS)
    low, high = found.band
    where = WHERE[(found.each > high) - (found.each < low)]
    return BAND.format(n=len(found.peers), low=numbers.digits(low, 1), high=numbers.digits(high, 1), where=where)


def load_says(found, ask: Ask) -> str:
    own = _own_says(found, ask)
    return own if found.each is None else words.sentence((own, _spread_says(found)))


def load(found, ask: Ask):
    """The own load of a month as a star, the others as dots on the same line."""
    says = load_says(found, ask)
    if found.each is None:
        return html.Div([html.P(says, className="headline"), body.foot(ask, (flow.CONCLUDED,))], className="drawn")
    band = found.band
    here = ask.with_(handler=found.person.code).behind(flow.CONCLUDED)
    rows = [Whisker(str(OWN), found.each, found.each, found.each, numbers.digits(found.each, 1), _own_says(found, ask), here, strong=True)]
    if band:
        middle = sum(band) / 2
        said = f"{numbers.digits(band[0], 1)}–{numbers.digits(band[1], 1)}"
        rows.append(Whisker(str(MIDDLE), middle, *band, said, _spread_says(found), MEANING))
    shown = graph(whiskers(rows, percent=False, axis_name=A_MONTH), "load", says)
    return body.noted(ask, says, shown, _weights(found, ask), (flow.CONCLUDED,), WEIGHTS)


def _weights(found, ask: Ask):
    return tables.of_answer(found.answer, ask.with_(handler=found.person.code), "/cases")


def years(found, ask: Ask):
    groups = found.answer.groups
    said = [" → ".join(numbers.digits(group[each.key].value or 0) for group in groups) for each in (flow.ACCEPTED, flow.CONCLUDED)]
    says = YEARS.format(name=name_of(found.person, ask), accepted=said[0], concluded=said[1])
    shown, over = tables.of_answer(found.answer, found.ask), str(Period(groups[0].period.since, groups[-1].period.until).label)
    return html.Div([html.P(says, className="headline"), shown, body.foot(ask, found.answer.indicators, over=over)], className="drawn")


def kinds(found, ask: Ask):
    groups = [group for group in found.answer.groups if group[flow.CONCLUDED.key].value or group[flow.PENDING.key].value]
    if not groups:
        return notices.empty(NOTHING)
    done = [group[flow.CONCLUDED.key].value or 0 for group in groups]
    weighted = sum(n * found.of(group) for n, group in zip(done, groups, strict=True))
    most, first = max(zip(done, groups, strict=True), key=lambda pair: pair[0])
    says = KINDS.format(
        n=numbers.digits(sum(done)), k=sum(n > 0 for n in done), weighted=numbers.digits(weighted, 1), most=numbers.digits(most),
        first=words.inside(ask.names.value(TYPE, first.codes[TYPE.key])),
    ) if most else str(KINDS_NONE)  # fmt: skip
    columns = [
        Col(TYPE.label, lambda group: str(ask.names.value(TYPE, group.codes[TYPE.key]))),
        Col(flow.CONCLUDED.label, lambda group: _cell(flow.CONCLUDED, group, found), "number"),
        Col(WEIGHT, lambda group: numbers.digits(found.of(group), 1), "number"),
        Col(WEIGHTED, lambda group: numbers.digits((group[flow.CONCLUDED.key].value or 0) * found.of(group), 1), "number"),
        Col(flow.PENDING.label, lambda group: _cell(flow.PENDING, group, found), "number"),
    ]
    table = tables.simple(columns, groups, str(TYPE.label))
    return html.Div([html.P(says, className="headline"), table, body.foot(ask, (flow.CONCLUDED, flow.PENDING))], className="drawn")


def _cell(each, group, found) -> html.A:
    href = found.ask.behind(each, group.period, type=str(group.codes[TYPE.key]))
    return html.A(numbers.digits(group[each.key].value or 0), href=href)


def besides(found, ask: Ask):
    """The own rates beside the middle half of those who have enough; nobody is named."""
    judged = [one for one in found.rates if one.own[one.indicator.key].value is not None and one.band]
    outside = [one for one in judged if not one.band[0] <= one.own[one.indicator.key].value <= one.band[1]]
    names = OUTSIDE.format(names=words.enumerated(one.indicator.label for one in outside)) if outside else ""
    says = BESIDE.format(inside=len(judged) - len(outside), outside=len(outside), names=names) if judged else str(NONE_JUDGED)
    columns = [
        Col(INDICATOR, lambda one: str(one.indicator.label)),
        Col(OWN, lambda one: _own(one, found, ask), "number"),
        Col(words.PARTS, lambda one: numbers.parts(one.own[one.indicator.key]), "number"),
        Col(MIDDLE, lambda one: band_said(one), "number"),
    ]
    table = tables.simple(columns, found.rates, str(OWN))
    return html.Div([html.P(says, className="headline"), table, body.foot(ask, [one.indicator for one in found.rates])], className="drawn")


def _own(one, found, ask: Ask):
    return tables.number(one.indicator, one.own[one.indicator.key], found.ask.behind(one.indicator), ask)


def band_said(one) -> str:
    if one.band is None:
        return str(FEW_OTHERS)
    return f"{numbers.plain(one.indicator, one.band[0])}–{numbers.plain(one.indicator, one.band[1])}"


def decisions(found, ask: Ask):
    total = sum(n for _, n in found.levels)
    if not total:
        return notices.empty(NOTHING)
    own = sum(n for level, n in found.levels if level == "prosecutor")
    says = DECISIONS.format(n=numbers.digits(total), own=words.bracketed(numbers.digits(own), f"{own / total:.0%}"))
    columns = [Col(known.of("documents")["approver_level"].label, lambda row: str(ask.names.of("approver_level", row[0]))),
               Col(known.label("documents"), lambda row: numbers.digits(row[1]), "number"),
               Col(words.SHARE, lambda row: f"{row[1] / total:.0%}", "number")]  # fmt: skip
    table = tables.simple(columns, found.levels, str(known.label("documents")))
    said = words.listed((ask.period.label, words.AS_OF.format(day=ask.scope.as_of)))
    when = html.Div(html.Span(said, className="caption"), className="panel-foot")
    return html.Div([html.P(says, className="headline"), table, when], className="drawn")
