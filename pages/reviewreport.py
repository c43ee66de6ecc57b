"""评查报告: the report on the reviews of a period, as it will be printed, with its files."""

from components.reviewing import report
from data.definitions import filters as by
from data.text import Text
from pages.menu import QUALITY
from pages.page import Page, Panel
from queries import review_report

NOTE = Text("数字与“质量评查”页同源；评价由人填写", "Numbers are those of the page on reviews; the evaluation is a person's")
page = Page(
    "reviewreport", "/review-report", Text("评查报告", "Report on reviews"), filters=(by.ORG, by.ALL["line"], by.PERIOD), group=QUALITY,
    right="rows",
    panels=(
        Panel("report", Text("季度、半年、年度报告", "Quarterly, half-year, annual report"), review_report.report, report.view, width=12,
              note=NOTE, exports=False, paper=report.paper),
    ),
)  # fmt: skip
