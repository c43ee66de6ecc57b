"""The unit in force among those most like it: its rate and theirs with exact bounds, and how far each is apart.

Knows likes as they are handed in. Must not know queries.
"""

from dash import html

from components import body, notices, numbers, tables
from components.comparison import units as rows
from components.figures.graph import graph
from components.figures.whiskers import Whisker, whiskers
from components.tables import Col
from data.ask import Ask
from data.text import Text

CHOOSE = Text("选定一个单位（在比较层级上），这里列出与它最相近的单位",
              "Choose a unit of the level compared: those most like it are shown here")
SAYS = Text("{name} {value}；规模和构成最相近的 {n} 个单位在 {low} 至 {high} 之间，{apart}",
            "{name} {value}; the {n} units most like it in size and mix lie from {low} to {high}, {apart}")  # fmt: skip
NONE_APART = Text("与它的差别都可能是偶然", "each difference may be chance")
APART = Text("其中 {n} 个与它的差别超出偶然（区间不重叠）", "{n} of them apart by more than chance (intervals do not meet)")
NOTE = Text("距离 = √（规模差² + 构成差²）：规模差为分母相差的翻倍数，构成差以 10 个百分点为 1。与地域无关。横线为 95% 精确区间。",
            "Distance = √(size² + mix²): size in doublings of the base, mix in tens of percentage points; geography takes no "
            "part. Lines are exact 95 % intervals.")  # fmt: skip
SIZE, MIX, DISTANCE = Text("规模差（翻倍）", "Size, doublings"), Text("构成差", "Mix"), Text("距离", "Distance")
ALONE = Text("没有样本足够的相近单位", "No unit like it has enough to be shown")


def peers(found, ask: Ask):
    if found is None:
        return notices.empty(CHOOSE)
    if found.own is None or not found.peers:
        return notices.empty(ALONE)
    whole, alike = found.compared, [unit for _, unit in found.peers]
    apart = sum(_apart(unit, found.own) for unit in alike)
    says = SAYS.format(
        name=ask.names.value(whole.level, found.own.code), value=rows.rate(whole, found.own.raw, ask), n=len(alike),
        low=rows.rate(whole, min(unit.raw for unit in alike), ask), high=rows.rate(whole, max(unit.raw for unit in alike), ask),
        apart=APART.format(n=apart) if apart else NONE_APART,
    )  # fmt: skip
    drawn = whiskers([_row(found.own, whole, ask, strong=True), *(_row(unit, whole, ask) for unit in alike)],
                     percent=whole.indicator.percent, line=whole.target * whole.indicator.factor(ask.period))  # fmt: skip
    columns = [
        Col(whole.level.label, lambda pair: _named(pair[1], whole, ask)),
        Col(SIZE, lambda pair: numbers.digits(pair[0].size, 2), "number"), Col(MIX, lambda pair: f"{pair[0].mix:.1%}", "number"),
        Col(DISTANCE, lambda pair: numbers.digits(pair[0].distance, 2), "number"),
        Col(rows.RAW, lambda pair: rows.rate(whole, pair[1].raw, ask), "number"),
        Col(rows.ADJUSTED, lambda pair: rows.rate(whole, pair[1].adjusted, ask), "number"),
    ]  # fmt: skip
    return body.noted(ask, says, graph(drawn, "peers", says), tables.simple(columns, found.peers, str(DISTANCE)), (whole.indicator,), NOTE)


def _named(unit, found, ask: Ask) -> html.A:
    return html.A(str(ask.names.value(found.level, unit.code)), href=rows.deeper(unit, found, ask))


def _apart(one, own) -> bool:
    return one.raw_low > own.raw_high or one.raw_high < own.raw_low


def _row(unit, found, ask: Ask, strong: bool = False) -> Whisker:
    factor = found.indicator.factor(ask.period)
    name, value = str(ask.names.value(found.level, unit.code)), rows.rate(found, unit.raw, ask)
    said = f"{value}　{numbers.digits(unit.observed)} / {numbers.digits(unit.base)}"
    bounds = unit.raw_low * factor, unit.raw_high * factor
    hover = f"<b>{name}</b><br>{found.indicator.label} {value}"
    return Whisker(name, unit.raw * factor, *bounds, said, hover, rows.behind(unit, found, ask), strong=strong)
