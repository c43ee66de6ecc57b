"""What became of persons from arrest to judgment, read together: refused and later charged, arrested and not prosecuted. Declarations.

A rate over persons of one stage has a counterpart at the next, so that nothing is gained by moving cases to where nobody counts.
"""

import sqlalchemy as sa

from data import catalogue
from data.catalogue import measures
from data.definitions.counting import On
from data.definitions.indicators.base import PERCENT, Better, count
from data.definitions.indicators.persons import (
    ARREST_DECIDED,
    INDICATORS_2020,
    INDICTED,
    NONPROS,
    PERSONS_ACCEPTED,
    PERSONS_DECIDED,
    PROSECUTION_DECIDED,
)
from data.definitions.relations import PERSONS
from data.text import Text

TO_CONFIRM = Text("口径待本院确认", "to be confirmed by the office")
PROSECUTION_TYPES = catalogue.types_of("prosecution")
JUVENILE_TYPES = tuple(code for code in PROSECUTION_TYPES if catalogue.case_types()[code].line == catalogue.JUVENILE_LINE)
PUBLISHED = Text("公开数据口径，经样例核算一致", "as published; recomputed from a published example")


def _outcome(*codes: str):
    return lambda c: c.outcome.in_(codes)


def _arrested(c):
    return c.coercive == "arrested"


