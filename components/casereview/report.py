"""The report of a case review: filled in from the card and the review, each field with where it comes from.

Knows a review as it was read. Must not know file formats. Parties are masked; what is to be judged is left to a person.
"""

from collections.abc import Iterator, Mapping

from components import clocks, notices, values
from components.casereview import points
from components.casereview.head import NONE_CHOSEN
from components.casereview.says import grade, moment, state_label
from components.papers.paper import Block, Fields, Filled, Grid, Heading, Paper, ToWrite, Words, grid
from components.papers.screen import screen
from data import catalogue
from data.ask import Ask
from data.catalogue import masking, review_steps
from data.definitions import columns as known
from data.definitions.relations import ALL as RELATIONS
from data.errors import NotFound
from data.text import Text

TITLE = Text("个案评查报告", "Report of a case review")
UNDER = Text("评查号 {number} · {state} · 数据截至 {day}", "Review no. {number} · {state} · data as of {day}")
FOOT = Text("案流 · 个案评查报告 {number} · 数据截至 {day}", "Anliu · review no. {number} · data as of {day}")
SECTIONS = [Text("一、案件基本情况", "1. The case"), Text("二、办案期限", "2. Time limits"), Text("三、强制措施", "3. Coercive measures"),
            Text("四、评查发现的问题", "4. Problems found"), Text("五、承办人意见与复核", "5. The handler's opinion and the second look"),
            Text("六、评查意见与等次", "6. Opinion and grade"), Text("七、其他需要说明的问题", "7. Other")]  # fmt: skip
OF_THE_CASE = ("case_id", "case_name", "type_code", "office", "department", "handler", "investigator", "charge_name", "accepted_on",
               "assigned_on", "concluded_on", "outcome", "plea", "procedure")  # fmt: skip
OF_A_PERSON = ("name", "charge_name", "coercive", "outcome", "decided_on", "judged_on", "sentence", "sentence_months")
OF_A_MEASURE = ("coercive", "began_on", "legal_end_on", "ended_on", "decided_by")
CASE_ROW = Text("案件表 {no}", "Cases {no}")
FILE_ROW = Text("（文件 {file} 第 {row} 行）", " (file {file}, line {row})")
REVIEW_ROW = Text("评查办理表，评查号 {no}", "Reviews on the desk, no. {no}")
NO, FROM_TABLE = Text("记录号", "Row"), Text("来源：{label}表，末列为记录号", "Source: {label}; the last column says which row")
ROW, HIT = Text("{label}表 {no}", "{label}, row {no}"), Text("{place}（规则 {rule}，{day}）", "{place} (rule {rule}, {day})")
SOURCE, CLOCK, FROM, DUE, STOPPED, RESULT = (
    Text("来源", "Source"), Text("期限", "Clock"), Text("起算", "From"), Text("到期", "Due"), Text("停止", "Stopped"),
    Text("结果", "Result"),
)  # fmt: skip
KEPT = Text("期限遵守情况：共 {n} 个期限，按期 {kept} 个，超期 {missed} 个，无法计算 {unknown} 个。",
            "{n} clocks: {kept} kept, {missed} missed, {unknown} that cannot be computed.")  # fmt: skip
