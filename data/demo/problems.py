"""The problems that reviews found, and what some reviews say of every item of their standard.

A problem where one was found, else none, or that the item does not apply; only special and random reviews of the demo were kept
in that detail. Knows items and how often each comes. Must not know cases.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.demo import columns as col
from data.demo.portion import Portion
from data.demo.reviews import FLAWED, QUALIFIED, RANDOM, SPECIAL, UNQUALIFIED, Reviews

SPARED = 97  # of the many that are right, one in so many does not apply
Noted = tuple[np.ndarray, np.ndarray, np.ndarray]  # review, item, severity
ITEMS = (  # dimension, item, problem, weight, share of errors
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
_REMARKS = ("卷宗装订顺序有误", "听取意见笔录缺签名页", "联系方式填写不全", "未附送达回证", "案件名称与文书不一致", "附卷材料未编页码")


def noted(portion: Portion, each: Reviews) -> Noted:
    """Of every problem its review, item and severity: several for flawed and unqualified cases, now and then one for the others;
    of a self-check, some of the later ones."""
    row, item, severity = _found(portion.rng, each)
    checks = np.flatnonzero(each.follows >= 0)
    later = np.full(len(each.case), -1)
    later[each.follows[checks]] = checks
    seen = (later[row] >= 0) & (portion.rng.random(len(row)) < 0.45)
    return np.append(row, later[row][seen]), np.append(item, item[seen]), np.append(severity, severity[seen])


def problems(portion: Portion, each: Reviews, of: Noted) -> pa.Table:
    """YX_PC_PCX."""
    (row, item, severity), rng = of, portion.rng
    other = item == len(ITEMS) - 1
    remark = col.picked(_REMARKS, np.where(other, rng.integers(0, len(_REMARKS), len(row)), -1))
    told = col.only(col.constant("已反馈承办人", len(row)), each.rectified[row])
    return col.table(
        len(row),
        PCXSLBM=col.whole(col.numbers(portion.at, 11, len(row))),
        PCSLBM=col.whole(col.numbers(portion.at, 9, len(each.case))).take(pa.array(row)),
        BMSAH=portion.number.take(pa.array(each.case[row])),
        PCXFLBM=col.picked([one[0] for one in ITEMS], item),
        XTDM=col.picked([one[1] for one in ITEMS], item),
        PCXMC=col.picked([one[2] for one in ITEMS], item),
        YZCD=col.picked(("30002", "30003", "40000"), severity),
        BZ=pc.coalesce(remark, told),
    )


def _found(rng: np.random.Generator, each: Reviews) -> Noted:
    """Of every problem: its review, its item, how severe; a review names an item once."""
    n = len(each.case)
    flawed = [rng.integers(2, 7, n), rng.integers(1, 5, n), (rng.random(n) < 0.22).astype(int)]
    count = np.select([each.grade == UNQUALIFIED, each.grade == FLAWED, each.grade == QUALIFIED], flawed, 0)
    row = np.repeat(np.arange(n), np.where(each.done & (each.follows < 0), count, 0))
    weight = np.array([item[3] for item in ITEMS])
    drawn = np.unique(np.stack([row, rng.choice(len(ITEMS), len(row), p=weight / weight.sum())]), axis=1)
    row, item = drawn[0], drawn[1]
    error = rng.random(len(row)) < np.array([one[4] for one in ITEMS])[item] * np.where(each.grade[row] == UNQUALIFIED, 2, 1)
    return row, item, np.where(item == len(ITEMS) - 1, 2, np.where(error, 0, 1))


def results(portion: Portion, each: Reviews, of: Noted) -> pa.Table:
    """YX_PC_PCXJG."""
    kept = np.flatnonzero(each.done & np.isin(each.kind, (SPECIAL, RANDOM)) & (each.follows < 0))
    row, item = np.repeat(kept, len(ITEMS)), np.tile(np.arange(len(ITEMS)), len(kept))
    found = np.isin(row.astype(np.int64) * len(ITEMS) + item, of[0].astype(np.int64) * len(ITEMS) + of[1])
    result = np.where(found, 1, np.where((row * 7 + item * 13) % SPARED == 0, 2, 0))
    return col.table(
        len(row),
        PCSLBM=col.whole(col.numbers(portion.at, 9, len(each.case))).take(pa.array(row)),
        BMSAH=portion.number.take(pa.array(each.case[row])),
        PCXFLBM=col.picked([one[0] for one in ITEMS], item),
        XTDM=col.picked([one[1] for one in ITEMS], item),
        PCXMC=col.picked([one[2] for one in ITEMS], item),
        PDJG=col.picked("012", result),
    )
