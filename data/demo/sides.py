"""What is recorded beside a case: allocation, defence, property, monitoring, dossiers, disclosure, documents.

Knows those tables, their columns and how often each comes. Must not know procedures.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from data.demo import columns as col
from data.demo import turns
from data.demo.days import AS_OF, NEVER, next_workday, year_of
from data.demo.numbering import invented_names
from data.demo.portion import Portion
from data.demo.vocabulary import LAW_FIRMS, NODE, NODES, TYPE, labels

CRIMINAL = tuple(TYPE[code] for code in ("0201", "0301", "1701", "1722", "0303", "0304"))
DISCLOSED = tuple(TYPE[code] for code in ("0201", "0301", "0303", "0304", "0701", "0901", "0904", "0908"))
PROBLEMS = (
    ("T01", "超过法定办案期限"),
    ("T02", "退回补充侦查未按期重报未督促"),
    ("T03", "未在三日内告知诉讼权利"),
    ("M01", "换押手续不及时"),
    ("M02", "羁押期限变更未及时录入"),
    ("D01", "法律文书未送达或者送达不及时"),
    ("D02", "文书文号与案卡不一致"),
    ("K01", "案卡项目漏填错填"),
    ("K02", "审结情况与文书不一致"),
    ("P01", "涉案财物未随案移送"),
    ("R01", "未听取辩护人意见"),
    ("X01", "法律文书应公开未公开"),
)
PROPERTY = ("人民币", "手机", "机动车", "电脑", "银行卡", "毒品", "作案工具", "其他物品")
OUT_KINDS = ("返还", "移送", "上缴国库", "随案移送", "销毁")
REASONS = ("专业化办案需要", "关联案件由同一承办人办理", "院领导指定", "原承办人岗位调整")
_DOCUMENTS = {
    "arrest_decide": ("100000020101", "批准逮捕决定书", 1, False),
    "refuse_arrest": ("100000020102", "不批准逮捕决定书", 3, False),
    "indict": ("100000030101", "起诉书", 0, True),
    "nonpros": ("100000030102", "不起诉决定书", 3, True),
    "civil_protest": ("100000070101", "民事抗诉书", 3, False),
    "no_support": ("100000070102", "不支持监督申请决定书", 1, False),
    "correction_notice": ("100000020201", "纠正违法通知书", 2, False),
    "decide": ("100000090101", "审查决定书", 1, False),
}


def allocations(portion: Portion) -> pa.Table:
    """YX_AG_AJFPRZ: by rotation or by hand, and every change of handler."""
    each, rng, staff = portion.cases, portion.rng, portion.world.staff
    given, changed = np.flatnonzero(each.assigned <= AS_OF), np.flatnonzero(portion.handed_over <= AS_OF)
    at = np.concatenate([given, changed])
    change = np.arange(len(at)) >= len(given)
    rotation = ~change & ~each.leader[at] & (rng.random(len(at)) < 0.72)
    rotation = np.where(portion.in_turn[at] == turns.ELSEWHERE, rotation, portion.in_turn[at] == turns.BY_TURN)
    way = np.where(change, 3, np.where(rotation, rng.choice((0, 2), len(at)), rng.choice((1, 4), len(at), p=(0.8, 0.2))))
    reason = np.where(change, 3, np.where(rotation, -1, np.where(each.leader[at], 2, rng.integers(0, 2, len(at)))))
    second = np.where(change, _seconds(portion, "reassign")[at], _seconds(portion, "assign")[at])
    approver = staff.head(staff.of_group[each.office[at], -1], (second // 86400).astype(np.int32))
    return col.table(
        len(at),
        BMSAH=portion.number.take(pa.array(at)),
        FPBH=col.whole(col.numbers(portion.at, 4, len(at))),
        DWBM=_unit_codes(portion, at),
        FPFS=col.picked("01234", way),
        LAZBM=col.picked([f"{one.code}01" for one in staff.people.departments], np.where(rotation, each.department[at], -1)),
        CBRGH=col.picked(staff.badges, np.where(change, portion.handler[at], portion.first_handler[at])),
        FPSJ=col.moment(second),
        FPLY=col.picked(REASONS, reason),
        SPR=col.picked(staff.names, np.where(rotation, -1, approver)),
        SFBG=col.flag(change),
    )


def defence(portion: Portion) -> pa.Table:
    """YX_AG_BHDLDJ."""
    each, rng = portion.cases, portion.rng
    at = _some(portion, CRIMINAL, 0.085)
    asked = next_workday(each.assigned[at] + rng.integers(0, 12, len(at)).astype(np.int32))
    at, asked = at[asked <= AS_OF], asked[asked <= AS_OF]
    arranged = next_workday(asked + rng.choice(5, len(at), p=(0.3, 0.35, 0.2, 0.1, 0.05)).astype(np.int32))
    done = next_workday(arranged + rng.integers(0, 3, len(at)).astype(np.int32))
    result = rng.choice((0, 1, 2), len(at), p=(0.93, 0.04, 0.03))
    return col.table(
        len(at),
        BMSAH=portion.number.take(pa.array(at)),
        DJBH=col.whole(col.numbers(portion.at, 5, len(at))),
        CBDW_BM=_unit_codes(portion, at),
        SQRXM=invented_names(rng, len(at)),
        SQRLX=col.picked(("1403187300001", "1403187300002"), (rng.random(len(at)) < 0.07).astype(int)),
        SZLSSWS=col.picked(LAW_FIRMS, rng.integers(0, len(LAW_FIRMS), len(at))),
        SXLX_MC=col.picked(labels("defence_matter"), rng.choice(6, len(at), p=(0.62, 0.03, 0.2, 0.03, 0.07, 0.05))),
        SQRQ=col.day(asked),
        APRQ=col.day(arranged),
        BJRQ=col.day(done),
        CLQK=col.only(col.picked([f"993818120000{code}" for code in (1, 2, 3)], result), done <= AS_OF),
    )


def properties(portion: Portion) -> pa.Table:
    """YX_AG_SAKWDJ."""
    each, rng = portion.cases, portion.rng
    at = _some(portion, (TYPE["0301"], TYPE["1722"]), 0.055)
    at = np.repeat(at, rng.choice((1, 2, 3), len(at), p=(0.6, 0.28, 0.12)))
    received = next_workday(each.accept[at] + rng.integers(0, 3, len(at)).astype(np.int32))
    at, received = at[received <= AS_OF], received[received <= AS_OF]
    out = np.where(each.completed[at] <= AS_OF, np.maximum(each.completed[at] - 2, received), NEVER)
    out = np.where(rng.random(len(at)) < 0.12, NEVER, out)
    return col.table(
        len(at),
        BMSAH=portion.number.take(pa.array(at)),
        KWBH=col.whole(col.numbers(portion.at, 6, len(at))),
        KWZL_MC=col.picked(PROPERTY, rng.integers(0, len(PROPERTY), len(at))),
        SL=col.whole(rng.integers(1, 6, len(at))),
        JZ=pa.array(np.char.mod("%.2f", np.exp(rng.normal(-0.5, 1.4, len(at))))),
        CS_MC=col.picked(("扣押", "查封", "冻结"), rng.choice(3, len(at), p=(0.88, 0.05, 0.07))),
        RKRQ=col.day(received),
        CKRQ=col.day(out),
        CKFS_MC=col.only(col.picked(OUT_KINDS, rng.integers(0, len(OUT_KINDS), len(at))), out <= AS_OF),
    )


def monitoring(portion: Portion) -> pa.Table:
    """TYYW_AG_LCJKRZ: a few findings per hundred cases, more where a limit was passed."""
    each, rng = portion.cases, portion.rng
    share = np.where(portion.warning == 2, 0.6, 0.034 * portion.world.flaws[each.office]) * np.isin(each.type, CRIMINAL + DISCLOSED)
    at = np.flatnonzero((rng.random(len(each)) < share) & (each.assigned <= AS_OF))
    found = next_workday(each.assigned[at] + rng.integers(1, 40, len(at)).astype(np.int32))
    found = np.where(portion.warning[at] == 2, np.minimum(next_workday(each.due[at] + 1), AS_OF), found)
    at, found = at[found <= AS_OF], found[found <= AS_OF]
    problem = np.where(portion.warning[at] == 2, 0, rng.integers(1, len(PROBLEMS), len(at)))
    level = rng.choice(3, len(at), p=(0.8, 0.185, 0.015))
    replied = next_workday(found + rng.integers(1, 11, len(at)).astype(np.int32))
    replied = np.where(rng.random(len(at)) < 0.03, NEVER, replied)
    return col.table(
        len(at),
        BMSAH=portion.number.take(pa.array(at)),
        JKBH=col.whole(col.numbers(portion.at, 7, len(at))),
        GZBM=col.picked([code for code, _ in PROBLEMS], problem),
        JKWGQX_MC=col.picked([word for _, word in PROBLEMS], problem),
        ZGJB=col.picked([f"1416201300{code}00" for code in (2, 3, 4)], level),
        FXRQ=col.day(found),
        HFRQ=col.day(replied),
        HFQK_MC=col.only(col.picked(labels("finding_reply"), rng.choice(4, len(at), p=(0.88, 0.06, 0.03, 0.03))), replied <= AS_OF),
        FXLY_MC=col.picked(labels("finding_source"), rng.choice(2, len(at), p=(0.87, 0.13))),
    )


def dossiers(portion: Portion) -> pa.Table:
    """YX_DZJZ_JZAJXX."""
    each, rng = portion.cases, portion.rng
    at = _some(portion, (*CRIMINAL, TYPE["0701"], TYPE["0901"]), 0.96)
    at = at[each.accept[at] <= AS_OF]
    made = next_workday(each.accept[at] + rng.choice(4, len(at), p=(0.7, 0.2, 0.07, 0.03)).astype(np.int32))
    made = np.where(rng.random(len(at)) < 0.045, NEVER, made)
    volumes = np.minimum(1 + rng.geometric(0.45, len(at)), 60)
    known = made <= AS_OF
    return col.table(
        len(at),
        BMSAH=portion.number.take(pa.array(at)),
        JZBH=col.whole(col.numbers(portion.at, 10, len(at))),
        ZZSJ=col.moment(np.where(known, made.astype(np.int64) * 86400 + 15 * 3600 + at % 3600, np.int64(NEVER) * 86400)),
        JZSL=col.whole(volumes, known),
        JZYS=col.whole(volumes * rng.integers(40, 160, len(at)), known),
        ZZZT=col.picked("012345", np.where(known, rng.choice((2, 4, 5), len(at), p=(0.1, 0.75, 0.15)), 0)),
    )


def disclosures(portion: Portion) -> pa.Table:
    """FACT_JWGK_AJGKRZ: procedural information on acceptance."""
    each, rng = portion.cases, portion.rng
    at = _some(portion, DISCLOSED, 0.9)
    due = next_workday(each.accept[at] + 7)
    published = next_workday(each.accept[at] + rng.choice((1, 3, 5, 7, 12), len(at), p=(0.4, 0.3, 0.15, 0.1, 0.05)).astype(np.int32))
    exempt = rng.random(len(at)) < 0.025
    published = np.where(exempt | (rng.random(len(at)) < 0.03), NEVER, published)
    state = np.where(exempt, 3, np.where(published <= AS_OF, 1, np.where(due < AS_OF, 2, 0)))
    return col.table(
        len(at),
        BMSAH=portion.number.take(pa.array(at)),
        GKBH=col.whole(col.numbers(portion.at, 8, len(at))),
        DWBM=_unit_codes(portion, at),
        GKLB_MC=col.picked(labels("disclosure_kind"), np.where(rng.random(len(at)) < 0.01, 2, 0)),
        YGKRQ=col.day(due, col.FAR),
        GKRQ=col.day(published),
        GKZT=col.picked("0123", state),
    )


def documents(portion: Portion) -> pa.Table:
    """YX_WS_AJJZWJ: the document of each decision; indictments and non-prosecutions are to be published."""
    log, rng, at = portion.events, portion.rng, portion.decisions
    case, second, kind = log.case[at], log.second[at], _document_kinds()[log.node[at]]
    approved, public = second - rng.integers(600, 9000, len(at)), _PUBLIC[kind]
    out = np.where(public & (rng.random(len(at)) < 0.86), np.minimum(portion.cases.completed[case], NEVER), NEVER)
    state = np.where(public, np.where(out <= AS_OF, 1, np.where(rng.random(len(at)) < 0.04, 3, 0)), -1)
    year = col.picked([f"〔{year}〕" for year in range(2200)], year_of((second // 86400).astype(np.int32)))
    return col.table(
        len(at),
        BMSAH=portion.number.take(pa.array(case)),
        WSBH=portion.document_ids,
        DWBM=_unit_codes(portion, case),
        WSMBBH=col.picked(_column(0), kind),
        WSMC=col.picked(_column(1), kind),
        WSWH=col.glue(
            col.picked([unit.short for unit in portion.world.units], portion.cases.office[case]),
            year,
            col.whole(portion.serial[case]),
            "号",
        ),
        CJSJ=col.moment(approved - rng.integers(1200, 40000, len(at))),
        SPSJ=col.moment(approved),
        SPJB_MC=col.picked(labels("approver_level"), np.array([row[2] for row in _DOCUMENTS.values()])[kind]),
        YYSJ=col.moment(second + 600),
        SDSJ=col.moment(next_workday((second // 86400 + 1).astype(np.int32)).astype(np.int64) * 86400 + 10 * 3600 + second % 7200),
        GKZT=col.picked("0123", state),
        GKRQ=col.day(out),
    )


_PUBLIC = np.array([row[3] for row in _DOCUMENTS.values()])


def _column(at: int) -> Sequence[str]:
    return [row[at] for row in _DOCUMENTS.values()]


def _document_kinds() -> np.ndarray:
    order = list(_DOCUMENTS)
    return np.array([order.index(code) if code in order else -1 for code in NODES])


def _seconds(portion: Portion, node: str) -> np.ndarray:
    chosen = portion.events.node == NODE[node]
    found = np.zeros(len(portion.cases), np.int64)
    found[portion.events.case[chosen]] = portion.events.second[chosen]
    return found


def _some(portion: Portion, kinds: tuple[int, ...], share: float) -> np.ndarray:
    """A share of the cases of these types that have been assigned."""
    each = portion.cases
    usable = np.isin(each.type, kinds) & (each.assigned <= AS_OF)
    return np.flatnonzero(usable & (portion.rng.random(len(each)) < share))


def _unit_codes(portion: Portion, at: np.ndarray) -> pa.Array:
    return col.picked([unit.code for unit in portion.world.units], portion.cases.office[at])
