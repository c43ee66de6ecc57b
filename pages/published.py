"""已发布的统计期: what was reported, what is known now, and the cases that make the difference."""

from components.performance import published as view
from data.definitions import filters as by
from data.text import Text
from pages import menu
from pages.page import Page, Panel
from queries.performance import published

page = Page(
    "published", view.PATH, Text("已发布的统计期", "Periods published"), group=menu.PERFORMANCE, filters=(by.ORG, by.PERIOD),
    panels=(
        Panel("shelf", Text("发布记录", "Published"), published.shelf, view.shelf, width=12, exports=False),
        Panel("opened", Text("发布时与现在所知", "As reported and as known now"), published.shelf, view.opened, width=12),
    ),
)  # fmt: skip
