"""Quality reviews of concluded cases and the problems they found, on the scale of 2017.

Knows kinds, grades, items and how often each comes. Must not know procedures.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.demo import columns as col
from data.demo import stories
from data.demo.days import AS_OF, NEVER, next_workday, year_of
from data.demo.portion import Portion
from data.demo.vocabulary import OUTCOME, TYPES

ROUTINE, SPECIAL, RANDOM, KEY, OFFLINE = range(5)
KINDS = ("001", "003", "007", "008", "009")
STATES = ("005", "006", "007", "008", "010", "011")
GRADES = ("优质案件", "合格案件", "瑕疵案件", "不合格案件")
EXCELLENT, QUALIFIED, FLAWED, UNQUALIFIED = range(4)
UPPER = 1
_ITEMS = (  # dimension, item, problem, weight, share of errors
    ("20004", "40001", "法律文书未在规定期限内送达、告知", 16, 0.05),
    ("20004", "40017", "讯问、询问程序不规范", 9, 0.05),
    ("20004", "40045", "权利告知不全面", 7, 0.03),
    ("20004", "40151", "超过法定办案期限", 3, 0.5),
    ("20008", "40037", "文书名称、类型、文号错误", 10, 0.02),
    ("20008", "40043", "文书格式要素缺失", 9, 0.02),
    ("20008", "40155", "文字差错三处以上", 8, 0.0),
    ("20001", "40007", "证据收集、审查不规范", 6, 0.2),
    ("20001", "40010", "证据矛盾未排除", 3, 0.5),
    ("20002", "40025", "事实表述不准确", 5, 0.1),
    ("20002", "40026", "事实表述不完整", 4, 0.1),
    ("20002", "40274", "遗漏影响定罪量刑的重要事实", 1, 0.8),
    ("20003", "40125", "引用法律条文不完整", 5, 0.05),
    ("20003", "40258", "量刑情节认定错误", 2, 0.6),
    ("20009", "40039", "侦查活动违法未监督纠正", 2, 0.2),
    ("20010", "40038", "未按权限审批", 1.5, 0.2),
    ("20011", "40018", "系统案卡填录不规范", 8, 0.0),
    ("20020", "40049", "其他问题", 2, 0.0),
)
_LINES = ("02", "03", "07", "09", "17")
_WATCHED = tuple(OUTCOME[name] for name in ("nonpros_statutory", "nonpros_insufficient", "arrest_withdrawn", "pros_withdrawn"))


@dataclass
class Reviews:
    """One row per review; a day that has not come is NEVER."""

    case: np.ndarray
    kind: np.ndarray
    mode: np.ndarray
    began: np.ndarray
    ended: np.ndarray
    state: np.ndarray
    grade: np.ndarray
    proposed: np.ndarray
    objected: np.ndarray
    rectified: np.ndarray
    office: np.ndarray  # of the reviewer


def reviews_of(portion: Portion) -> Reviews:
    rng, cases = portion.rng, portion.cases
    at, kind, began = _chosen(portion)
    ended = next_workday(began + np.maximum(np.exp(rng.normal(np.log(17), 0.5, len(at))), 2).astype(np.int32))
    ended = np.where((rng.random(len(at)) < 0.012), NEVER, ended).astype(np.int32)
    state = np.where(ended <= AS_OF, 5, np.clip((AS_OF - began) // 5, 0, 4))
    grade = _graded(portion, at, ended)
    proposed = np.where(rng.random(len(at)) < 0.06, np.minimum(grade + 1, UNQUALIFIED), grade)
    mode = np.where(cases.leader[at], UPPER, rng.choice(4, len(at), p=(0.74, 0.12, 0.1, 0.04)))
    office = np.where(mode == UPPER, portion.world.group[cases.office[at]], cases.office[at])
    office = np.where(mode == 2, rng.integers(0, len(portion.world.units), len(at)), office)
    objected = (grade >= FLAWED) & (rng.random(len(at)) < 0.12)
    return Reviews(at, kind, mode, began, ended, state, grade, proposed, objected, (grade >= FLAWED) & (rng.random(len(at)) < 0.9), office)


def _chosen(portion: Portion) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A share of the concluded cases, different by office; what must be looked at is looked at more."""
    rng, cases = portion.rng, portion.cases
    reviewable = np.isin(cases.type, [at for at, code in enumerate(TYPES) if code[:2] in _LINES])
    watched = np.isin(cases.outcome, _WATCHED)
    share = portion.world.review[cases.office] * 1.05 + np.where(watched, 0.4, 0)
    at = np.flatnonzero(reviewable & (cases.decided <= AS_OF) & (rng.random(len(cases)) < share))
    began = next_workday(cases.decided[at] + rng.integers(15, 150, len(at)).astype(np.int32))
    at, began = at[began <= AS_OF], began[began <= AS_OF]
    kind = rng.choice(5, len(at), p=(0.79, 0.1, 0.09, 0.0, 0.02))
    return at, np.where(watched[at], KEY, kind), began