NO_CLOCKS = Text("案卡没有可计算的期限。", "No clock can be computed from the card.")
NO_MEASURES = Text("案卡没有强制措施记录。", "The card has no coercive measures.")
NO_PERSONS = Text("案卡没有涉案人员记录。", "The card has no persons.")
NOT_THERE = Text("数据中没有提供“{table}”。", "“{table}” was not supplied with the data.")
NO_PROBLEM = Text("未发现问题", "No problem found")
NOT_JUDGED = Text("尚未评查", "Not judged yet")
PROBLEMS = Text("发现问题：{said}。", "Problems found: {said}.")
KIND, MODE, REVIEWER, STANDARD, PROPOSED, GRADE, GROUNDS = (
    Text("评查类别", "Kind of review"), Text("评查方式", "Mode"), Text("评查员", "Reviewer"), Text("评查标准", "Standard"),
    Text("拟定等次", "Proposed grade"), Text("评查等次", "Grade"), Text("等次理由", "Grounds"),
)  # fmt: skip
OTHER = Text("其他需要说明的问题", "anything else that should be said")
WORK, EVALUATION, GROUNDS_OPEN = (
    Text("阅卷、听取意见等评查工作情况", "how the review was done: files read, persons heard"),
    Text("对案件质量的总体评价", "the evaluation of the case as a whole"), Text("等次理由", "the grounds of the grade"),
)  # fmt: skip
WIDE = {"day": 1.5}  # days do not break
WHEN, STEP, SAID = Text("时间", "At"), Text("步骤", "Step"), Text("内容", "What was said")
NO_ANSWER = Text("尚无承办人意见。", "The handler has said nothing yet.")
ANSWERS = ("agree", "silence", "object", "hear", "accept", "reject")


def view(review, ask: Ask):
    return notices.empty(NONE_CHOSEN) if review is None else screen(paper(review, ask))


def paper(review, ask: Ask) -> Paper:
    """The report as it stands today; what is not there yet is said to be open. Raises NotFound without a review."""
    if review is None:
        raise NotFound(NONE_CHOSEN)
    row, day = review.row, ask.scope.as_of
    under = UNDER.format(number=row["id"], state=state_label(row["state"]), day=day)
    parts = (_case(review, ask), _limits(review, ask), _measures(review, ask), _problems(review), _answers(review), _grade(review))
    blocks = tuple(block for part in parts for block in part)
    return Paper(str(TITLE), (under,), blocks, FOOT.format(number=row["id"], day=day), f"review-{row['id']}")


def _case(review, ask: Ask) -> Iterator[Block]:
    yield Heading(str(SECTIONS[0]))
    yield Fields((*_card(review, ask), *_about_the_review(review, ask)))
    yield _rows(review, "persons", OF_A_PERSON, "person_no", NO_PERSONS, ask)


def _card(review, ask: Ask) -> Iterator[Filled]:
    """What the card of the case says; a field nobody filled in is left out."""
    head, about = review.file.head, known.of("cases")
    names = tuple(each["name"] for each in review.file.parts.get("persons", []) if each["name"])
    for name in OF_THE_CASE:
        if head[name] is not None:
            said = masking.case_name(head[name], names) if name == "case_name" else values.text(about[name], head[name], ask)
            yield Filled(str(about[name].label), said, _of_case(head))


def _of_case(head: Mapping) -> str:
    row = CASE_ROW.format(no=head["case_no"])
    return row + (FILE_ROW.format(file=head["source_file"], row=head["source_row"]) if head.get("source_row") is not None else "")


def _place(table: str, no: object) -> str:
    """Where a row of the record stands."""
    return ROW.format(label=RELATIONS[table].label, no=no)


def _hit(source: str | None) -> str | None:
    """As a tick keeps it: table and number, then the rule and the day."""
    table, _, rest = (source or "").partition("/")
    if table not in RELATIONS:
        return source
    no, *told = rest.split(" ")
    place = _place(table, no)
    return HIT.format(place=place, rule=told[0], day=told[1]) if len(told) > 1 else place


def _about_the_review(review, ask: Ask) -> Iterator[Filled]:
    row, codes = review.row, catalogue.codes
    said = (
        (KIND, codes("review_kind").get(row["kind"])), (MODE, codes("review_mode").get(row["mode"])),
        (REVIEWER, ask.names.of("prosecutor", row["reviewer"]) if row["reviewer"] else None),
        (STANDARD, review.standard.label if review.standard else None),
    )  # fmt: skip
    return (Filled(str(label), str(value), REVIEW_ROW.format(no=row["id"])) for label, value in said if value)


