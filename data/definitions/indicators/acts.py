"""What was done in cases beyond their path: supplements of one's own, appeals, protests, orders to the police, replies in time.

Counted by the recorded act, so the list behind a number is the acts. Declarations.
"""

from data import catalogue
from data.catalogue import measures
from data.definitions.counting import On
from data.definitions.indicators.base import PERCENT, Better, Indicator, count
from data.definitions.indicators.clocks import CPL_105, OVERDUE
from data.definitions.indicators.deadlines import OPEN
from data.definitions.indicators.flow import ACCEPTED, CONCLUDED
from data.definitions.indicators.outcomes import TO_CONFIRM
from data.definitions.indicators.persons import CONCLUDED_PROSECUTION, INDICATORS_2020
from data.definitions.indicators.process import STEPS
from data.definitions.indicators.quality import FOUND, R19_665
from data.definitions.relations import CLOCKS
from data.text import Text

PER_HUNDRED, PER_CASE = Text("次/百件", "per 100 cases"), Text("次/件", "per case")
ITEMS_PER_HUNDRED = Text("项/百件", "items per 100 cases")
R19_163 = Text("《人民检察院刑事诉讼规则》第一百六十三条", "Rules of Criminal Procedure of the Procuratorates, art. 163")
PIL_21 = Text("公益诉讼司法解释第二十一条", "Interpretation on public-interest litigation, art. 21")


def _hundred(_) -> float:
    return 100.0


def _act(key: str, label: Text, *nodes: str, **more) -> Indicator:
    names = [catalogue.codes("node")[node] for node in nodes]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return STEPS.only(
        key, label, Text(f"统计期内发生的节点：{zh}（作废的除外）", f"Acts of the period: {en} (voided ones left out)"),
        lambda c: c.activity.in_(nodes), **more,
    )  # fmt: skip


OWN_SUPPLEMENTS = _act("own_supplements", Text("自行补充侦查次数", "Own supplementary investigations"), "own_supplement")
OWN_SUPPLEMENT_RATE = OWN_SUPPLEMENTS.per(
    "own_supplement_rate", Text("自行补充侦查率", "Own supplementary investigation, rate"),
    Text("自行补充侦查次数 ÷ 审查起诉办结数 × 100", "Own supplementary investigations ÷ prosecution reviews concluded × 100"),
    CONCLUDED_PROSECUTION, PER_HUNDRED, factor=_hundred, better=Better.MORE, counterpart="return_rate", basis=INDICATORS_2020,
)
JUDGMENTS = _act("judgments", Text("一审判决次数", "First-instance judgments"), "judgment")
APPEALS = _act("appeals", Text("被告人上诉次数", "Appeals by defendants"), "appealed", better=Better.LESS)
APPEAL_RATE = APPEALS.per(
    "appeal_rate", Text("上诉率（案）", "Appeal rate, by case"),
    Text("被告人上诉次数 ÷ 一审判决次数", "Appeals ÷ first-instance judgments"), JUDGMENTS, PERCENT, better=Better.LESS,
    counterpart="plea", basis=TO_CONFIRM,
)
PROTESTS = _act("protests", Text("二审抗诉次数", "Protests lodged"), "protest")
PROTEST_RATE = PROTESTS.per(
    "protest_rate", Text("抗诉率", "Protest rate"),
    Text("提出二审抗诉次数 ÷ 一审判决次数", "Protests lodged ÷ first-instance judgments"), JUDGMENTS, PERCENT,
    counterpart="appeal_rate", basis=INDICATORS_2020,
)
FILINGS_ORDERED = _act("filings_ordered", Text("监督立案次数", "Filings demanded"), "ask_reason", "notify_filing", better=Better.MORE)
CORRECTIONS = _act("corrections", Text("纠正违法通知次数", "Correction notices"), "correction_notice", better=Better.MORE)
ACTIVITIES = STEPS.only(
    "case_activities", Text("衍生业务活动数", "Activities caused by cases"),
    Text("统计期内发生的、列入案-件比的业务活动（参数 activities）",
         "Acts of the period that count in the case-to-activity ratio (parameter activities)"),
    measures.among("activities_per_case", "activity", "occurred_on"), better=Better.LESS,
)
PROSECUTIONS_ACCEPTED = ACCEPTED.only(
    "accepted_prosecution", Text("审查起诉受理数", "Prosecution reviews accepted"),
    Text("统计期内受理的审查起诉案件", "Prosecution-review cases accepted in the period"), lambda c: c.family == "prosecution",
)
ACTIVITIES_PER_CASE = ACTIVITIES.per(
    "activities_per_case", Text("案-件比（每案衍生活动）", "Case-to-activity ratio (activities per case)"),
    Text("列入清单的业务活动数 ÷ 审查起诉受理数；案-件比即 1 :（1 + 本值）",
         "Activities of the list ÷ prosecution reviews accepted; the case-to-activity ratio is 1 : (1 + this)"),
    PROSECUTIONS_ACCEPTED, PER_CASE, better=Better.LESS, counterpart="non_prosecution", basis=INDICATORS_2020,
)  # fmt: skip
OVERDUE_RATE = OVERDUE.per(
    "overdue_rate", Text("超期率", "Overdue rate"),
    Text("超期未办的本院期限 ÷ 有到期日的在办期限（均为统计期末）",
         "The office's own limits overdue ÷ its open limits with a due day (both at the end of the period)"),
    OPEN, PERCENT, within=True, better=Better.LESS, counterpart="return_rate", basis=CPL_105,
)  # fmt: skip


