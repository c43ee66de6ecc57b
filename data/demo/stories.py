"""What is planted in the demo for a user to find: where, since when, and how large.

Knows units, days and sizes. The generator reads its numbers here and so do the tests; the same facts are written beside
the extract. Must not know how they are brought about.
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from data.text import Text


@dataclass(frozen=True)
class Story:
    key: str
    said: Text
    unit: str
    since: date
    facts: dict[str, Any] = field(default_factory=dict)

    def written(self) -> dict[str, Any]:
        return {**asdict(self), "since": self.since.isoformat()}


BOTTLENECK = Story(
    "bottleneck",
    Text("襄阳市及所辖各院的审查起诉案件，自2024年3月起卡在“审批”", "Prosecutions in Xiangyang wait for approval since March 2024"),
    "420600",
    date(2024, 3, 1),
    {"from": "submit", "to": "approve", "days_low": 6, "days_high": 13, "elsewhere_at_most": 2},
)
IMPROVING = Story(
    "improving_reviews",
    Text("西陵区院评查中的瑕疵案件逐年减少", "Reviews of the Xiling office find fewer flawed cases every year"),
    "420502",
    date(2020, 12, 1),
    {"flawed_first": 0.46, "flawed_last": 0.07},
)
POLICY = Story(
    "policy",
    Text("荆州市及所辖各院自2023年起不捕率、相对不起诉率明显上升", "In Jingzhou refusals of arrest and non-prosecutions jump from 2023 on"),
    "421000",
    date(2023, 1, 1),
    {"refused_added": 0.24, "nonpros_added": 0.16},
)
MERGED = Story(
    "merged_department",
    Text(
        "武昌区院第二检察部2023年7月1日并入第一检察部", "In the Wuchang office the second department merged into the first on 1 July 2023"
    ),
    "420106",
    date(2023, 7, 1),
    {"department": "0003", "successor": "0002", "last_day": "2023-06-30"},
)
RETURNS = Story(
    "returns_doubled",
    Text(
        "大冶市院的退回补充侦查率自2024年7月起翻倍有余", "Returns for supplementary investigation more than doubled in Daye from July 2024"
    ),
    "420281",
    date(2024, 7, 1),
    {"before": 0.07, "after": 0.19},
)
LONG_PENDING = Story(
    "long_pending",
    Text("大悟县院有一批长期未结的审查起诉案件，停在“送交鉴定”", "In Dawu prosecutions lie pending for long, waiting for an appraisal"),
    "420922",
    date(2024, 1, 1),
    {"node": "appraisal", "accepted_until": "2025-04-30", "share": 0.3, "over_days": 180},
)
MOVED_OFF_HOLIDAYS = Story(
    "moved_off_holidays",
    Text(
        "武昌区院自2023年1月起的在押审查起诉案件，源系统把到期日顺延到了节假日之后，重算到期日更早",
        "In the Wuchang office the source moves due days of cases in custody off holidays since January 2023: recomputed, they are earlier",
    ),
    "420106",
    date(2023, 1, 1),
    {"least": -9, "most": -1},
)
TURNS = Story(
    "turns",
    Text(
        "西陵区院第一检察部的轮案：每件自动轮案分给当日在岗成员中欠分最多的人",
        "In the first department of the Xiling office each case by turn goes to the member in post to whom most is owed",
    ),
    "420502",
    date(2020, 12, 1),
    {
        "department": "0002", "group": "000201", "members": 5, "by_hand": 0.15,
        "rule": "each case adds its weight (weights.csv, by the family of its type), in equal parts, to what the members in post on that "
        "day are owed; who gets it, by turn or by hand, is owed so much less; a case by turn goes to whom most is owed, among equals to "
        "the first code; everybody begins each year at nothing; a break in a posting is leave",
        "leave": [[1, "2024-05-06", "2024-06-14"], [2, "2025-03-10", "2025-04-25"], [4, "2025-08-01", "2025-10-15"]],
    },
)  # fmt: skip
STORIES = (BOTTLENECK, IMPROVING, POLICY, MERGED, RETURNS, LONG_PENDING, MOVED_OFF_HOLIDAYS, TURNS)

# Offices of single stories carry enough cases to be seen in a small demo.
BUSY = {"420502": 0.022, "420281": 0.024, "420922": 0.02, "420106": 0.03}
