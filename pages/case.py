"""个案: everything the record holds about one case."""

from components import casefile, compared
from components.casereview.ofcase import of_case as reviews_of_case
from components.duties import duties
from components.ledger import ledger
from components.planning import classes
from components.way import way
from data.definitions import recorded
from data.text import Text
from pages.page import Page, Panel
from queries.case_reviews import on_case
from queries.casefile import one_case
from queries.compared import of_case as beside
from queries.mandatory import of_case as why
from queries.review_moves import settled
from queries.way import of_case

page = Page(
    "case", "/case", Text("个案", "Case"), menu=False, opens=recorded.CASE, right="rows",
    panels=(
        Panel("head", Text("案件概况", "Summary"), one_case, casefile.head, width=12, exports=False),
        Panel("panorama", Text("全景", "Panorama"), one_case, casefile.panorama, width=12, exports=False),
        Panel("duties", Text("应办事项与规则提示", "What is due, and what rules say"), one_case, duties, width=12, exports=False),
        Panel("ledger", Text("期限明细账", "Clock ledger"), one_case, ledger, width=12, exports=False),
        Panel("way", Text("办案路径与同类对照", "The way of the case, and the usual one"), of_case, way, width=12, exports=False),
        Panel("persons", Text("涉案人员", "Persons"), one_case, casefile.part("persons"), width=12, exports=False),
        Panel("measures", Text("强制措施", "Coercive measures"), one_case, casefile.part("measures"), exports=False),
        Panel("allocations", Text("分案", "Allocations"), one_case, casefile.part("allocations"), exports=False),
        Panel("events", Text("节点事件", "Events"), one_case, casefile.part("events"), width=12, exports=False),
        Panel("documents", Text("文书", "Documents"), one_case, casefile.part("documents"), width=12, exports=False),
        Panel("quality", Text("质量评查与流程监控", "Reviews and monitoring"), one_case,
              casefile.part("reviews", "review_findings", "findings"), width=12, exports=False),
        Panel("mandatory", Text("为何评查", "Why it must be reviewed"), why, classes.of_case, width=12, exports=False),
        Panel("reviews", Text("评查办理", "Reviews under way"), settled(on_case), reviews_of_case, width=12, exports=False),
        Panel("compared", Text("三书比对", "The three documents"), beside, compared.of_case, width=12, exports=False),
        Panel("links", Text("关联案件", "Linked cases"), one_case, casefile.linked, width=12, exports=False),
        Panel("others", Text("辩护、财物、公开、卷宗", "Defence, property, disclosure, dossiers"), one_case,
              casefile.part("defence", "properties", "disclosures", "dossiers"), exports=False),
        Panel("issues", Text("数据问题", "Data issues"), one_case, casefile.issues, exports=False),
    ),
)  # fmt: skip
