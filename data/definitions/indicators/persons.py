"""What was decided on persons (unit 人, never added to 件). Declarations."""

import sqlalchemy as sa

from data import engine
from data.definitions.counting import On, OpenOn
from data.definitions.indicators.base import Better, count
from data.definitions.indicators.flow import CONCLUDED
from data.definitions.relations import CASES, PERSONS
from data.text import Text

INDICATORS_2020 = Text(
    "2020年案件质量主要评价指标（2024年10月已取消考核）", "National indicators of 2020 (assessment abolished in October 2024)",
)
NONPROS = ("nonpros_statutory", "nonpros_discretionary", "nonpros_insufficient")
CPL_175 = Text("《刑事诉讼法》第一百七十五条", "Criminal Procedure Law, art. 175")


def _outcome(*codes: str):
    return lambda c: c.outcome.in_(codes)


PERSONS_ACCEPTED = count(
    "persons_accepted", Text("受理人数", "Persons accepted"),
    Text("受理日期在统计期内的案件所涉人员", "Persons of the cases accepted in the period"),
    PERSONS, On("accepted_on"),
)
PERSONS_DECIDED = count(
    "persons_decided", Text("审结人数", "Persons decided"),
    Text("统计期内作出处理决定的人员", "Persons on whom a decision was made in the period"),
    PERSONS, On("decided_on"),
)
PERSONS_IN_CUSTODY = count(
    "persons_in_custody", Text("在押人数", "Persons in custody"),
    Text("统计期末在押、所涉案件已受理且未办结的人员", "In custody at the end of the period, their case accepted and not concluded"),
    PERSONS,
    OpenOn(lambda c: engine.later(c.detained_on, c.accepted_on), lambda c: engine.earlier(c.released_on, c.concluded_on)),
    lambda c: c.detained_on.is_not(None), better=Better.LESS,
)
ARREST_DECIDED = PERSONS_DECIDED.only(
    "arrest_decided", Text("审查逮捕审结人数", "Persons decided, arrest review"),
    Text(
        "统计期内批准（决定）逮捕与不批准（不予决定）逮捕的人员",
        "Persons whose arrest was approved or refused in the period",
    ),
    _outcome("arrested", "not_arrested"),
)
NON_ARREST = ARREST_DECIDED.share(
    "non_arrest", Text("不捕率", "Non-arrest rate"),
    Text("不捕人数 ÷（批捕 + 不捕）人数", "Persons refused arrest ÷ persons decided in arrest review"),
    _outcome("not_arrested"), basis=INDICATORS_2020, counterpart="arrest_nonpros",
)
PROSECUTION_DECIDED = PERSONS_DECIDED.only(
    "prosecution_decided", Text("审查起诉审结人数", "Persons decided, prosecution review"),
    Text(
        "统计期内起诉与不起诉的人员（不含附条件不起诉）",
        "Persons indicted or not prosecuted in the period, conditional non-prosecution apart",
    ),
    _outcome("indicted", *NONPROS),
)
INDICTED = PROSECUTION_DECIDED.only(
    "indicted", Text("起诉人数", "Persons indicted"),
    Text("统计期内决定起诉的人员", "Persons indicted in the period"), _outcome("indicted"),
)
NON_PROSECUTION = PROSECUTION_DECIDED.share(
    "non_prosecution", Text("不诉率", "Non-prosecution rate"),
    Text(
        "不起诉人数 ÷（起诉 + 不起诉）人数，不含附条件不起诉",
        "Not prosecuted ÷ (indicted + not prosecuted), conditional non-prosecution apart",
    ),
    _outcome(*NONPROS), basis=INDICATORS_2020, counterpart="reconsidered_nonpros",
)


def _kind(key: str, code: str, zh: str, en: str, article: Text):
    return PROSECUTION_DECIDED.share(
        key, Text(f"{zh}不诉率", f"Non-prosecution: {en}"),
        Text(f"{zh}不起诉人数 ÷（起诉 + 不起诉）人数", f"Not prosecuted ({en}) ÷ (indicted + not prosecuted)"),
        _outcome(code), basis=Text("《刑事诉讼法》第{article}条", "Criminal Procedure Law, art. {article}").filled(article=article),
    )