def _graded(portion: Portion, at: np.ndarray, ended: np.ndarray) -> np.ndarray:
    world, cases, chance = portion.world, portion.cases, portion.rng.random(len(at))
    office = cases.office[at]
    flawed = 0.15 * world.flaws[office] * np.where(portion.warning[at] == 2, 3, 1)
    elapsed = world.elapsed(np.minimum(ended, AS_OF))
    facts = stories.IMPROVING.facts
    improving = facts["flawed_first"] + (facts["flawed_last"] - facts["flawed_first"]) * elapsed
    flawed = np.where(world.at(office, stories.IMPROVING.unit), improving, flawed)
    return np.select([chance < 0.006, chance < 0.006 + flawed, chance > 0.95], [UNQUALIFIED, FLAWED, EXCELLENT], QUALIFIED)


def reviews(portion: Portion, each: Reviews) -> pa.Table:
    """YX_PC_JBXX."""
    units, staff, done = portion.world.units, portion.world.staff, each.ended <= AS_OF
    year = year_of(each.began)
    reviewer = staff.head(staff.of_group[each.office, 7], each.began)
    serial = col.numbers(portion.at, 9, len(each.case))
    codes = [unit.code for unit in units]
    return col.table(
        len(each.case),
        PCSLBM=col.whole(serial),
        PCSAH=col.glue("鄂检评查受[", col.whole(year), "]", col.picked(codes, each.office), col.padded(serial % 1_000_000, 6), "号"),
        PCDWBM=col.picked(codes, each.office),
        PCFLBM=col.picked(KINDS, each.kind),
        PCFS_MC=col.picked(("本级评查", "上级评查", "交叉评查", "部门自查"), each.mode),
        PCHDBM=col.glue(col.picked(codes, each.office), col.whole(year), col.picked(KINDS, each.kind)),
        BMSAH=portion.number.take(pa.array(each.case)),
        PCR_MC=col.picked(staff.names, reviewer),
        PCR_DWBM=col.picked(codes, each.office),
        PCJDBH=col.picked(STATES, each.state),
        KSRQ=col.day(each.began),
        DQRQ=col.day(next_workday(each.began + 30), col.FAR),
        JSRQ=col.day(each.ended),
        PCBZ="2017",
        NDDC_MC=col.only(col.picked(GRADES, each.proposed), each.state >= 2),
        PCJL_MC=col.only(col.picked(GRADES, each.grade), done),
        SFYY=col.only(col.flag(each.objected), each.state >= 3),
        SFZG=col.only(col.flag(each.rectified), done & (each.grade >= FLAWED)),
    )


def problems(portion: Portion, each: Reviews) -> pa.Table:
    """YX_PC_PCX: several for flawed and unqualified cases, now and then one for the others."""
    rng = portion.rng
    count = np.select(
        [each.grade == UNQUALIFIED, each.grade == FLAWED, each.grade == QUALIFIED],
        [rng.integers(2, 7, len(each.case)), rng.integers(1, 5, len(each.case)), (rng.random(len(each.case)) < 0.22).astype(int)],
        0,
    )
    row = np.repeat(np.arange(len(each.case)), np.where(each.ended <= AS_OF, count, 0))
    weight = np.array([item[3] for item in _ITEMS])
    item = rng.choice(len(_ITEMS), len(row), p=weight / weight.sum())
    error = rng.random(len(row)) < np.array([one[4] for one in _ITEMS])[item] * np.where(each.grade[row] == UNQUALIFIED, 2, 1)
    severity = np.where(item == len(_ITEMS) - 1, 2, np.where(error, 0, 1))
    return col.table(
        len(row),
        PCXSLBM=col.whole(col.numbers(portion.at, 11, len(row))),
        PCSLBM=col.whole(col.numbers(portion.at, 9, len(each.case))).take(pa.array(row)),
        BMSAH=portion.number.take(pa.array(each.case[row])),
        PCXFLBM=col.picked([one[0] for one in _ITEMS], item),
        XTDM=col.picked([one[1] for one in _ITEMS], item),
        PCXMC=col.picked([one[2] for one in _ITEMS], item),
        YZCD=col.picked(("30002", "30003", "40000"), severity),
        BZ=col.only(col.constant("已反馈承办人", len(row)), each.rectified[row]),
    )
