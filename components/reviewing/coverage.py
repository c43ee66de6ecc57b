"""The review rate of units, lines and types against its target: met or how many cases short; totals beside parts.

Knows answers with their total. Must not know queries. The target is met by exactly reaching it.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from dash import html

from components import body, drill, notices, numbers, tables, words
from components.cards import target_of
from components.figures.bars import bars as drawn_bars
from components.figures.graph import graph
from components.tables import Col
from data.answer import Answer, Figure, Group
from data.ask import Ask
from data.definitions.indicators.base import Indicator
from data.definitions.relations import REVIEWS
from data.text import Text, locale

SAYS = Text("{name} {value}（{parts}），目标 {target}：{verdict}", "{name} {value} ({parts}), target {target}: {verdict}")
SPREAD = Text("；{n} 个{what}中 {met} 个达标", "; {met} of {n} reach it, by {what}")
MET, SHORT = Text("已达标", "met"), Text("还差 {n} 件", "{n} cases short")
GLANCE = Text(
    "统计期内办结 {concluded} 件，已评查 {reviewed} 件（{rate}）；完成评查 {done} 次{problems}",
    "{concluded} cases concluded, {reviewed} of them reviewed ({rate}); {done} reviews concluded{problems}",
)
WITH_PROBLEMS, TOO_FEW = Text("，其中 {share} 发现问题", ", {share} of them with problems"), Text(
    "，次数太少，不显示问题比例", ", too few for a share with problems",
)
LEADERS = Text(
    "院领导办结 {n} 件，已评查 {reviewed} 件（{rate}），其他案件 {others}；院领导案件的评查中上级评查占 {upper}",
    "{n} cases of leaders concluded, {reviewed} reviewed ({rate}), others {others}; {upper} of the reviews of them came from above",
)
NO_LEADERS = Text("统计期内没有院领导承办的案件办结", "No case of a leader was concluded in the period")
NO_RATE = Text("{name}：没有可计算的案件", "{name}: no cases to compute it from")
AGAINST = Text("对照目标", "Against the target")
TOTAL = Text("合计", "Total")
DISTINCT_SAYS = Text(
    "{parts}；去重计数的合计为全部范围内的不同人，各{what}相加为 {sum}，因有人跨{what}而不相等",
    "{parts}; a total counts each person once, by {what} they would add up to {sum}, some being in several",
)
SAME_SUM = Text("{parts}；合计按人去重", "{parts}; totals count each person once")


def met(figure: Figure, target: float) -> bool:
    return figure.value is not None and figure.value >= target


def short(figure: Figure, target: float) -> int:
    """How many more cases reach the target, reckoned without rounding."""
    return max(ceil(Fraction(str(target)) * int(figure.denominator or 0)) - int(figure.numerator or 0), 0)


def shown(each: Indicator, figure: Figure, target: float) -> str:
    """The rate; with another place, cut off, where rounding would make it look like the target it misses."""
    said = numbers.shown(each, figure)
    if figure.value is None or met(figure, target) or said != numbers.plain(each, target):
        return said
    return f"{floor(figure.value * 10_000) / 100:.2f}%"


def verdict(figure: Figure, target: float) -> str:
    if figure.value is None:
        return numbers.UNDEFINED
    return str(MET) if met(figure, target) else SHORT.format(n=numbers.digits(short(figure, target)))


def glance(rate: Indicator, reviewed: Indicator, problems: Indicator):
    """What the cards say together: how much was concluded and reviewed, and in how many reviews problems were found."""

    def says(compared) -> str:
        there = [each for each in (rate, reviewed, problems) if each in compared.indicators]
        said = {each.key: compared.now[each.key] for each in there}
        if len(said) < 3:
            return words.listed(f"{each.label} {numbers.with_unit(each, said[each.key])}" for each in there)
        return GLANCE.format(
            concluded=numbers.digits(said[rate.key].denominator or 0), reviewed=numbers.digits(said[rate.key].numerator or 0),
            rate=numbers.shown(rate, said[rate.key]), done=numbers.digits(said[reviewed.key].n),
            problems=_problems(problems, said[problems.key]),
        )  # fmt: skip

    return says


def _problems(each: Indicator, figure: Figure) -> str:
    if figure.value is None:
        return str(TOO_FEW) if figure.withheld else ""
    return WITH_PROBLEMS.format(share=numbers.shown(each, figure))


def leaders(path: str, rate: Indicator, upper: Indicator):
    """Leaders' cases beside the others: how many were reviewed, how many by the office above."""

    def view(answer: Answer, ask: Ask):
        if body.is_empty(answer):
            return notices.empty()
        by_code = {group.codes[answer.dimensions[-1].key]: group for group in answer.groups}
        said = html.P(_leaders(by_code.get(True), by_code.get(False), rate, upper), className="headline")
        return html.Div([said, tables.of_answer(answer, ask, path), body.foot(ask, answer.indicators)], className="drawn")

    return view