def _due(key: str, limit: str, label: Text, **more) -> Indicator:
    """Runs of one limit that fell due in the period: what is not due yet is in nobody's denominator."""
    return count(
        key, label, Text(f"到期日在统计期内的该项期限（{label.zh}）", f"Runs of this limit whose due day lies in the period ({label.en})"),
        CLOCKS, On("due_on"), lambda c: c.limit_code == limit, **more,
    )  # fmt: skip


def _kept(key: str, of: Indicator, label: Text, meaning: Text, **more) -> Indicator:
    return of.share(key, label, meaning, lambda c: c.ended_on <= c.due_on, better=Better.MORE, **more)


LETTERS_DUE = _due("letters_due", "procedural_reply", Text("应程序性回复数", "Procedural replies due"))
LETTERS_REPLIED = _kept(
    "letters_replied", LETTERS_DUE, Text("七日程序回复率", "Letters replied to within seven days"),
    Text("七日内作出程序性回复 ÷ 应程序性回复数（未到期的不计）",
         "Procedural replies within seven days ÷ those due (not yet due: not counted)"),
    counterpart="letters_answered", basis=R19_163,
)
ANSWERS_DUE = _due("answers_due", "letters", Text("应实体答复数", "Answers in substance due"))
LETTERS_ANSWERED = _kept(
    "letters_answered", ANSWERS_DUE, Text("三个月答复率", "Letters answered within three months"),
    Text("三个月内实体答复 ÷ 应实体答复数（未到期的不计）", "Answers within three months ÷ those due (not yet due: not counted)"),
    counterpart="letters_replied", basis=R19_163,
)
ADVICE_DUE = _due("advice_due", "advice_reply", Text("应回复检察建议数", "Replies to proposals due"))
ADVICE_ANSWERED = _kept(
    "advice_answered", ADVICE_DUE, Text("检察建议期内回复率", "Proposals answered in time"),
    Text("期限内回复的公益诉讼检察建议 ÷ 回复期已届满的检察建议",
         "Public-interest proposals answered in time ÷ those whose time to reply has ended"),
    basis=PIL_21,
)
FINDINGS_PER_100 = FOUND.per(
    "findings_per_100", Text("每百件监控问题数", "Findings per 100 cases"),
    Text("流程监控问题数 ÷ 办结数 × 100", "Process-monitoring findings ÷ cases concluded × 100"), CONCLUDED, ITEMS_PER_HUNDRED,
    factor=_hundred, counterpart="findings_corrected", basis=R19_665,
)
FINDINGS_CORRECTED = FOUND.share(
    "findings_corrected", Text("监控整改率", "Findings corrected"),
    Text("已纠正的问题 ÷ 统计期内发现的问题", "Findings corrected ÷ findings of the period"),
    lambda c: c.reply == "corrected", better=Better.MORE, counterpart="findings_per_100", basis=R19_665,
)
FINDINGS_OWN = FOUND.share(
    "findings_own", Text("自查率", "Found by the office itself"),
    Text("本院自行发现的问题 ÷ 统计期内发现的问题", "Findings made by the office itself ÷ findings of the period"),
    lambda c: c.source_level == "own", better=Better.MORE, counterpart="findings_per_100", basis=TO_CONFIRM,
)

ALL = (
    OWN_SUPPLEMENTS, OWN_SUPPLEMENT_RATE, JUDGMENTS, APPEALS, APPEAL_RATE, PROTESTS, PROTEST_RATE, FILINGS_ORDERED, CORRECTIONS,
    ACTIVITIES, PROSECUTIONS_ACCEPTED, ACTIVITIES_PER_CASE, OVERDUE_RATE, LETTERS_DUE, LETTERS_REPLIED, ANSWERS_DUE, LETTERS_ANSWERED,
    ADVICE_DUE, ADVICE_ANSWERED, FINDINGS_PER_100, FINDINGS_CORRECTED, FINDINGS_OWN,
)  # fmt: skip
