"""评查: one review of a case: where it stands, what was found, what can be done next."""

from components.casereview import head, points, report
from data.text import Text
from pages.page import Page, Panel
from queries.case_reviews import one
from queries.review_moves import settled

review = settled(one)
page = Page(
    "review", "/review", Text("案件评查", "Review of a case"), menu=False, right="rows",
    panels=(
        Panel("head", Text("评查概况", "The review"), review, head.head, width=12, exports=False),
        Panel("points", Text("评查内容", "What was reviewed"), review, points.points, width=12, exports=False),
        Panel("report", Text("个案评查报告", "Report of the review"), review, report.view, width=12, exports=False, paper=report.paper),
        Panel("steps", Text("办理记录", "Every step"), review, head.steps, width=12, exports=False),
    ),
)  # fmt: skip
