"""瓶颈: what sticks, where and since when; nodes by units; where the delay lies; why it changed."""

from components import delays, heat, risk, sticking
from data.ask import Ask
from data.definitions import filters as by
from data.text import Text
from pages.menu import PROCESS
from pages.page import Page, Panel
from queries import decomposition, pareto, stuck
from queries import heat as heats
from queries import risk as risks
from queries import sticking as sticks

PATH = "/bottlenecks"


def found(ask: Ask):
    """What sticks, and where cases lie and do not move."""
    return sticks.search(ask), stuck.search(ask)


NODES = Text("节点 × 单位", "Nodes by units")
page = Page(
    "bottlenecks", PATH, Text("瓶颈", "Bottlenecks"), group=PROCESS,
    filters=(by.ORG, by.ALL["line"], by.ALL["type"], by.PERIOD),
    panels=(
        Panel("sticks", Text("卡在哪里", "What sticks"), found, sticking.view, width=12, exports=False),
        Panel("nodes", NODES, heats.heat, heat.view(PATH), width=12),
        Panel("pareto", Text("超出天数集中在哪些节点", "Where the delay lies"), pareto.pareto, delays.pareto),
        Panel("change", Text("用时变化的原因", "Why handling took more or less"), decomposition.decomposed, delays.waterfall),
        Panel("risk", Text("到期风险", "Deadline risk"), risks.forecasts, risk.view, width=12, exports=False),
    ),
)  # fmt: skip
