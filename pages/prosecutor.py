"""检察官业绩档案: the facts of one prosecutor with their sources, three years back, beside a distribution that names nobody.

What the person says of a figure stands beside it. The whole can be taken away, marked with who took it.
"""

from collections.abc import Callable

from components.performance import comments, file, filepaper, records
from data.ask import Ask
from data.definitions import filters as by
from data.definitions import recorded
from data.text import Text
from pages import menu
from pages.page import Page, Panel
from queries.performance import people, record, workload
from queries.performance.comments import beside
from queries.performance.whole import whole

PATH = "/prosecutor"


def _part(name: str, title: Text, query: Callable[[Ask], object], width: int, view: Callable | None = None) -> Panel:
    """A part of the file with what the person says of it."""
    return Panel(name, title, beside(name, query), comments.beside(view or getattr(file, name)), width=width, exports=False)


page = Page(
    "prosecutor", PATH, Text("检察官业绩档案", "Prosecutor's file"), group=menu.PERFORMANCE, opens=recorded.PERSON,
    filters=(by.ORG, by.PERIOD),
    panels=(
        Panel("head", Text("基本情况", "About"), people.person_or_units, file.head_or_choice, width=12, exports=False),
        _part("load", Text("工作量", "Workload"), workload.load, 7),
        _part("besides", Text("与同类人员对照", "Beside the like"), workload.besides, 5),
        _part("years", Text("近三年", "Three years"), workload.years, 12),
        _part("kinds", Text("各类案件与权重", "Types of cases and weights"), workload.kinds, 7),
        _part("decisions", Text("决定层级", "Levels of decision"), record.decided, 5),
        _part("reviews", Text("质量评查", "Quality reviews"), record.reviewed, 12, records.reviews),
        _part("findings", Text("流程监控问题", "Monitoring findings"), record.found, 12, records.findings),
        Panel("whole", Text("整份档案", "The whole file"), whole, filepaper.view, width=12, exports=False, paper=filepaper.paper),
    ),
)  # fmt: skip
