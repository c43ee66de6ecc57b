"""The words that gather pages in the menu. A page names its group; a group of one page shows that page itself.

Knows words only. Must not know pages: groups stand where their first page stands in `PAGES`.
"""

from data.text import Text

PROCESS = Text("流程", "Process")
QUALITY = Text("质量", "Quality")
PERFORMANCE = Text("业绩", "Performance")
CASES = Text("案件", "Cases")
DATA = Text("数据", "Data")

ALL = (PROCESS, QUALITY, PERFORMANCE, CASES, DATA)
