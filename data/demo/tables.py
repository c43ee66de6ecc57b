"""The case, its events and its links in the national system's own tables.

Knows table and column names and how each column is written. Must not know how values came about.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data import catalogue
from data.demo import columns as col
from data.demo.days import AS_OF, NEVER
from data.demo.portion import Portion
from data.demo.vocabulary import (
    ADMINISTRATIVE_NATURES,
    CHARGES,
    CIVIL_NATURES,
    DUTY,
    NODE,
    OUTCOME,
    ROLES,
    TYPE,
    TYPES,
    labels,
    name_parts,
)

CHARGE_WORDS = pa.array([catalogue.codes("charge")[each.code].zh for each in CHARGES])
TYPE_WORDS = pa.array([each.label.zh for each in catalogue.case_types().values()])
NODE_WORDS = pa.array(labels("node"))
FAST_TRACK = 0  # the place of this procedure in its list
SEATS = ("公安分局", "公安局刑事侦查大队", "公安局经济犯罪侦查大队", "公安局交通警察大队", "公安局禁毒大队")


def cases(portion: Portion) -> pa.Table:
    """TYYW_GG_AJJBXX."""
    parts = (_identity, _holders, _origin, _days, _state, _marks)
    return col.table(len(portion.cases), **{name: column for part in parts for name, column in part(portion).items()})


def _identity(portion: Portion) -> dict:
    """What the case is called, of which type, in which office."""
    each, units = portion.cases, portion.world.units
    return {
        "BMSAH": portion.number,
        "TYSAH": portion.matter_number,
        "AJMC": _title(portion),
        "AJLB_BM": col.picked(TYPES, each.type),
        "AJLB_MC": col.picked(TYPE_WORDS, each.type),
        "AJXZ_DM": _nature(portion),
        "CBDW_BM": col.picked([unit.code for unit in units], each.office),
        "CBDW_MC": col.picked([unit.name for unit in units], each.office),
    }


def _holders(portion: Portion) -> dict:
    """Who has it, once it is assigned."""
    each, staff = portion.cases, portion.world.staff
    departments, assigned = staff.people.departments, each.assigned <= AS_OF
    department, handler = np.where(assigned, each.department, -1), np.where(assigned, portion.handler, -1)
    return {
        "CBBM_BM": col.picked([one.code for one in departments], department),
        "CBBM_MC": col.picked([one.name for one in departments], department),
        "CBRGH": col.picked(staff.badges, handler),
        "CBR": col.picked(staff.names, handler),
        "BLFS": col.only(col.picked(labels("handling_mode"), np.where(each.leader, 5, portion.mode)), assigned),
    }


def _origin(portion: Portion) -> dict:
    """Where it comes from and with what."""
    each = portion.cases
    return {
        "AJLY_MC": col.picked(labels("case_source"), _source(portion)),
        "YASCSSJD_MC": col.picked(("侦查", "审查起诉", "一审", "二审"), _stage(portion)),
        "ZCJG_DWMC": _investigator(portion),
        "YSYJ_MC": col.picked(("提请批准逮捕", "移送起诉", "提请复议"), _opinion(portion)),
        "YSAY_AYMC": col.picked(CHARGE_WORDS, each.charge),
    }


def _days(portion: Portion) -> dict:
    """Its days."""
    each = portion.cases
    return {
        "SLRQ": col.moment(portion.accepted_second),
        "BLKSRQ": col.day(each.started),
        "DQRQ": col.day(np.where(each.stopped, NEVER, each.due), col.FAR),
        "BJRQ": col.day(each.decided),
        "WCRQ": col.day(each.completed),
        "GDRQ": col.day(each.archived),
    }


def _state(portion: Portion) -> dict:
    """Where it stands."""
    each = portion.cases
    return {
        "AJZT": col.picked("0123", portion.status),
        "DQJD": col.picked(NODE_WORDS, portion.events.last_node(len(each))),
        "BLTS": col.whole(np.minimum(each.decided, AS_OF) - each.accept),
        "YJZT": col.picked("012", portion.warning),
        "JYYJZT": col.picked("012", np.where(each.custody, portion.warning, 0)),
        "FXDJ": col.picked("123", portion.risk),
    }


def _marks(portion: Portion) -> dict:
    """What it is marked as, its outcome, its last change."""
    each = portion.cases
    return {
        "SFSWAJ": col.flag(portion.rare[0]),
        "SFDBAJ": col.flag(portion.rare[1]),
        "SFGZAJ": col.flag(portion.rare[2]),
        "SFJBAJ": col.flag(portion.rare[3]),
        "SFLDBA": col.flag(each.leader),
        "SFFC": col.flag(portion.sealed),
        "MJ": col.picked(("不涉密", "秘密", "机密"), portion.secrecy),
        "SFMGAJ": col.flag(portion.sensitive),
        "SFZDFZ": col.flag(portion.risk > 0),
        "QASJCLJG_MC": col.only(col.picked(labels("outcome"), each.outcome), each.decided <= AS_OF),
        "ZHXGSJ": col.moment(portion.changed_second),
    }


def reviews_for_prosecution(portion: Portion) -> pa.Table:
    """TYYW_GS_SCQS: returns and extensions of the case as a whole."""
    each = portion.cases
    at = each.of("0301", "1722")
    days = {"YCTCRQ": "return1", "YCCBRQ": "resubmit1", "ECTCRQ": "return2", "ECCBRQ": "resubmit2"}
    days |= {"YCYCRQ": "extend1", "ECYCRQ": "extend2", "SCPYRQ": "extend3"}
    return col.table(
        len(at),
        BMSAH=portion.number.take(pa.array(at)),
        **{name: col.day(getattr(each, field)[at]) for name, field in days.items()},
        JCJGSFSYRZRF=col.only(col.flag(each.plea[at]), each.decided[at] <= AS_OF),
        TSCX_MC=col.only(
            col.picked(labels("procedure"), each.procedure[at]),
            (each.indicted[at] <= AS_OF) | ((each.procedure[at] == FAST_TRACK) & (each.assigned[at] <= AS_OF)),
        ),
        SFTYSLSCQSHGBGX=col.flag(each.outcome[at] == OUTCOME["transferred"]),
    )


def events(portion: Portion) -> pa.Table:
    """YX_LC_JDJL."""
    each = portion.events
    person = np.where(each.node == NODE["interrogate"], portion.persons.first[each.case], -1)
    person = np.where(portion.persons.count[each.case] > 0, person, -1)
    return col.table(
        len(each),
        BMSAH=portion.number.take(pa.array(each.case)),
        JDBH=col.whole(col.numbers(portion.at, 1, len(each))),
        XYRBH=col.picked(portion.person_number, person),
        JDDM=col.picked(list(NODE), each.node),
        JDMC=col.picked(NODE_WORDS, each.node),
        FSSJ=col.moment(each.second),
        LRSJ=col.moment(each.recorded),
        DQRQ=col.day(each.due, col.FAR),
        CZR=col.picked(portion.world.staff.names, portion.actor),
        CZRJS=col.picked(ROLES, each.role),
        AJSZ=col.picked(labels("holder"), each.holder),
        WSBH=portion.event_document,
        SFZF=col.flag(each.voided),
    )


def links(portion: Portion) -> pa.Table:
    """YX_AG_GLAJ."""
    each = portion.cases
    at = np.flatnonzero(each.parent >= 0)
    return col.table(
        len(at),
        YAJ_BMSAH=portion.number.take(pa.array(each.parent[at])),
        YAJ_AJLB_BM=col.picked(TYPES, each.type[each.parent[at]]),
        GLAJ_BMSAH=portion.number.take(pa.array(at)),
        GLFS_MC=col.picked(labels("link_kind"), each.link[at]),
    )


def _title(portion: Portion) -> pa.Array:
    each = portion.cases
    named = portion.persons.count > 0
    first = col.picked(portion.person_name, np.where(named, portion.persons.first, -1))
    more = col.picked(("", *(f"等{count}人" for count in range(2, 10))), np.maximum(portion.persons.count - 1, 0))
    charged = col.glue("涉嫌", col.picked(CHARGE_WORDS, each.charge), "案")
    matter = col.glue(col.picked(list(name_parts()[0]), portion.serial * 37 % 90), "某某", col.picked(TYPE_WORDS, each.type))
    return pc.if_else(pa.array(named), col.glue(first, more, pc.coalesce(charged, col.picked(TYPE_WORDS, each.type))), matter)


def _nature(portion: Portion) -> pa.Array:
    each = portion.cases
    civil = np.isin(each.type, [TYPE[code] for code in ("0701", "0702", "0703", "0705")])
    natures = CIVIL_NATURES * 2 + ADMINISTRATIVE_NATURES
    return col.picked(natures, np.where(civil, portion.serial * 5 % len(natures), np.where(each.type == TYPE["0704"], 12, -1)))


def _source(portion: Portion) -> np.ndarray:
    """Places in the list case_source: police, supervision, application, own motion, lower office, court."""
    each, order = portion.cases, list(catalogue.codes("case_source"))
    by_type = {"03": "police", "02": "police", "17": "police", "07": "application", "08": "application", "09": "application"}
    own = {"0303": "court", "0304": "lower", "0305": "lower", "0203": "lower", "0210": "lower", "0212": "ex_officio", "0204": "application"}
    words = np.array([order.index(own.get(code, by_type.get(code[:2], "ex_officio"))) for code in TYPES])
    duty = (each.charge >= 0) & DUTY[np.maximum(each.charge, 0)] & (words[each.type] == order.index("police"))
    return np.where(duty, order.index("supervision"), words[each.type])


def _stage(portion: Portion) -> np.ndarray:
    words = np.array(
        [{"0201": 0, "1701": 0, "0301": 0, "1722": 0, "0303": 2, "0304": 2, "0305": 3, "0306": 1}.get(code, -1) for code in TYPES]
    )
    return words[portion.cases.type]


def _opinion(portion: Portion) -> np.ndarray:
    words = np.array([{"0201": 0, "1701": 0, "0301": 1, "1722": 1, "0202": 2}.get(code, -1) for code in TYPES])
    return words[portion.cases.type]


def _investigator(portion: Portion) -> pa.Array:
    each = portion.cases
    areas = [unit.name.replace("人民检察院", "").replace("检察院", "").removesuffix("院") for unit in portion.world.units]
    criminal = np.isin(each.type, [TYPE[code] for code in ("0201", "1701", "0301", "1722", "0202", "0204")])
    charge = np.maximum(each.charge, 0)
    police = col.glue(col.picked(areas, np.where(criminal, each.office, -1)), col.picked(SEATS, charge % len(SEATS)))
    return pc.if_else(pa.array(criminal & (each.charge >= 0) & DUTY[charge]), "监察委员会", police)
