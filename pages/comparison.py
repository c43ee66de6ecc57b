"""业绩对比: an indicator against its own past, then units among their like with limits, then as a table; never as a ranking."""

from components.comparison import causes, chart, choose, funnel, peers, units
from data.definitions import filters as by
from data.text import Text
from pages import menu
from pages.page import Page, Panel
from queries.fair import compare, offered, trends

PATH = choose.PATH
FAIR = Text("先看自身走势，再看同类单位的界限，最后看表；界限内的高低多为偶然",
            "Own trend first, then limits among the like, then the table: within limits high and low are mostly chance")

page = Page(
    "comparison", PATH, Text("业绩对比", "Comparison"),
    filters=(by.ORG, by.ALL["line"], by.ALL["type"], by.PERIOD),
    group=menu.PERFORMANCE,
    panels=(
        Panel("chosen", Text("比较什么", "What is compared"), offered.offered, choose.choose, width=12, exports=False, note=FAIR),
        Panel("trend", Text("自身走势", "Own trend"), trends.trend, chart.chart),
        Panel("counterpart", Text("对照指标", "Its counterpart"), trends.counterpart, chart.counterpart, exports=False),
        Panel("raw", Text("同类单位：原始值", "Like units: raw"), compare.compared, funnel.raw),
        Panel("adjusted", Text("同类单位：按案件构成调整后", "Like units: adjusted for case mix"), compare.compared, funnel.adjusted),
        Panel("units", Text("各单位", "Units"), compare.by_unit, units.units, width=12),
        Panel("mix", Text("案件构成与差额", "Case mix, and what makes the gap"), compare.compared, causes.mix, width=7, exports=False),
        Panel("change", Text("一年来变化的原因", "Why it changed in a year"), trends.change, causes.change, width=5),
        Panel("peers", Text("最相近的单位", "Most like units"), compare.likes, peers.peers, width=12),
    ),
)  # fmt: skip