def _leaders(own: Group | None, others: Group | None, rate: Indicator, upper: Indicator) -> str:
    if own is None:
        return str(NO_LEADERS)
    return LEADERS.format(
        n=numbers.digits(own[rate.key].denominator or 0), reviewed=numbers.digits(own[rate.key].numerator or 0),
        rate=numbers.shown(rate, own[rate.key]), others=numbers.shown(rate, others[rate.key]) if others else numbers.UNDEFINED,
        upper=numbers.shown(upper, own[upper.key]),
    )  # fmt: skip


def coverage(path: str):
    """The first indicator, a rate, as bars against its target; the table holds the verdict too."""

    def view(found, ask: Ask):
        each, answer = found.answer.indicators[0], found.answer
        if body.is_empty(answer):
            return notices.empty()
        if not each.of:  # without reviews the rate is not there, and what is beside it is no rate
            return notices.empty(words.NOT_SUPPLIED.filled(table=REVIEWS.label))
        target = target_of(each, ask) or 0.0
        says = headline(each, found, target)
        figure = graph(drawn_bars(answer, each, ask, path, target), f"coverage-{answer.dimensions[-1].key}", says)
        return body.body(ask, says, figure, table(found, target, ask, path), answer.indicators, "")

    return view


def headline(each: Indicator, found, target: float) -> str:
    figure = found.total[each.key]
    if figure.value is None:
        return NO_RATE.format(name=each.label)
    said = SAYS.format(
        name=each.label, value=shown(each, figure, target), parts=numbers.parts(figure), target=numbers.plain(each, target),
        verdict=verdict(figure, target),
    )  # fmt: skip
    figures = [group[each.key] for group in found.answer.groups if group[each.key].value is not None]
    reached = sum(met(one, target) for one in figures)
    return said + (SPREAD.format(n=len(figures), what=what(found.answer), met=reached) if len(figures) > 1 else "")


def what(answer: Answer) -> str:
    label = str(answer.dimensions[-1].label)
    return label if locale.get() == "zh" else label.lower()


def table(found, target: float, ask: Ask, path: str) -> html.Div:
    """Each part and the whole: the rate with its parts, the verdict, the other figures."""
    answer = found.answer
    first, *others = answer.indicators
    columns = [
        Col(answer.dimensions[-1].label, lambda group: _name(group, answer, ask, path)),
        Col(first.label, lambda group: html.A(shown(first, group[first.key], target), href=_behind(first, group, answer, ask)), "number"),
        Col(AGAINST, lambda group: verdict(group[first.key], target)),
        *(_column(each, answer, ask) for each in others),
    ]
    return tables.simple(columns, [*answer.groups, found.total], str(first.label))


def _column(each: Indicator, answer: Answer, ask: Ask) -> Col:
    return Col(each.label, lambda group: tables.number(each, group[each.key], _behind(each, group, answer, ask), ask), "number")


def _name(group: Group, answer: Answer, ask: Ask, path: str):
    dimension = answer.dimensions[-1]
    if dimension.key not in group.codes:
        return html.Strong(str(TOTAL))
    code = group.codes[dimension.key]
    return html.A(str(ask.names.value(dimension, code)), href=drill.deeper(ask, path, dimension, code))


def _behind(each: Indicator, group: Group, answer: Answer, ask: Ask) -> str:
    return drill.behind(ask, each, group, answer.dimensions if group.codes else ())


def persons(path: str, counted: Sequence[Indicator]):
    """Counts of persons and what falls to each; the total is asked for by itself, not added up."""

    def view(found, ask: Ask):
        answer = found.answer
        if body.is_empty(answer):
            return notices.empty()
        dimension = answer.dimensions[-1]
        columns = [
            Col(dimension.label, lambda group: _name(group, answer, ask, path)),
            *(_column(each, answer, ask) for each in answer.indicators),
        ]
        said = html.P(_persons(found, counted), className="headline")
        listed = tables.simple(columns, [*answer.groups, found.total], str(words.TOTAL))
        return html.Div([said, listed, body.foot(ask, answer.indicators)], className="drawn")

    return view


def _persons(found, counted: Sequence[Indicator]) -> str:
    there = [each for each in counted if each in found.answer.indicators]
    said = words.listed(f"{each.label} {numbers.with_unit(each, found.total[each.key])}" for each in there)
    sums = {each.key: sum(group[each.key].value or 0 for group in found.answer.groups) for each in there}
    more = [each for each in there if sums[each.key] != found.total[each.key].value]
    if not more:
        return SAME_SUM.format(parts=said)
    return DISTINCT_SAYS.format(parts=said, what=what(found.answer), sum=words.listed(numbers.digits(sums[each.key]) for each in more))
