"""评价方案: a scheme of evaluation tried on last year; shut unless an office's settings open it."""

from components.performance import scheme as view
from data.definitions import filters as by
from data.text import Text
from pages import menu
from pages.page import Page, Panel
from queries.performance import frozen, scheme

page = Page(
    "schemes", view.PATH, Text("评价方案试算", "Scheme of evaluation"), group=menu.PERFORMANCE, filters=(by.ORG,),
    panels=(
        Panel("scheme", Text("上年试算", "Tried on last year"), scheme.tried, view.scheme, width=12),
        Panel("branches", Text("监控问题如何计分", "What a finding costs"), scheme.tried, view.branches, width=6, exports=False),
        Panel("frozen", Text("冻结的结果", "Frozen results"), frozen.frozen, view.frozen, width=6, exports=False),
        Panel("points", Text("评价点、来源与核查", "Points with source and check"), scheme.tried, view.points, width=12, exports=False),
    ),
)  # fmt: skip