PERSONS_CONCLUDED = count(
    "persons_concluded", Text("办结人数", "Persons concluded"),
    Text("所涉案件办结日期在统计期内的人员", "Persons of the cases concluded in the period"),
    PERSONS, On("concluded_on"), better=Better.MORE,
)
CLEARANCE_PERSONS = PERSONS_CONCLUDED.per(
    "clearance_persons", Text("结收比（人）", "Clearance rate, persons"),
    Text("统计期内办结人数 ÷ 统计期内受理人数", "Persons concluded in the period ÷ persons accepted in it"),
    PERSONS_ACCEPTED, PERCENT, better=Better.MORE, counterpart="clearance", basis=TO_CONFIRM,
)
NOT_ARRESTED = ARREST_DECIDED.only(
    "not_arrested", Text("不捕人数", "Persons refused arrest"),
    Text("统计期内不批准（不予决定）逮捕的人员", "Persons whose arrest was refused in the period"), _outcome("not_arrested"),
)
RECONSIDERED = PERSONS_ACCEPTED.only(
    "persons_reconsidered", Text("不捕复议复核人数", "Refusals of arrest reconsidered"),
    Text("统计期内受理的不批准逮捕复议、复核案件所涉人员", "Persons of the reconsiderations and re-examinations accepted in the period"),
    measures.among("reconsidered_arrest", "type_code", "accepted_on"),
)
RECONSIDERED_ARREST = RECONSIDERED.per(
    "reconsidered_arrest", Text("不捕复议复核率", "Refusals of arrest reconsidered, rate"),
    Text("不捕复议、复核受理人数 ÷ 不捕人数", "Persons of reconsiderations and re-examinations accepted ÷ persons refused arrest"),
    NOT_ARRESTED, PERCENT, better=Better.LESS, counterpart="non_arrest", basis=INDICATORS_2020,
)
ARRESTED_DECIDED = PROSECUTION_DECIDED.only(
    "arrested_decided", Text("捕后审结人数", "Arrested persons decided"),
    Text(
        "统计期内审查起诉审结、强制措施为逮捕的人员（以审查起诉案件所记强制措施为准）",
        "Persons decided in prosecution review whose recorded measure is arrest",
    ),
    _arrested,
)
ARREST_NONPROS = ARRESTED_DECIDED.share(
    "arrest_nonpros", Text("捕后不诉率", "Arrested and not prosecuted"),
    Text("捕后不起诉人数 ÷ 捕后审结人数", "Arrested persons not prosecuted ÷ arrested persons decided"),
    _outcome(*NONPROS), better=Better.LESS, counterpart="non_arrest", basis=INDICATORS_2020,
)
JUDGED = count(
    "judged", Text("一审判决人数", "Persons judged"),
    Text("统计期内有一审判决且记有宣告刑的人员", "Persons judged in the period whose sentence is recorded"),
    PERSONS, On("judged_on"), lambda c: c.sentence.is_not(None),
)
ARRESTED_JUDGED = JUDGED.only(
    "arrested_judged", Text("捕后判决人数", "Arrested persons judged"),
    Text("统计期内一审判决、强制措施为逮捕的人员", "Persons judged in the period whose recorded measure is arrest"), _arrested,
)
ARREST_LIGHT = ARRESTED_JUDGED.share(
    "arrest_light", Text("捕后轻刑率", "Arrested and lightly sentenced"),
    Text(
        "捕后判处轻刑（参数 light_sentences）人数 ÷ 捕后判决人数；源数据未记缓刑，缓刑不在分子",
        "Arrested persons given a light sentence (parameter light_sentences) ÷ arrested persons judged; suspension is not in the records",
    ),
    measures.among("arrest_light", "sentence", "judged_on"), better=Better.LESS, counterpart="non_arrest", basis=INDICATORS_2020,
)
ACQUITTAL = JUDGED.share(
    "acquittal", Text("无罪率", "Acquittal rate"),
    Text("判决无罪人数 ÷ 一审判决人数（未区分是否生效）", "Persons acquitted ÷ persons judged (in force or not)"),
    lambda c: c.sentence == "acquitted", better=Better.LESS, counterpart="non_prosecution", basis=INDICATORS_2020,
)
PROSECUTION_ACCEPTED = PERSONS_ACCEPTED.only(
    "prosecution_accepted", Text("审查起诉受理人数", "Persons accepted, prosecution review"),
    Text("统计期内受理的审查起诉案件所涉人员", "Persons of the prosecution reviews accepted in the period"),
    lambda c: c.type_code.in_(PROSECUTION_TYPES),
)
CUSTODY_AT_CHARGE = PROSECUTION_ACCEPTED.share(
    "custody_at_charge", Text("诉前羁押率", "In custody when accepted"),
    Text("审查起诉受理时在押人数 ÷ 审查起诉受理人数", "Persons in custody on the day of acceptance ÷ persons accepted, prosecution review"),
    lambda c: sa.and_(c.detained_on <= c.accepted_on, sa.or_(c.released_on.is_(None), c.released_on > c.accepted_on)),
    better=Better.LESS, counterpart="arrest_nonpros", basis=TO_CONFIRM,
)
PERSONS_RETURNED = count(
    "persons_returned", Text("退查人数", "Persons returned"),
    Text("统计期内第一次退回补充侦查（调查）的人员", "Persons first returned for supplementary investigation in the period"),
    PERSONS, On("returned1_on"), better=Better.LESS,
)
RETURN_RATE_PERSONS = PERSONS_RETURNED.per(
    "return_rate_persons", Text("退查率（人）", "Return rate, persons"),
    Text("退查人数 ÷ 审查起诉受理人数（有的单位公布的口径）",
         "Persons returned ÷ persons accepted, prosecution review (as some offices publish)"),
    PROSECUTION_ACCEPTED, PERCENT, better=Better.LESS, counterpart="nonpros_insufficient", basis=PUBLISHED,
)
INDICTMENT = PROSECUTION_DECIDED.share(
    "indictment", Text("起诉率", "Indictment rate"),
    Text("起诉人数 ÷（起诉 + 不起诉）人数，不含附条件不起诉", "Indicted ÷ (indicted + not prosecuted), conditional non-prosecution apart"),
    _outcome("indicted"), counterpart="acquittal", basis=PUBLISHED,
)
RECONSIDERED_NONPROS_PERSONS = PERSONS_ACCEPTED.only(
    "persons_reconsidered_nonpros", Text("不诉复议复核人数", "Non-prosecutions reconsidered"),
    Text("统计期内受理的不起诉复议、复核案件所涉人员", "Persons of the reconsiderations of non-prosecutions accepted in the period"),
    measures.among("reconsidered_nonpros", "type_code", "accepted_on"),
)
NOT_PROSECUTED = PROSECUTION_DECIDED.only(
    "not_prosecuted", Text("不诉人数", "Persons not prosecuted"),
    Text("统计期内决定不起诉的人员，不含附条件不起诉", "Persons not prosecuted in the period, conditional non-prosecution apart"),
    _outcome(*NONPROS),
)
RECONSIDERED_NONPROS = RECONSIDERED_NONPROS_PERSONS.per(
    "reconsidered_nonpros", Text("不诉复议复核率", "Non-prosecutions reconsidered, rate"),
    Text("不诉复议、复核受理人数 ÷ 不诉人数", "Persons of reconsiderations accepted ÷ persons not prosecuted"),
    NOT_PROSECUTED, PERCENT, better=Better.LESS, counterpart="non_prosecution", basis=INDICATORS_2020,
)
WITHDRAWN = count(
    "persons_withdrawn", Text("撤回起诉人数", "Prosecutions withdrawn, persons"),
    Text("统计期内撤回起诉的人员", "Persons whose prosecution was withdrawn in the period"),
    PERSONS, On("withdrawn_on"), better=Better.LESS,
)
WITHDRAWAL_RATE = WITHDRAWN.per(
    "withdrawal_rate", Text("撤回起诉率", "Withdrawal rate"),
    Text("撤回起诉人数 ÷ 起诉人数", "Persons whose prosecution was withdrawn ÷ persons indicted"),
    INDICTED, PERCENT, better=Better.LESS, counterpart="non_prosecution", basis=INDICATORS_2020,
)
JUVENILES = PERSONS_DECIDED.only(
    "juveniles_decided", Text("未成年人审结人数", "Juveniles decided"),
    Text("统计期内审结（起诉、不起诉、附条件不起诉）的未成年人审查起诉案件人员",
         "Persons of juvenile prosecution reviews indicted, not prosecuted or conditionally not prosecuted in the period"),
    lambda c: sa.and_(c.type_code.in_(JUVENILE_TYPES), c.outcome.in_(("indicted", *NONPROS, "nonpros_conditional"))),
)
CONDITIONAL_RATE = JUVENILES.share(
    "conditional_rate", Text("附条件不诉率", "Conditional non-prosecution rate"),
    Text("附条件不起诉人数 ÷ 未成年人审结人数", "Persons conditionally not prosecuted ÷ juveniles decided"),
    _outcome("nonpros_conditional"), better=Better.MORE, basis=TO_CONFIRM,
)

ALL = (
    PERSONS_CONCLUDED, CLEARANCE_PERSONS, NOT_ARRESTED, RECONSIDERED, RECONSIDERED_ARREST, ARRESTED_DECIDED, ARREST_NONPROS, JUDGED,
    ARRESTED_JUDGED, ARREST_LIGHT, ACQUITTAL, PROSECUTION_ACCEPTED, CUSTODY_AT_CHARGE, PERSONS_RETURNED, RETURN_RATE_PERSONS, INDICTMENT,
    RECONSIDERED_NONPROS_PERSONS, NOT_PROSECUTED, RECONSIDERED_NONPROS, WITHDRAWN, WITHDRAWAL_RATE, JUVENILES, CONDITIONAL_RATE,
)
