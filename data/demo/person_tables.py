"""The persons of a case and what was done to them, in the national system's own tables.

Knows table and column names and how each column is written. Must not know how values came about.
"""

import numpy as np
import pyarrow as pa

from data.demo import columns as col
from data.demo import persons as who
from data.demo import verdicts
from data.demo.days import AS_OF, NEVER
from data.demo.mandatory import dropped_on
from data.demo.portion import Portion
from data.demo.tables import CHARGE_WORDS
from data.demo.vocabulary import OUTCOME, TYPE, labels

PROCEDURE_CODE = {OUTCOME["indicted"]: "0322110101000", OUTCOME["nonpros_statutory"]: "0322110102010"}
PROCEDURE_CODE |= {OUTCOME["nonpros_discretionary"]: "0322110102020", OUTCOME["nonpros_insufficient"]: "0322110102030"}


def basics(portion: Portion) -> pa.Table:
    """TYYW_GG_XYRJBXX."""
    each = portion.persons
    return col.table(
        len(each.case),
        BMSAH=portion.number.take(pa.array(each.case)),
        XYRBH=portion.person_number,
        XM=portion.person_name,
        XB_MC=col.picked(("女", "男"), each.male.astype(np.int8)),
        ZASNL=col.whole(each.age),
        ZJHM=col.glue("DEMO", col.padded(each.identity, 14)),
        SFWDW=col.flag(each.unit),
        JYQSRQ=col.day(each.since),
        JYJZRQ=col.day(each.until),
    )


def arrested(portion: Portion) -> pa.Table:
    """TYYW_ZJ_FZXYR."""
    each, cases_ = portion.persons, portion.cases
    at = np.flatnonzero(np.isin(cases_.type[each.case], [TYPE["0201"], TYPE["1701"]]))
    done = cases_.decided[each.case[at]] <= AS_OF
    executed = np.where(each.outcome[at] == OUTCOME["arrested"], cases_.executed[each.case[at]], NEVER)
    return col.table(
        len(at),
        BMSAH=portion.number.take(pa.array(each.case[at])),
        XYRBH=portion.person_number.take(pa.array(at)),
        SXAY_AYMC=col.picked(CHARGE_WORDS, each.charge[at]),
        SJQQZCS_MC=col.picked(labels("coercive"), each.coercive[at]),
        SJCLJG_MC=col.only(col.picked(labels("outcome"), each.outcome[at]), done),
        BBQX_MC=col.only(col.picked(labels("refusal_reason"), each.refusal[at]), done),
        SJRQ=col.day(cases_.decided[each.case[at]]),
        SCDB_ZXRQ=col.day(executed),
        BHCARQ=col.day(dropped_on(portion)[at]),
    )


def prosecuted(portion: Portion) -> pa.Table:
    """TYYW_GS_XYRQK."""
    each, cases_ = portion.persons, portion.cases
    at = np.flatnonzero(np.isin(cases_.type[each.case], [TYPE["0301"], TYPE["1722"]]))
    case = each.case[at]
    done = cases_.decided[case] <= AS_OF
    codes = pa.array([PROCEDURE_CODE.get(code) for code in range(len(OUTCOME))])
    return col.table(
        len(at),
        BMSAH=portion.number.take(pa.array(case)),
        XYRBH=portion.person_number.take(pa.array(at)),
        YS_AYMC=col.picked(CHARGE_WORDS, each.charge[at]),
        SJQQZCS_MC=col.picked(labels("coercive"), each.coercive[at]),
        SJCLQK_DM=col.only(col.picked(codes, each.outcome[at]), done),
        SJCLQK_MC=col.only(col.picked(labels("outcome"), each.outcome[at]), done),
        SJRQ=col.day(cases_.decided[case]),
        TQGSRQ=col.day(each.indicted[at]),
        YCTCRQ=col.day(cases_.return1[case]),
        ECTCRQ=col.day(cases_.return2[case]),
        JCJGSFSYRZRF=col.only(col.flag(each.plea[at]), done),
        YYSPJRQ=col.day(each.judged[at]),
        YSXGX_MC=col.picked(labels("sentence"), each.sentence[at]),
        YSXGXXQ=col.whole(each.months[at]),
        CHQSRQ=col.day(np.where(each.indicted[at] <= AS_OF, cases_.withdrawn[case], NEVER)),
        **verdicts.columns(portion, at),
    )


def measures(portion: Portion) -> pa.Table:
    """TYYW_GG_QZCSQK."""
    each = who.measures(portion.persons, portion.cases)
    row, ended = each["row"], each["ended"]
    case = portion.persons.case[row]
    held = np.isin(each["what"], [labels("coercive").index(word) for word in ("拘留", "逮捕", "留置")])
    over = ended <= AS_OF
    return col.table(
        len(row),
        BMSAH=portion.number.take(pa.array(case)),
        QZCSBH=col.whole(col.numbers(portion.at, 2, len(row))),
        XYRBH=portion.person_number.take(pa.array(row)),
        QZCS_MC=col.picked(labels("coercive"), each["what"]),
        QZCSCQRQ=col.day(each["began"]),
        QZCSFDJZRQ=col.day(each["legal"], col.FAR),
        QZCSJCRQ=col.day(ended),
        QZCSBGQK_MC=col.picked(("释放", "变更为取保候审", "变更为逮捕"), np.where(over, row % 3, -1)),
        PZJG=col.picked(("公安机关", "人民检察院", "人民法院"), np.where(held, each["what"] % 2, 0)),
        JYCS=col.picked(("第一看守所", "第二看守所", "看守所"), np.where(held, portion.cases.office[case] % 3, -1)),
    )
