"""评价方案: a scheme of evaluation tried on last year; shut unless an office's settings open it."""

from components.performance import scheme as view
from components.performance.scheme import when_open
from data.definitions import filters as by
from data.text import Text
from pages import menu
from pages.page import Page, Panel
from queries.performance import frozen
from queries.performance.scheme import shown

page = Page(
    "schemes", view.PATH, view.TITLE, group=menu.PERFORMANCE, filters=(by.ORG,), menu=False, right=view.RIGHT,
    panels=(
        Panel("scheme", Text("上年试算", "Tried on last year"), shown, when_open(view.scheme), width=12),
        Panel("branches", Text("监控问题如何计分", "What a finding costs"), shown, when_open(view.branches), width=6, exports=False),
        Panel("frozen", Text("冻结的结果", "Frozen results"), frozen.frozen, when_open(view.frozen), width=6, exports=False),
        Panel("points", Text("评价点、来源与核查", "Points with source and check"), shown, when_open(view.points), width=12, exports=False),
    ),
)  # fmt: skip
