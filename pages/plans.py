"""评查计划: which cases must be reviewed, what a plan would choose and tell, and who would review what."""

from components.planning import allocation, classes, plan, saved
from data.definitions import filters as by
from data.text import Text
from pages.menu import QUALITY
from pages.page import Page, Panel
from queries import mandatory, places
from queries.planning.plan import plan as drawn
from queries.planning.saved import shelf
from queries.planning.trial import trial


def parts(ask):
    """The plan, and the level of units just below the one in force."""
    return drawn(ask), places.org_child(ask)


page = Page(
    "plans", "/plans", Text("评查计划", "Review plans"), group=QUALITY,
    filters=(by.ORG, by.ALL["line"], by.ALL["type"], by.PERIOD),
    panels=(
        Panel("plan", Text("计划预览", "Plan"), drawn, plan.plan, width=12, exports=False),
        Panel("parts", Text("各单位", "By unit"), parts, plan.parts, width=12, table=plan.parts_sheet),
        Panel("cases", Text("拟评查案件", "Cases to review"), drawn, plan.cases, width=12, table=plan.cases_sheet, right="rows"),
        Panel("allocation", Text("分配预览", "Allocation"), trial, allocation.trial, width=12, table=allocation.sheet, right="plan"),
        Panel("saved", Text("已保存的计划", "Plans kept"), shelf, saved.shelf, width=12, table=saved.sheet, right="rows"),
        Panel("mandatory", Text("必评案件", "What must be reviewed"), mandatory.classes, classes.classes, width=12, table=classes.sheet),
    ),
)  # fmt: skip
