"""The cases that must be reviewed: how many came under a class, how many of them have been. Declarations.

A case may come under several classes, so its rows are told from its cases: rows add up by class, cases are counted each once.
"""

from data.definitions.counting import On
from data.definitions.indicators.base import Better, count
from data.definitions.indicators.quality import QR17
from data.definitions.relations import CASE, SELECTIONS
from data.text import Text

LISTED = count(
    "mandatory_listed", Text("列入必评（按类别）", "Must be reviewed, by class"),
    Text(
        "统计期内列入必评类别的案件，一案属于几个类别就计几次；列入日为事实成立且案件已办结之日",
        "Cases that came under a class of mandatory review in the period, once for each class; the day is when the fact held and the case "
        "was concluded",
    ),
    SELECTIONS, On("selected_on"), basis=QR17,
)
LISTED_OPEN = LISTED.only(
    "mandatory_listed_open", Text("必评未评（按类别）", "Not yet reviewed, by class"),
    Text("统计期内列入必评、至数据截至日尚未完成评查的", "Came under a class in the period and had not been reviewed by the data day"),
    lambda c: c.reviewed_on.is_(None), better=Better.LESS,
)
LISTED_REVIEWED = LISTED.only(
    "mandatory_listed_reviewed", Text("必评已评（按类别）", "Reviewed, by class"),
    Text("统计期内列入必评、至数据截至日已完成评查的", "Came under a class in the period and had been reviewed by the data day"),
    lambda c: c.reviewed_on.is_not(None),
)
LISTED_RATE = LISTED.share(
    "mandatory_listed_rate", Text("必评完成率（按类别）", "Share reviewed, by class"),
    Text("必评已评 ÷ 列入必评（按类别）；必评案件应百分之百评查", "Reviewed ÷ must be reviewed, by class; all of them should be"),
    lambda c: c.reviewed_on.is_not(None), better=Better.MORE, basis=QR17,
)
CASES = LISTED.distinct(
    "mandatory_cases", Text("必评案件数", "Cases that must be reviewed"),
    Text("统计期内列入任一必评类别的案件，每案只计一次", "Cases that came under any class in the period, each once"),
    "case_no", CASE, basis=QR17,
)
CASES_REVIEWED = LISTED_REVIEWED.distinct(
    "mandatory_cases_reviewed", Text("必评已评案件数", "Mandatory cases reviewed"),
    Text("必评案件中至数据截至日已完成评查的，每案只计一次", "Mandatory cases reviewed by the data day, each once"), "case_no", CASE,
)
CASES_OPEN = LISTED_OPEN.distinct(
    "mandatory_cases_open", Text("必评未评案件数", "Mandatory cases not reviewed"),
    Text("必评案件中至数据截至日尚未完成评查的，每案只计一次", "Mandatory cases not reviewed by the data day, each once"),
    "case_no", CASE, better=Better.LESS,
)

ALL = (LISTED, LISTED_REVIEWED, LISTED_OPEN, LISTED_RATE, CASES, CASES_REVIEWED, CASES_OPEN)