STATUTORY = _kind("nonpros_statutory", "nonpros_statutory", "法定", "statutory", Text("一百七十七", "177"))
DISCRETIONARY = _kind("nonpros_discretionary", "nonpros_discretionary", "酌定", "discretionary", Text("一百七十七", "177"))
INSUFFICIENT = _kind("nonpros_insufficient", "nonpros_insufficient", "存疑", "insufficient evidence", Text("一百七十五", "175"))
CONDITIONAL = PERSONS_DECIDED.only(
    "nonpros_conditional", Text("附条件不起诉人数", "Conditional non-prosecution"),
    Text("统计期内决定附条件不起诉的人员", "Persons conditionally not prosecuted in the period"),
    _outcome("nonpros_conditional"), basis=Text("《刑事诉讼法》第二百八十二条", "Criminal Procedure Law, art. 282"),
)
PLEA = PROSECUTION_DECIDED.share(
    "plea", Text("认罪认罚适用率", "Plea-leniency rate"),
    Text("适用认罪认罚人数 ÷ 审查起诉审结人数", "Persons under plea leniency ÷ persons decided in prosecution review"),
    lambda c: sa.and_(c.plea.is_not(None), c.plea), basis=INDICATORS_2020, counterpart="appeal_rate",
)
RETURNED_1 = count(
    "returned_1", Text("一次退查", "First returns"),
    Text("统计期内第一次退回补充侦查（调查）的案件", "Cases first returned for supplementary investigation in the period"),
    CASES, On("returned1_on"), basis=CPL_175, better=Better.LESS,
)
RETURNED_2 = count(
    "returned_2", Text("二次退查", "Second returns"),
    Text("统计期内第二次退回补充侦查（调查）的案件", "Cases returned for the second time in the period"),
    CASES, On("returned2_on"), basis=CPL_175, better=Better.LESS,
)
CONCLUDED_PROSECUTION = CONCLUDED.only(
    "concluded_prosecution", Text("审查起诉办结数", "Prosecution reviews concluded"),
    Text("统计期内办结的审查起诉案件", "Prosecution-review cases concluded in the period"),
    lambda c: c.family == "prosecution",
)
RETURN_RATE = CONCLUDED_PROSECUTION.share(
    "return_rate", Text("退查率", "Return rate"),
    Text("办结的审查起诉案件中曾退回补充侦查的占比", "Prosecution reviews concluded that had been returned ÷ all concluded"),
    lambda c: c.returned1_on.is_not(None), better=Better.LESS, counterpart="nonpros_insufficient", basis=INDICATORS_2020,
)
RETURN_2_RATE = CONCLUDED_PROSECUTION.share(
    "return_2_rate", Text("二次退查率", "Second-return rate"),
    Text("办结的审查起诉案件中曾二次退回的占比", "Prosecution reviews concluded that had been returned twice ÷ all concluded"),
    lambda c: c.returned2_on.is_not(None), better=Better.LESS, counterpart="nonpros_insufficient", basis=INDICATORS_2020,
)
EXTENSION_RATE = CONCLUDED_PROSECUTION.share(
    "extension_rate", Text("延长期限率", "Extension rate"),
    Text("办结的审查起诉案件中曾延长审查起诉期限的占比", "Prosecution reviews concluded whose period had been extended ÷ all concluded"),
    lambda c: c.extended1_on.is_not(None), better=Better.LESS, counterpart="return_rate",
    basis=Text("《刑事诉讼法》第一百七十二条", "Criminal Procedure Law, art. 172"),
)

ALL = (
    PERSONS_ACCEPTED, PERSONS_DECIDED, PERSONS_IN_CUSTODY, ARREST_DECIDED, NON_ARREST, PROSECUTION_DECIDED, INDICTED,
    NON_PROSECUTION, STATUTORY, DISCRETIONARY, INSUFFICIENT, CONDITIONAL, PLEA, RETURNED_1, RETURNED_2,
    CONCLUDED_PROSECUTION, RETURN_RATE, RETURN_2_RATE, EXTENSION_RATE,
)
