"""流程标准: what each node of a type of case asks for, the rules that test it, and what they found today."""

from components import standards as views
from components import standardsheets as sheets
from data.definitions import filters as by
from data.text import Text
from pages.menu import PROCESS
from pages.page import Page, Panel
from queries import standards

page = Page(
    "standards", views.PATH, Text("流程标准", "Standards"), group=PROCESS,
    filters=(by.ORG, by.ALL["line"], by.ALL["type"], by.PERIOD, by.ALL["custody"]),
    panels=(
        Panel("matrix", Text("节点标准", "Standards of the nodes"), standards.matrix, views.matrix, width=12, table=sheets.matrix),
        Panel("rules", Text("监控规则", "Monitoring rules"), standards.found, views.rules, width=12, table=sheets.rules),
    ),
)  # fmt: skip
