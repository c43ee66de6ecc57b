"""评查计划: which cases must be reviewed, what a plan would choose, and who would review what."""

from components.planning import classes
from data.definitions import filters as by
from data.text import Text
from pages.menu import QUALITY
from pages.page import Page, Panel
from queries import mandatory

page = Page(
    "plans", "/plans", Text("评查计划", "Review plans"), group=QUALITY,
    filters=(by.ORG, by.ALL["line"], by.ALL["type"], by.PERIOD),
    panels=(
        Panel("mandatory", Text("必评案件", "What must be reviewed"), mandatory.classes, classes.classes, width=12, table=classes.sheet),
    ),
)  # fmt: skip
