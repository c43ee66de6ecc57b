"""Problems ranked, in how many cases each; what reviewers wrote to those no item names; what self-checks had not seen.

Knows problems as they are handed in. Must not know queries. Problems are ranked here, persons and offices nowhere.
"""

from dash import html

from components import body, drill, notices, numbers, tables, words
from components.figures.bars import bars as drawn_bars
from components.figures.graph import graph
from components.tables import Col
from data.answer import Answer, Group
from data.ask import Ask
from data.definitions.dimensions import ITEM, REVIEW_DIMENSION
from data.definitions.indicators.quality import REVIEW_FINDINGS_COUNT
from data.definitions.indicators.reviews import AFTER_CHECK, MISSED, PROBLEM_CASES
from data.text import Text

SAYS = Text(
    "{reviews} 次评查记有 {n} 种问题；最多的是“{first}”，见于 {cases} 件；前三种占 {share}",
    "{reviews} reviews recorded {n} kinds of problems; the most frequent is “{first}”, in {cases} cases; the first three make {share}",
)
LINES, RANK, CASES = Text("涉及条线", "Lines"), Text("位次", "Place"), Text("案件数", "Cases")
REMARK, TIMES, CASES_WITH = Text("说明", "Remark"), Text("条数", "Entries"), Text("件数", "Cases")
REMARKS_SAY = Text("“其他”问题记有 {n} 种说明，见于 {cases} 条", "Problems under “other” have {n} different remarks, in {cases} entries")
NO_REMARKS = Text("统计期内的“其他”问题没有说明文字", "No problem of the period under “other” has a remark")
MISSED_SAYS = Text(
    "部门自查过的案件，其后评查发现 {n} 个问题，其中 {missed} 个自查没有记（{share}）",
    "In cases their department had checked, reviews found {n} problems, of which the check had not noted {missed} ({share})",
)
MOST = 15


def ranked(found, ask: Ask):
    answer = found.answer
    if body.is_empty(answer):
        return notices.empty()
    first = Answer(answer.groups[:MOST], answer.indicators, (ITEM,))
    drawn = drawn_bars(first, PROBLEM_CASES, ask, None)
    inner = graph(drawn, "problems-ranked", _ranked_says(found, ask))
    return body.body(ask, _ranked_says(found, ask), inner, _ranked_table(found, ask), answer.indicators, "")


def _ranked_says(found, ask: Ask) -> str:
    groups = found.answer.groups
    numbers_ = [group[PROBLEM_CASES.key].value or 0 for group in groups]
    return SAYS.format(
        reviews=numbers.digits(found.reviews), n=len(groups), first=ask.names.value(ITEM, groups[0].codes[ITEM.key]),
        cases=numbers.digits(numbers_[0]), share=f"{sum(numbers_[:3]) / (sum(numbers_) or 1) * 100:.0f}%",
    )  # fmt: skip


def _ranked_table(found, ask: Ask) -> html.Div:
    answer = found.answer
    places = {id(group): place for place, group in enumerate(answer.groups, 1)}
    columns = [
        Col(RANK, lambda group: str(places[id(group)]), "number"),
        Col(REVIEW_DIMENSION.label, lambda group: str(ask.names.value(REVIEW_DIMENSION, group.codes[REVIEW_DIMENSION.key]))),
        Col(ITEM.label, lambda group: _to_remarks(group, ask)),
        *(_number(each, answer, ask) for each in answer.indicators),
        Col(LINES, lambda group: str(found.lines.get(group.codes[ITEM.key], 0)), "number"),
    ]
    return tables.simple(columns, answer.groups, str(ITEM.label))


def _to_remarks(group: Group, ask: Ask) -> html.A:
    """The item leads to every record of it, with what was remarked."""
    texts = drill.of_group(ask, (REVIEW_DIMENSION, ITEM), group)
    return html.A(str(ask.names.value(ITEM, group.codes[ITEM.key])), href=ask.behind(REVIEW_FINDINGS_COUNT, **texts))


def _number(each, answer: Answer, ask: Ask) -> Col:
    def cell(group: Group):
        return tables.number(each, group[each.key], drill.behind(ask, each, group, answer.dimensions), ask)

    return Col(each.label, cell, "number")


def remarks(rows, ask: Ask):
    """Remark by remark; a number leads to its records, and they to their cases."""
    if not rows:
        return notices.empty(NO_REMARKS)
    said = REMARKS_SAY.format(n=len(rows), cases=numbers.digits(sum(row["n"] for row in rows)))
    columns = [
        Col(ITEM.label, lambda row: str(ask.names.value(ITEM, row["item"]))),
        Col(REMARK, lambda row: html.A(row["remark"], href=_of_remark(row, ask))),
        Col(CASES_WITH, lambda row: numbers.digits(row["cases"]), "number"),
        Col(TIMES, lambda row: html.A(numbers.digits(row["n"]), href=_of_remark(row, ask)), "number"),
    ]
    foot = body.foot(ask, (REVIEW_FINDINGS_COUNT,))
    return html.Div([html.P(said, className="headline"), tables.simple(columns, rows, str(REMARK)), foot], className="drawn")


def _of_remark(row, ask: Ask) -> str:
    text = str(row["remark"]).replace("%", "%25").replace(";", "%3B")
    item = {} if row["item"] is None else {"item": row["item"]}
    return ask.behind(REVIEW_FINDINGS_COUNT, where=f"remark:equals:{text}", **item)


def missed(answer: Answer, ask: Ask):
    """Of the problems found in self-checked cases, which the check had not noted."""
    if body.is_empty(answer):
        return notices.empty()
    found = sum(group[AFTER_CHECK.key].value or 0 for group in answer.groups)
    unseen = sum(group[MISSED.key].numerator or 0 for group in answer.groups)
    share = f"{unseen / found * 100:.1f}%" if found else numbers.UNDEFINED
    said = MISSED_SAYS.format(n=numbers.digits(found), missed=numbers.digits(unseen), share=share)
    listed = tables.of_answer(answer, ask, "/list/review_findings")
    return html.Div([html.P(said, className="headline"), listed, body.foot(ask, answer.indicators)], className="drawn")


def elsewhere(found, ask: Ask):
    """A table whose links lead on from the question that was asked for it."""
    if body.is_empty(found.answer):
        return notices.empty()
    each = found.answer.indicators[0]
    total = sum(group[each.key].value or 0 for group in found.answer.groups)
    said = words.about(each.label, f"{numbers.digits(total)} {each.unit}")
    listed = tables.of_answer(found.answer, found.asked, "/list/reviews")
    return html.Div([html.P(said, className="headline"), listed, body.foot(ask, found.answer.indicators)], className="drawn")
