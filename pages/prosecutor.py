"""检察官业绩档案: the facts of one prosecutor with their sources, three years back, beside a distribution that names nobody."""

from components.performance import file
from data.definitions import filters as by
from data.definitions import recorded
from data.text import Text
from pages.page import Page, Panel
from queries.performance import people, record, workload

PATH = "/prosecutor"
page = Page(
    "prosecutor", PATH, Text("检察官业绩档案", "Prosecutor's file"), menu=False, opens=recorded.PERSON,
    filters=(by.ORG, by.PERIOD),
    panels=(
        Panel("head", Text("基本情况", "About"), people.person, file.when_chosen(file.head), width=12, exports=False),
        Panel("load", Text("工作量", "Workload"), workload.load, file.when_chosen(file.load), width=7, exports=False),
        Panel("besides", Text("与同类人员对照", "Beside the like"), workload.besides, file.when_chosen(file.besides), width=5,
              exports=False),
        Panel("years", Text("近三年", "Three years"), workload.years, file.when_chosen(file.years), width=12, exports=False),
        Panel("kinds", Text("各类案件与权重",
                            "Types of cases and weights"), workload.kinds, file.when_chosen(file.kinds), width=7, exports=False),
        Panel("decisions", Text("决定层级",
                                "Levels of decision"), record.decided, file.when_chosen(file.decisions), width=5, exports=False),
        Panel("reviews", Text("质量评查", "Quality reviews"), record.reviewed, file.when_chosen(file.reviews), width=12, exports=False),
        Panel("findings", Text("流程监控问题",
                               "Monitoring findings"), record.found, file.when_chosen(file.findings), width=12, exports=False),
    ),
)  # fmt: skip
