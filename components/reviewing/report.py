"""The report on the reviews of a quarter, half a year or a year: sections and tables filled in, the evaluation left to a person.

Knows what was counted. Must not know how, nor file formats. Grades of two scales stand in columns of their own.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from components import chips, numbers, words
from components.papers.paper import EMPTY, Block, Grid, Heading, Paper, ToWrite, Words, grid
from components.papers.screen import screen
from data import catalogue
from data.answer import Answer, Group
from data.ask import Ask
from data.catalogue import glossary, masking
from data.definitions.indicators import mandatory, quality
from data.definitions.indicators import reviews as of
from data.definitions.indicators.flow import CONCLUDED
from data.period import DAY as ONE
from data.period import Period
from data.text import Text

TITLES = {3: Text("季度案件质量评查报告", "Quarterly report on case reviews"),
          6: Text("半年案件质量评查报告", "Half-year report on case reviews"),
          12: Text("年度案件质量评查报告", "Annual report on case reviews")}  # fmt: skip
NAMED = {3: Text("{year}年第{part}季度案件质量评查报告", "Quarterly report on case reviews: {year}, quarter {part}"),
         6: Text("{year}年{part}半年案件质量评查报告", "Half-year report on case reviews: {year}, {part} half"),
         12: Text("{year}年度案件质量评查报告", "Annual report on case reviews: {year}")}  # fmt: skip
PARTS = {3: (Text("一", "1"), Text("二", "2"), Text("三", "3"), Text("四", "4")), 6: (Text("上", "first"), Text("下", "second")),
         12: (Text("全年", "whole year"),)}  # fmt: skip
OTHER_TITLE = Text("案件质量评查报告", "Report on case reviews")
UNDER, DAY = Text("{since}至{until}", "{since} to {until}"), Text("{year}年{month}月{day}日", "{year}-{month:02}-{day:02}")
WITHHELD = Text("“{mark}”：办结不足 {least} 件，不计算比例。", "“{mark}”: fewer than {least} concluded, no rate.")
NONE_GENERAL = Text("没有见于两个以上条线的问题。", "No problem occurs in two or more lines.")
EVALUATE_GENERAL = Text("简要评价上述综合性问题", "a short evaluation of these problems")
FOOT = Text("案流 · 数据截至 {day} · 数据版本 {key}", "Anliu · data as of {day} · snapshot {key}")
ALL_UNITS = Text("可查看范围内的全部案件", "All cases within what may be seen")
BASIC, BY_UNIT, ROUTINE, KEY, KINDS, LINES, GENERAL, PROPOSALS, ANNEX = (
    Text("一、基本情况", "1. Overview"), Text("（一）各单位评查情况", "(1) By unit"), Text("（二）常规抽查", "(2) Routine reviews"),
    Text("（三）重点评查", "(3) Key reviews"), Text("（四）专项评查与其他评查", "(4) Special and other reviews"),
    Text("二、具体情况", "2. By line"), Text("综合性问题", "Problems of several lines"), Text("三、工作建议", "3. Proposals"),
    Text("附：问题案件列表", "Annex: cases with problems"),
)  # fmt: skip
CONCLUDED_SAYS = Text(
    "统计期内办结案件 {concluded} 件，其中已评查 {cases} 件，评查比例 {rate}（分母为统计期内办结案件，目标 {target}）；"
    "评查结束 {reviewed} 次，发现问题的 {problems} 次，问题 {found} 项。",
    "{concluded} cases were concluded in the period, {cases} of them reviewed: {rate} (of the cases concluded; target {target}). "
    "{reviewed} reviews were concluded, {problems} with problems, {found} problems in all.",
)
PERSONS_SAYS = Text("办案检察官 {handlers} 人，评查员 {reviewers} 人（各只计一次）。",
                    "{handlers} prosecutors concluded cases, {reviewers} reviewed (each once).")  # fmt: skip
OPEN_SAYS = Text("期末未结评查 {open} 次，其中异议处理中 {objected} 次，均不计入评查结束。",
                 "{open} reviews were open at the end, {objected} under objection; none of these counts as concluded.")  # fmt: skip
RECTIFIED_SAYS = Text("应整改 {due} 件，已整改 {done} 件。", "{due} were to be put right, {done} have been.")
NO_CLASSES = Text("必评类别未能计算：数据未提供所需内容。", "The classes of mandatory review were not computed: the data lack something.")
ONCE = Text("一案同时属于几类的，各类都计，合计只计一次：应评 {listed} 件，已评 {reviewed} 件。",
            "A case of several classes counts in each, and once in the total: {listed} to be reviewed, {reviewed} reviewed.")  # fmt: skip
NO_DOUBLE = Text("各类评查按登记的类别各计一次，不重复计算。", "Each review counts once, under the kind it was registered as.")
EVALUATE = Text("简要评价{name}案件质量", "a short evaluation of the cases under “{name}”")
NEXT = Text("针对上述问题的工作建议", "what should be done about these problems")
APPRAISAL = Text("移送个案评鉴、拟追究责任的案件情况", "cases sent to case appraisal, and where accountability is pursued")
UNIT, KIND, LINE, CLASS, PROBLEM, CASES, COUNT, LISTED, DONE, LEFT, RATE = (
    Text("单位", "Unit"), Text("评查类别", "Kind"), Text("条线", "Line"), Text("必评类别", "Class"), Text("问题", "Problem"),
    Text("案件数（件）", "Cases"), Text("涉及条线", "Lines"), Text("应评（件）", "To be reviewed"), Text("已评（件）", "Reviewed"),
    Text("未评（件）", "Open"), Text("评查比例", "Review rate"),
)  # fmt: skip
LIST = (Text("序号", "No."), Text("办案单位", "Office"), Text("案件名称", "Case"), Text("承办人", "Handler"), Text("评查员", "Reviewer"),
        Text("评查单位", "Reviewing office"), Text("评查结论", "Grade"), Text("评查发现的问题", "Problems found"))  # fmt: skip
OF_CLASS = (mandatory.LISTED, mandatory.LISTED_REVIEWED, mandatory.LISTED_OPEN)
GRADED_CASE = Text("案件", "case")  # what the name of a grade ends with
OF_CASES = Text("单位：件；评查比例为已评 ÷ 办结", "Cases; the rate is reviewed ÷ concluded")
OF_REVIEWS = Text("评查与等次的单位为次，问题的单位为项", "Reviews and their grades are counted in reviews, problems one by one")
OF_SEVERITY = Text("{severity}问题", "Problems: {severity}")
SHOWN_OF = Text("共 {n} 次评查发现问题，列前 {shown} 次。", "{n} reviews found problems; the first {shown} are listed.")


def view(found, ask: Ask):
    return screen(paper(found, ask))


def paper(found, ask: Ask) -> Paper:
    period = ask.period
    under = (UNDER.format(since=_day(period.since), until=_day(period.until)), chips.sentence(ask) or str(ALL_UNITS))
    foot = FOOT.format(day=ask.scope.as_of, key=ask.scope.snapshot.key)
    blocks = tuple(block for part in (_overview, _units, _classes, _kinds, _lines, _end) for block in part(found, ask))
    return Paper(title(period), under, blocks, foot, f"reviews-{period}")


def title(period: Period) -> str:
    """A quarter, half-year or year of the calendar by its name; any other stretch by its length."""
    n = months(period)
    whole = n in NAMED and (period.since.day, (period.since.month - 1) % n) == (1, 0) and (period.until + ONE).day == 1
    if not whole:
        return str(TITLES.get(n, OTHER_TITLE))
    return NAMED[n].format(year=period.since.year, part=PARTS[n][(period.since.month - 1) // n])


def _day(day: date) -> str:
    return DAY.format(year=day.year, month=day.month, day=day.day)


def months(period: Period) -> int:
    """How many months a period touches."""
    return (period.until.year - period.since.year) * 12 + period.until.month - period.since.month + 1


def _overview(found, ask: Ask) -> Iterator[Block]:
    total = found.total
    rate = total[quality.REVIEW_RATE.key]
    yield Heading(str(BASIC))
    yield Words(CONCLUDED_SAYS.format(
        concluded=_n(total, CONCLUDED), cases=numbers.digits(rate.numerator or 0), rate=numbers.shown(quality.REVIEW_RATE, rate),
        target=f"{ask.settings.review_target:.0%}", reviewed=_n(total, quality.REVIEWED), problems=_n(total, of.WITH_PROBLEMS),
        found=_n(total, quality.REVIEW_FINDINGS_COUNT),
    ))  # fmt: skip
    for said, each in ((PERSONS_SAYS, {"handlers": of.HANDLERS, "reviewers": of.REVIEWERS}),
                       (OPEN_SAYS, {"open": of.OPEN_REVIEWS, "objected": of.UNDER_OBJECTION})):  # fmt: skip
        if all(one.key in total.figures for one in each.values()):
            yield Words(said.format(**{name: _n(total, one) for name, one in each.items()}))
    if of.RECTIFIED.key in total.figures:
        put_right = total[of.RECTIFIED.key]
        yield Words(RECTIFIED_SAYS.format(due=numbers.digits(put_right.denominator or 0), done=numbers.digits(put_right.numerator or 0)))
    yield ToWrite(str(APPRAISAL))


def _units(found, ask: Ask) -> Iterator[Block]:
    yield Heading(str(BY_UNIT), 2)
    rows = [
        (_name(found.units, group, ask), _n(group, CONCLUDED), numbers.digits(group[quality.REVIEW_RATE.key].numerator or 0),
         numbers.shown(quality.REVIEW_RATE, group[quality.REVIEW_RATE.key]))
        for group in found.units.groups
    ]  # fmt: skip
    yield grid((UNIT, CONCLUDED.label, DONE, RATE), rows, (3, 2, 2, 2), OF_CASES)
    if any(row[-1] == numbers.UNDEFINED for row in rows):
        yield Words(WITHHELD.format(mark=numbers.UNDEFINED, least=ask.settings.minimum_n))
    yield _graded(UNIT, found.graded, ask)
    yield Heading(str(ROUTINE), 2)
    yield _graded(UNIT, found.routine, ask)
    yield ToWrite(EVALUATE.format(name=catalogue.codes("review_kind")["routine"]))


def _classes(found, ask: Ask) -> Iterator[Block]:
    """The classes that must be reviewed, each with its cases; a case of two classes once in the total."""
    yield Heading(str(KEY), 2)
    if found.classes is None:
        yield Words(str(NO_CLASSES))
        return
    rows = []
    for entry in found.classes.entries:
        figures = found.classes.figures.get(entry.code)
        if found.classes.runs(entry.code) and figures is not None:
            rows.append((entry.label, *(_n(figures, each) for each in OF_CLASS)))
    yield grid((CLASS, LISTED, DONE, LEFT), rows, (5, 1.4, 1.4, 1.4))
    total = found.classes.total
    yield Words(ONCE.format(listed=_n(total, mandatory.CASES), reviewed=_n(total, mandatory.CASES_REVIEWED)))
    yield ToWrite(EVALUATE.format(name=catalogue.codes("review_kind")["key"]))


def _kinds(found, ask: Ask) -> Iterator[Block]:
    yield Heading(str(KINDS), 2)
    yield Words(str(NO_DOUBLE))
    yield _graded(KIND, found.kinds, ask)


def _lines(found, ask: Ask) -> Iterator[Block]:
    """One section for each line with reviews, then the problems that several lines have."""
    yield Heading(str(LINES))
    yield _graded(LINE, found.lines, ask)
    for group in found.lines.groups:
        if group[quality.REVIEWED.key].value:
            name = _name(found.lines, group, ask)
            yield Heading(name, 2)
            yield ToWrite(EVALUATE.format(name=name))
    yield Heading(str(GENERAL), 2)
    item = found.problems.answer.dimensions[-1]
    rows = [
        (ask.names.value(item, group.codes[item.key]), _n(group, of.PROBLEM_CASES), found.problems.lines.get(group.codes[item.key], 0))
        for group in found.problems.answer.groups if found.problems.lines.get(group.codes[item.key], 0) > 1
    ]  # fmt: skip
    if not rows:
        yield Words(str(NONE_GENERAL))
        return
    yield grid((PROBLEM, CASES, COUNT), rows, (6, 1.5, 1.5))
    yield ToWrite(str(EVALUATE_GENERAL))


def _end(found, ask: Ask) -> Iterator[Block]:
    yield Heading(str(PROPOSALS))
    yield ToWrite(str(NEXT))
    yield Heading(str(ANNEX))
    total = found.total[of.WITH_PROBLEMS.key].value or 0
    if total > len(found.cases):
        yield Words(SHOWN_OF.format(n=numbers.digits(total), shown=len(found.cases)))
    yield grid(LIST, [_case(place, row, ask) for place, row in enumerate(found.cases, 1)], (1, 2, 2.6, 1.4, 1.4, 2, 1.7, 3.8))


def _case(place: int, row: dict, ask: Ask) -> tuple:
    names = ask.names
    name = masking.case_name(row["case_name"] or row["case_id"])
    return (place, names.of("org", row["office"]), name, names.of("prosecutor", row["handler"]), row["reviewer"],
            names.of("org", row["reviewer_office"]) if row["reviewer_office"] else None,
            catalogue.codes("grade").get(row["grade"]), words.sentence(map(glossary.word, row["problems"])))  # fmt: skip


def _graded(first: Text, answer: Answer, ask: Ask) -> Grid:
    """Reviews, those of each grade that was given, problems by severity; what nobody was given has no column."""
    shown = [each for each in answer.indicators if each is quality.REVIEWED or _any(answer, each)]
    counted = [each for each in shown if not each.key.startswith("graded_")]
    rows = [(_name(answer, group, ask), *(_count(group, each) for each in counted)) for group in answer.groups if _there(group)]
    return grid((first, *(_label(each) for each in counted)), rows, (2.6, *map(_width, counted)), OF_REVIEWS)


def _width(each) -> float:
    """Wide enough for its head."""
    return 1.5 if each is quality.REVIEWED else 1.35 if each.key.startswith("problems_") else 0.9


def _label(each) -> Text:
    """Of a share of a grade the grade: the column counts it. Short, so that no head breaks within a word."""
    name = catalogue.codes("grade").get(each.key.removeprefix("grade_"))
    if name is not None:
        return Text(name.zh.removesuffix(GRADED_CASE.zh), name.en)
    severity = catalogue.codes("review_severity").get(each.key.removeprefix("problems_"))
    return OF_SEVERITY.filled(severity=severity) if severity is not None else each.label


def _there(group: Group) -> bool:
    return bool(group[quality.REVIEWED.key].value)


def _any(answer: Answer, each) -> bool:
    return any(group[each.key].numerator or group[each.key].value for group in answer.groups)


def _count(group: Group, each) -> str:
    """A number of reviews or problems: of a share its numerator."""
    figure = group[each.key]
    number = figure.numerator if each.of is not None else figure.value
    return numbers.digits(number or 0)


def _n(group: Group, each) -> str:
    value = group[each.key].value if each.key in group.figures else None
    return EMPTY if value is None else numbers.digits(value)


def _name(answer: Answer, group: Group, ask: Ask) -> str:
    dimension: Sequence = answer.dimensions
    return str(ask.names.value(dimension[0], group.codes[dimension[0].key]))
