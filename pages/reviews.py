"""评查办理: reviews under way: whose turn it is, which are overdue, where they all stand, by which standards."""

from components.casereview import lists
from data.ask import Ask
from data.definitions import filters as by
from data.text import Text
from pages.menu import QUALITY
from pages.page import Page, Panel
from queries import case_reviews, review_standards
from queries.review_moves import settled


def standing(ask: Ask):
    return case_reviews.counted(ask), case_reviews.overridden(ask)


LATEST = Text("最近登记的在前，至多列 {n} 项", "The latest first, at most {n}").filled(n=case_reviews.SHOWN)
page = Page(
    "underway", "/reviews", Text("评查办理", "Reviews under way"), filters=(by.ORG, by.ALL["line"], by.ALL["type"]), group=QUALITY,
    right="rows",
    panels=(
        Panel("mine", Text("等待我办理", "Waiting for me"), settled(case_reviews.mine), lists.mine, width=12, exports=False),
        Panel("overdue", Text("逾期步骤", "Overdue steps"), settled(case_reviews.overdue), lists.overdue, width=12, exports=False),
        Panel("standing", Text("各状态", "Where reviews stand"), settled(standing), lists.standing, width=5, exports=False),
        Panel("standards", Text("评查标准", "Standards of review"), review_standards.known, lists.standards, width=7, exports=False),
        Panel("all", Text("全部评查", "All reviews"), settled(case_reviews.listed), lists.every, width=12, note=LATEST, exports=False),
    ),
)  # fmt: skip
