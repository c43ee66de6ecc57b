"""What each panel says in one sentence: what a leader should have understood five seconds after looking at it.

Written down so that a panel can be held to it: its headline, generated from the data, must answer this. It stands in the reference
of the pages. Knows pages and panels by name. Must not know how anything is drawn.
"""

from data.text import Text

Sentences = dict[str, Text]

OVERVIEW: Sentences = {
    "cards": Text("收了多少、结了多少、还剩多少，与去年比如何", "How many came, were concluded and remain, against last year"),
    "trend": Text("所选指标逐月怎样走，与上年同月差多少", "How the chosen indicator went month by month, against the year before"),
    "changes": Text("与去年比，哪里的变化不是偶然", "What moved beyond chance against last year, and where"),
    "places": Text("所选指标在各单位各是多少", "How much of the chosen indicator falls to each unit"),
    "lines": Text("所选指标在各条线、各类别各是多少", "How much falls to each line or type"),
    "stock": Text("未结案件是哪一年的、超期没有、压了多久", "How old what is pending is, and how much of it is overdue"),
    "persons": Text("涉案人员受理、审结、在押多少，捕诉如何",
                    "How many persons came, were decided and are in custody; arrests and indictments"),
    "types": Text("各类案件的收、结、存与用时", "Volumes and days of each type"),
}
FLOW: Sentences = {
    "map": Text("案件依次经过哪些环节，哪一段最费时", "Through which acts cases go, and which stretch takes longest"),
    "routes": Text("多数案件走哪几条路，各用多少天", "By which few routes most cases go, and how many days each takes"),
    "rework": Text("多少案件退查、延长，多用多少天", "How many cases were returned or extended, and what that cost in days"),
    "holders": Text("案件的时间花在谁手里，本院占多少", "In whose hands the days pass, and how much is ours"),
    "stages": Text("同一批人从提捕到审判，在哪一步减少", "Of the same persons from arrest to judgment, where they are lost"),
    "taken": Text("走了这一步的是哪些人、哪些案件", "Who took this step, in which cases"),
    "additional": Text("一案多出几件，其中多少可以避免", "How many further items a case causes, and how many could be avoided"),
    "control": Text("收、结、存是否还在平常的波动之内", "Whether arrivals, closures and stock stay within their usual range"),
    "cumulative": Text("哪一环节的在办量在变厚", "In which stage work piles up"),
}
BOTTLENECKS: Sentences = {
    "sticks": Text("哪个单位的哪个节点明显慢于同类", "Which node of which unit is clearly slower than elsewhere"),
    "nodes": Text("各节点在各单位停留多久，谁不寻常", "How long cases stay at each node in each unit, and what is unusual"),
    "pareto": Text("多出来的天数集中在哪几个节点", "In which few nodes the surplus days lie"),
    "change": Text("用时变了多少：案件多了，还是每步慢了", "By how much days changed: more cases, or slower steps"),
    "risk": Text("下月预计有多少期限会超，在哪些部门", "How many limits are expected to be missed next month, and where"),
}
DEADLINES: Sentences = {
    "month": Text("今后五周每天到期多少，多少不能再延", "How many limits end each day of the next weeks, and how many are final"),
    "cards": Text("近期到期和已超期各多少，与去年比如何", "How many are due soon and overdue, against last year"),
    "coming": Text("最先到期和超期最久的是哪些案件", "Which cases are due first, and which have been overdue for longest"),
    "nodes": Text("到期和超期的案件停在哪个节点", "At which node the due and overdue ones stand"),
    "units": Text("到期和超期在哪个单位、哪个人", "Which unit and who has them"),
    "late": Text("办得晚的多少，到现在还没办的多少", "How many were done late, how many are late and still open"),
    "warned": Text("超期的事先提示过没有", "Whether those that ran over had been warned"),
    "patterns": Text("哪些时间规律值得问一问", "Which patterns in time are worth a question"),
}
BACKLOG: Sentences = {
    "cards": Text("还有多少没办结，多少久挂，多少办结未完成", "How much is pending, long pending, concluded but not completed"),
    "ages": Text("未结案件压了多久", "How long the pending cases have waited"),
    "nodes": Text("未结案件停在哪个节点", "At which node they wait"),
    "long": Text("压得最久的是哪几件", "Which cases have waited for longest"),
    "queues": Text("各单位手上多少件，按现在速度多少天清完", "What each unit has in hand, and how many days it would take to clear"),
}
STANDARDS: Sentences = {
    "matrix": Text("这类案件每个节点要求什么，今天哪里没做到", "What each node of a type requires, and where it is not met today"),
    "rules": Text("六十条规则哪些在查，查出多少", "Which rules run, and what they have found"),
}
QUALITY: Sentences = {
    "cards": Text("评查了多少、比例够不够、发现多少问题", "How many were reviewed, whether that is enough, how many had problems"),
    "units": Text("哪些单位评查比例没到目标", "Which units are below the target rate of review"),
    "lines": Text("哪些条线评查比例没到目标", "Which lines are below the target rate"),
    "grades_scale_2017": Text("按2017年标准各等次占多少", "The share of each grade by the scale of 2017"),
    "grades_scale_2026": Text("按2026年标准各等次占多少", "The share of each grade by the scale of 2026"),
    "kinds": Text("评查是哪几类", "Which kinds of review there were"),
    "modes": Text("评查由谁来做：本级、上级还是交叉", "Who reviewed: the office, the one above, or another"),
    "problems": Text("最常见的问题是什么", "Which problems are most frequent"),
    "severity": Text("问题出在哪一方面，有多重", "In which respect problems lie, and how grave they are"),
    "heat": Text("哪个单位的哪个问题不寻常地多", "Which problem is unusually frequent in which unit"),
    "points": Text("哪个单位在哪个评查要点上失分多", "At which points of review which unit fails often"),
    "several": Text("哪些问题不止一个条线有", "Which problems several lines share"),
    "remarks": Text("“其他”里写的是什么", "What is written under “other”"),
    "estimate": Text("推及全部案件，合格率大约多少", "What share of all cases is about qualified"),
    "agreement": Text("两人评同一案，等次是否一致", "Whether two reviewers of one case agree"),
    "missed": Text("自查漏掉了多少上级查出的问题", "How much of what others found the self-check had missed"),
    "manners": Text("哪位评查员明显偏宽或偏严", "Which reviewer is clearly milder or stricter"),
    "edge": Text("等次在边缘上的评定有多少", "How many gradings were at the edge"),
    "others": Text("各单位多少案件由别的院评查", "How many cases of each unit others reviewed"),
    "reviewing": Text("各单位替别的院评查了多少", "How many cases of others each unit reviewed"),
    "leaders": Text("院领导的案件评查得够不够", "Whether leaders' own cases are reviewed enough"),
    "followed": Text("查出的问题整改了没有", "Whether what was found has been put right"),
    "desk": Text("本系统里办理的评查进行到哪一步", "How far the reviews kept in this system have come"),
    "persons": Text("多少人被评查、多少人在评查", "How many were reviewed, and how many review"),
}
PLANS: Sentences = {
    "plan": Text("这个计划要评查多少件，能估到多准", "How many cases this plan takes, and how precise its estimate will be"),
    "parts": Text("各单位分到多少", "How many fall to each unit"),
    "cases": Text("选了哪些案件，为什么", "Which cases were chosen, and why"),
    "allocation": Text("谁来评哪件，负担匀不匀", "Who reviews what, and whether loads are even"),
    "saved": Text("保存过哪些计划", "Which plans were kept"),
    "mandatory": Text("必须评查的有多少，评了多少", "How many must be reviewed, and how many have been"),
}
REVIEWS: Sentences = {
    "mine": Text("哪些评查在等我", "Which reviews wait for me"),
    "overdue": Text("哪些评查步骤过期了", "Which steps of reviews are overdue"),
    "standing": Text("评查各在哪一步", "At which step reviews stand"),
    "standards": Text("按哪些标准评查", "By which standards reviews are made"),
    "all": Text("登记了哪些评查", "Which reviews are on record"),
}
THREE_DOCUMENTS: Sentences = {
    "standing": Text("三书应比对多少人，比对了多少", "How many persons' three documents are due to be compared, and how many have been"),
    "waiting": Text("接下来该比对谁", "Who comes next"),
    "ledger": Text("比对出了什么，责任在谁", "What comparisons found, and whose error it was"),
}
COMPARISON: Sentences = {
    "chosen": Text("比的是什么，口径定了没有", "What is compared, and whether its formula is settled"),
    "trend": Text("和自己的过去比，近来有没有不寻常的月份", "Against its own past: was any month unusual"),
    "counterpart": Text("对照指标同时有没有反常", "Whether the counterpart is unusual at the same time"),
    "raw": Text("和同类单位比，谁的高低不是偶然", "Among like units: whose rate is high or low beyond chance"),
    "adjusted": Text("扣除案件构成后，差别还在不在", "Whether the difference remains once the mix of cases is allowed for"),
    "units": Text("每个单位的数、期望和区间各是多少", "Of each unit: figure, expected, interval"),
    "mix": Text("差额来自哪类案件", "From which cases the gap comes"),
    "change": Text("一年来的变化是构成变了还是做法变了", "Whether the change in a year comes from the mix or from the rates"),
    "peers": Text("和最相近的几家比，差别大不大", "How it stands against the few units most like it"),
}
DEPARTMENT: Sentences = {
    "glance": Text("这里收了多少、结了多少、质量如何", "How much came and was concluded here, and how well"),
    "departments": Text("各部门的量、时、质各如何", "Volume, time and quality of each department"),
    "turns": Text("多少案件是轮案分的，在变多还是变少", "What share is allotted by rotation, and whether it grows"),
    "by_hand": Text("手动分案都是为什么，有没有批准", "Why cases were allotted by hand, and whether that was approved"),
    "members": Text("轮案匀不匀，谁多谁少", "Whether turns are even, and who had more or fewer"),
    "replayed": Text("照规则重演，与记录一致不一致", "Whether the record is what the rule would have given"),
    "ahead": Text("接下来的案件会轮到谁", "Whose turn comes next"),
    "handed": Text("多少案件换过承办人，有没有批准", "How many cases changed hands, and whether that was approved"),
}
PROSECUTOR: Sentences = {
    "head": Text("这是谁的档案，在哪里任职", "Whose file this is, and in which post"),
    "load": Text("工作量在同类人员中多不多", "How the workload stands among the like"),
    "besides": Text("各项比率在不在同类人员的中间半数里", "Which rates lie within the middle half of the like"),
    "years": Text("三年来办了多少、快慢、守时如何", "Three years: how many, how fast, how punctual"),
    "kinds": Text("办的是哪几类案件，折合多少", "Which types of cases, and what they weigh"),
    "decisions": Text("多少是自己决定的", "How much was decided by the prosecutor"),
    "reviews": Text("哪些案件被评查，结论如何", "Which cases were reviewed, with what result"),
    "findings": Text("流程监控指出过什么", "What process monitoring has pointed out"),
    "whole": Text("整份档案可带走，谁带走有记录", "The whole file can be taken away, on record"),
}
PUBLISHED: Sentences = {
    "shelf": Text("哪些统计期已经发布", "Which periods have been published"),
    "opened": Text("发布时的数和现在的数差在哪些案件", "Which cases make the difference between then and now"),
}
TARGETS: Sentences = {
    "targets": Text("今年能不能达到目标，预计落在哪里", "Whether this year will meet its targets, and where it is expected to end"),
}
ALL: dict[str, Sentences] = {
    "overview": OVERVIEW, "flow": FLOW, "bottlenecks": BOTTLENECKS, "deadlines": DEADLINES, "backlog": BACKLOG, "standards": STANDARDS,
    "quality": QUALITY, "plans": PLANS, "underway": REVIEWS, "threedocuments": THREE_DOCUMENTS, "comparison": COMPARISON,
    "department": DEPARTMENT, "prosecutor": PROSECUTOR, "published": PUBLISHED, "targets": TARGETS,
}  # fmt: skip
