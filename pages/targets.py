"""目标: the bands an office has set itself for the year, and whether the year will lie in them."""

from components.performance import targets as view
from data.definitions import filters as by
from data.text import Text
from pages import menu
from pages.page import Page, Panel
from queries.performance import targets

page = Page(
    "targets", "/targets", Text("年度目标", "Targets of the year"), group=menu.PERFORMANCE, filters=(by.ORG, by.PERIOD),
    panels=(Panel("targets", Text("目标与预测", "Targets and forecast"), targets.targets, view.targets, width=12),),
)  # fmt: skip