def _rows(review, table: str, names: tuple[str, ...], key: str, nothing: Text, ask: Ask) -> Grid | Words:
    """Rows of the record with where each stands, or why there are none; columns that nobody filled in are left out."""
    about, rows = known.of(table), review.file.parts.get(table)
    if not rows:
        return Words(str(nothing) if rows is not None else NOT_THERE.format(table=RELATIONS[table].label))
    shown = [name for name in names if any(row[name] is not None for row in rows)]
    told = [[*(values.text(about[name], row[name], ask) for name in shown), row[key]] for row in rows]
    return grid([*(about[name].label for name in shown), NO], told, [*(WIDE.get(about[name].kind, 1) for name in shown), 1], _from(table))


def _from(table: str) -> Text:
    """Said above rows of the record."""
    return FROM_TABLE.filled(label=RELATIONS[table].label)


def _limits(review, ask: Ask) -> Iterator[Block]:
    """Every clock of the case: kept, missed, running, or why nobody can say."""
    yield Heading(str(SECTIONS[1]))
    rows, persons = review.file.parts.get("clocks", []), clocks.names(review.file)
    if not rows:
        yield Words(str(NO_CLOCKS))
        return
    told = [(clocks.of_row(row, persons, ask.scope.as_of), row["clock_no"]) for row in rows]
    late = sum(each.due_on is not None and each.left < 0 for each, _ in told)
    unknown = sum(each.due_on is None for each, _ in told)
    yield Words(KEPT.format(n=len(told), kept=len(told) - late - unknown, missed=late, unknown=unknown))
    yield grid((CLOCK, FROM, DUE, STOPPED, RESULT, NO),
               [(each.name, each.began_on, each.due_on, each.stopped_on, each.says, no) for each, no in told],
               (2.7, 2, 2, 2, 4.3, 1.2), _from("clocks"))  # fmt: skip


def _measures(review, ask: Ask) -> Iterator[Block]:
    yield Heading(str(SECTIONS[2]))
    yield _rows(review, "measures", OF_A_MEASURE, "measure_id", NO_MEASURES, ask)


def _problems(review) -> Iterator[Block]:
    """Dimension by dimension: what was found, that nothing was found, or that it has not been judged."""
    yield Heading(str(SECTIONS[3]))
    yield ToWrite(str(WORK))
    yield Words(PROBLEMS.format(said=points.counted(review)))
    names, severities = catalogue.codes("review_dimension"), catalogue.codes("review_severity")
    told = []
    for key in review.dimensions:
        own = [(point, row) for point, row in review.problems if point.dimension == key]
        told += [(names[key], point.label, severities.get(row["severity"]), row["remark"], _hit(row["hit"])) for point, row in own]
        if not own:
            told.append((names[key], NO_PROBLEM if key in review.judged else NOT_JUDGED, None, None, None))
    yield grid((points.DIMENSION, points.POINT, points.SEVERITY, points.REMARK, SOURCE), told, (2, 4, 1.4, 3, 3))


def _answers(review) -> Iterator[Block]:
    yield Heading(str(SECTIONS[4]))
    labels = {each.key: each.label for each in review_steps.steps()}
    told = [(moment(each["at"]), labels[each["step"]], each["text"]) for each in review.steps if each["step"] in ANSWERS]
    yield grid((WHEN, STEP, SAID), told, (2, 3, 5)) if told else Words(str(NO_ANSWER))


def _grade(review) -> Iterator[Block]:
    row = review.row
    yield Heading(str(SECTIONS[5]))
    told = ((PROPOSED, grade(row["proposed_grade"])), (GRADE, grade(row["grade"])), (GROUNDS, row["grounds"]))
    filled = [Filled(str(label), value, REVIEW_ROW.format(no=row["id"])) for label, value in told if value]
    if filled:
        yield Fields(tuple(filled))
    if not row["grounds"]:
        yield ToWrite(str(GROUNDS_OPEN))
    yield ToWrite(str(EVALUATION))
    yield Heading(str(SECTIONS[6]))
    yield ToWrite(str(OTHER))
