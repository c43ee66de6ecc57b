"""What the panels of review results write into a file where an answer by groups would leave something out: totals, estimates.

Knows the answers as they are handed in. Must not know file formats.
"""

from components.reviewing.reliance import NAMES, WHOLE, verdict
from data.answer import Figure, Head, Table
from data.ask import Ask
from data.definitions.dimensions import ITEM, REVIEWER
from data.definitions.indicators.base import Indicator
from data.text import Text

REMARK, CASES, TIMES = Text("说明", "Remark"), Text("件数", "Cases"), Text("条数", "Entries")
OVER, UNDER = Text("{name}：分子", "{name}: numerator"), Text("{name}：分母", "{name}: denominator")


def with_total(found, ask: Ask) -> Table:
    """Every part and the whole; rates with both parts."""
    dimension = found.answer.dimensions[-1]
    heads = [Head(dimension.label), *(head for each in found.answer.indicators for head in _heads(each))]
    rows = []
    for group in (*found.answer.groups, found.total):
        name = ask.names.value(dimension, group.codes[dimension.key]) if group.codes else WHOLE
        rows.append((name, *(cell for each in found.answer.indicators for cell in _cells(each, group[each.key]))))
    return Table(tuple(heads), tuple(rows))


def _heads(each: Indicator) -> list[Head]:
    kind = "percent" if each.percent else "count" if each.counts else "decimal"
    parts = [Head(text.filled(name=each.label), "count") for text in (OVER, UNDER)] if each.of else []
    return [Head(each.label, kind), *parts]


def _cells(each: Indicator, figure: Figure) -> tuple:
    return (figure.value, figure.numerator, figure.denominator) if each.of else (figure.value,)


def estimate(found, ask: Ask) -> Table:
    dimension = found.answer.dimensions[-1]
    heads = [Head(dimension.label), *(Head(each.label, "percent") for each in found.indicators), Head(NAMES["drawn"], "count")]
    middle = found.indicators[1]
    rows = []
    for group in (found.whole, *found.answer.groups):
        code = group.codes[dimension.key]
        name = WHOLE if code is None else ask.names.value(dimension, code)
        rows.append((name, *(group[each.key].value for each in found.indicators), group[middle.key].n))
    return Table(tuple(heads), tuple(rows))


def manners(found, ask: Ask) -> Table:
    kinds = {"n": "count", "below": "count", "expected": "decimal", "ratio": "decimal", "low": "decimal", "high": "decimal", "said": "text"}
    heads = (Head(REVIEWER.label), *(Head(NAMES[name], kind) for name, kind in kinds.items()))
    rows = [
        (ask.names.value(REVIEWER, one.reviewer), one.n, one.below, one.expected, one.ratio, one.low, one.high, verdict(one))
        for one in found.found
    ]
    return Table(heads, tuple(rows))


def remarks(rows, ask: Ask) -> Table:
    heads = (Head(ITEM.label), Head(REMARK), Head(CASES, "count"), Head(TIMES, "count"))
    return Table(heads, tuple((ask.names.value(ITEM, row["item"]), row["remark"], row["cases"], row["n"]) for row in rows))
