"""The grades of one scale: how many got each, between which bounds the share lies, month by month. A scale stands by itself.

Knows grades compared. Must not know queries.
"""

from collections.abc import Sequence

from dash import html

from components import body, drill, notices, numbers, tables, words
from components.figures.graph import Figure, graph
from components.figures.multiples import Small, multiples
from components.tables import Col
from data import catalogue, chance
from data.ask import Ask
from data.definitions.indicators.base import Indicator
from data.text import Text

NONE_GRADED = Text("统计期内没有按这套标准评定的评查", "No review of the period was graded by this scale")
SAYS = Text("{n} 次评定：{grades}", "{n} graded: {grades}")
FEW = Text("{n} 次评定，次数太少，不显示占比", "{n} graded, too few to show shares")
GRADE, CHANGE = Text("等次", "Grade"), Text("同比", "vs year before")
BOUNDS = Text("95% 区间（精确二项）", "95 % interval (exact binomial)")
NUMBER = Text("次数", "Reviews")
NO_MONTH = Text("各月评定都太少，不显示逐月占比", "Too few were graded in any month to show shares by month")
BARS = Text("逐月占比，竖线为 95% 区间", "Share by month; vertical lines are 95 % intervals")


def graded(graded_by: Indicator, shares: Sequence[Indicator]):
    def view(compared, ask: Ask):
        n = compared.now[graded_by.key].n
        if not n:
            return notices.empty(NONE_GRADED)
        said = words.listed(f"{_short(each)} {numbers.shown(each, compared.now[each.key])}" for each in shares)
        few = all(compared.now[each.key].value is None for each in shares)
        says = (FEW if few else SAYS).format(n=numbers.digits(n), grades=said)
        smalls = [Small(_short(each), each, compared.trend.groups) for each in shares]
        months = html.Div(_months(smalls, f"grades-{graded_by.key}", says, ask))
        inner = html.Div([_table(compared, shares, ask), months], className="grades-parts")
        return body.body(ask, says, inner, tables.of_answer(compared.trend, ask), (graded_by, *shares), "")

    return view


def _months(smalls: Sequence[Small], name: str, says: str, ask: Ask) -> list:
    """The shares month by month, where any month has enough reviews to tell."""
    if not any(group[small.each.key].value is not None for small in smalls for group in small.groups):
        return [html.P(str(NO_MONTH), className="note muted")]
    return [html.P(str(BARS), className="note muted"), graph(with_bounds(multiples(smalls, ask, 2), smalls), name, says)]


def _short(each: Indicator) -> str:
    """The name of the grade itself."""
    return str(catalogue.codes("grade")[each.key.removeprefix("grade_")])


def with_bounds(drawn: Figure, smalls: Sequence[Small]) -> Figure:
    """The same small figures with the bounds of every point."""
    for trace, small in zip(drawn["data"], smalls, strict=True):
        figures = [group[small.each.key] for group in small.groups]
        found = [chance.bounds(figure) for figure in figures]
        up = [each[1] - figure.value if each else 0 for each, figure in zip(found, figures, strict=True)]
        down = [figure.value - each[0] if each else 0 for each, figure in zip(found, figures, strict=True)]
        trace["error_y"] = {"type": "data", "symmetric": False, "array": up, "arrayminus": down, "thickness": 1, "width": 0,
                            "color": trace["line"]["color"]}  # fmt: skip
        trace["cliponaxis"] = True
    return drawn


def _table(compared, shares: Sequence[Indicator], ask: Ask) -> html.Div:
    now = compared.now
    columns = [
        Col(GRADE, _short),
        Col(NUMBER, lambda each: html.A(numbers.digits(now[each.key].numerator or 0), href=drill.behind(ask, each, now)), "number"),
        Col(words.SHARE, lambda each: tables.number(each, now[each.key], drill.behind(ask, each, now), ask), "number"),
        Col(BOUNDS, lambda each: between(each, chance.bounds(now[each.key])), "number"),
        Col(CHANGE, lambda each: _change(each, compared), "number"),
    ]
    return tables.simple(columns, list(shares), str(GRADE))


def between(each: Indicator, bounds: tuple[float, float] | None) -> str:
    return numbers.UNDEFINED if bounds is None else f"{numbers.plain(each, bounds[0])} – {numbers.plain(each, bounds[1])}"


def _change(each: Indicator, compared) -> str:
    found = numbers.change(each, compared.now[each.key], compared.year_before[each.key])
    return numbers.UNDEFINED if found is None else numbers.signed(each, found.difference)
