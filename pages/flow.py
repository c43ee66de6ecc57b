"""案件流程: how cases of one type go from act to act, which routes they take, where they wait and who holds them."""

from components.process import view
from data.definitions import filters as by
from data.text import Text
from pages.page import Page, Panel
from queries import process

page = Page(
    "flow", view.PATH, Text("案件流程", "Flow"),
    filters=(by.ORG, by.ALL["line"], by.ALL["type"], by.PERIOD, by.ALL["custody"]),
    panels=(
        Panel("map", Text("流程图", "Process map"), process.process, view.view, width=12, exports=False),
    ),
)  # fmt: skip
