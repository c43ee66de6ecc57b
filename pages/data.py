"""数据质量: what was read, what was taken, what was set aside and why."""

from components import quality
from data.ask import Ask
from data.text import Text
from pages.menu import DATA
from pages.page import Page, Panel
from queries import imports


def issues(ask: Ask):
    return imports.issues(ask, quality.SIZE)


page = Page(
    "data", quality.PATH, Text("数据质量", "Data quality"), group=DATA, right="quality",
    panels=(
        Panel("files", Text("导入文件", "Files read"), imports.files, quality.files, width=12, exports=False),
        Panel("reasons", Text("搁置与标记的原因", "Why rows were set aside or flagged"), imports.reasons, quality.reasons,
              width=12, exports=False),
        Panel("issues", Text("问题明细", "The rows behind"), issues, quality.issues, width=12, exports=False, right="rows"),
        Panel("tables", Text("数据表提供情况", "Tables supplied"), imports.tables, quality.supplied, width=12, exports=False),
    ),
)  # fmt: skip
