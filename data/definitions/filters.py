"""Filters, each declared once: text in a URL, value, condition. A filter that does not apply is refused, never dropped.

Knows URL texts and columns. Must not know widgets, nor who asks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa

from data import catalogue, engine, period, schema
from data.catalogue import strata
from data.definitions import bands, dimensions, indicators, moving, planning, reading, recorded
from data.definitions.reading import MISSING
from data.definitions.relations import Relation
from data.errors import BadFilter
from data.period import Period
from data.places import Places
from data.text import Text

NOT_APPLICABLE = Text("筛选“{label}”不适用于{relation}，请去掉该筛选", "The filter “{label}” does not apply to {relation}: remove it")
UNREADABLE = Text("“{label}”不能是“{text}”", "“{label}” cannot be “{text}”")
BACKWARDS = Text("起始日 {since} 晚于截止日 {until}", "The first day {since} is after the last day {until}")


@dataclass(frozen=True)
class Filter:
    """`needs` are the columns of which one must be there; `where` is None for what acts otherwise (period, behind)."""

    key: str
    label: Text
    parse: Callable[[str], Any]
    where: Callable[[sa.ColumnCollection, Any, Places], sa.ColumnElement[bool]] | None = None
    needs: tuple[str, ...] = ()


def _among(column, values: tuple[str, ...]) -> sa.ColumnElement[bool]:
    named = [value for value in values if value != MISSING]
    found = column == named[0] if len(named) == 1 else column.in_(named)
    return sa.or_(found, column.is_(None)) if MISSING in values else found


def _is_true(column, values: tuple[str, ...]) -> sa.ColumnElement[bool]:
    return sa.or_(*({"yes": column.is_(True), "no": column.is_(False), MISSING: column.is_(None)}[value] for value in values))


# Codes beyond the catalogue are shown, not refused.
OPEN_LISTS = {"org", "department", "prosecutor", "case_type", "node", "charge", "review_item"}


def one_of(dimension: dimensions.Dimension) -> Filter:
    column = dimension.column
    parse = reading.words if dimension.codes in OPEN_LISTS else reading.listed(dimension.codes)
    if dimension.codes == "yes_no":
        return Filter(dimension.key, dimension.label, reading.yes_no, lambda c, values, _: _is_true(c[column], values), (column,))
    return Filter(dimension.key, dimension.label, parse, lambda c, values, _: _among(c[column], values), (column,))


def _below(c, values: tuple[str, ...], places: Places) -> sa.ColumnElement[bool]:
    return sa.or_(*(sa.true() if places.is_national(value) else c[places.level(value).column] == value for value in values))


def _flag(key: str, zh: str, en: str) -> Filter:
    return Filter(key, Text(zh, en), reading.yes_no, lambda c, values, _: _is_true(c[key], values), (key,))


def _matches(c, words: str, _: Places) -> sa.ColumnElement[bool]:
    texts = [c[name] for name in ("case_id", "case_name", "unified_no") if name in c]
    return sa.or_(*(engine.contains(column, words) for column in texts))


def key_of(case_id: str) -> sa.ScalarSelect:
    """The key of the case with this number; NULL when there is none."""
    keys = schema.case_keys.c
    return sa.select(keys.case_no).where(keys.case_hash == schema.case_hash(case_id), keys.case_id == case_id).scalar_subquery()


ORG = Filter("org", Text("单位（含下级）", "Unit with those below"), reading.words, _below, ("office", "province"))
CASE = Filter("case", Text("部门受案号", "Case number"), str, lambda c, value, _: c.case_no == key_of(value), ("case_no",))
SEARCH = Filter("q", Text("查找", "Search"), str.strip, _matches, ("case_name",))
PAIR = Filter("pair", Text("流转", "Move"), moving.pair, moving.goes, ("next_activity",))
ROUTE = Filter("route", Text("办案路径", "Route"), int, lambda c, value, _: c.route == value, ("route",))
VARIANT = Filter("variant", Text("节点序列", "Sequence of activities"), int, lambda c, value, _: c.variant == value, ("variant",))
REWORK = Filter("rework", Text("退延情况", "Returns and extensions"), moving.signs, lambda c, value, _: c.rework == value, ("rework",))
OF_THE_FLOW = (PAIR, ROUTE, VARIANT, REWORK)
SUPERVISED = _flag("supervised", "督办案件", "Supervised")
LEADER = _flag("leader_case", "院领导办案", "Leader's case")
SINCE = Filter("since", Text("自", "From"), date.fromisoformat)
UNTIL = Filter("until", Text("至", "To"), date.fromisoformat)
PERIOD = Filter("period", Text("统计期", "Period"), lambda text: (period.parse(text, date(2000, 6, 15)), text)[1])
GRAIN = Filter("grain", Text("按", "By"), reading.code(lambda: {"month", "smonth", "quarter", "half", "year"}))
BEHIND = Filter("behind", Text("指标", "Indicator"), reading.code(lambda: indicators.ALL))
MEASURE = Filter("indicator", Text("所选指标", "Indicator chosen"), reading.code(lambda: indicators.ALL))
UNIT = Filter("unit", Text("计数单位", "Unit of count"), reading.code(lambda: {"case", "person"}))
PATHS = Filter("paths", Text("显示路径", "Moves shown"), moving.number_of(moving.SHARES_SHOWN))
OVERLAY = Filter("overlay", Text("着色", "Coloured by"), reading.code(lambda: moving.OVERLAYS))
VERSUS = Filter("versus", Text("对比", "Compared with"), moving.alone)
WAY = Filter("way", Text("同一人的一步", "Step of the same persons"), moving.step)
TIER = Filter("tier", Text("比较层级", "Level compared"), reading.code(lambda: {each.key for each in dimensions.ORG_LEVELS}))
STRATA = Filter("strata", Text("调整因素", "Adjusted for"), reading.code(strata.keys))
WINDOW = Filter("window", Text("滚动窗口", "Rolling window"), reading.code(lambda: {"3", "12"}))
AWAY = Filter("away", Text("假设不在岗", "Supposed away"), reading.words)
WEIGH = Filter("weigh", Text("计重方式", "Weighing"), reading.code(lambda: {"weights", "cases"}))
SORT = Filter("sort", Text("排序", "Sorted by"), reading.words)
COLUMNS = Filter("cols", Text("显示列", "Columns shown"), reading.words)
WHERE = Filter("where", Text("列筛选", "Conditions on columns"), str)
LAW = Filter("law", Text("标准适用日", "Standards as of"), date.fromisoformat)
REASON = Filter("reason", Text("原因", "Reason"), reading.code(catalogue.reasons))
OF_TABLE = Filter("table", Text("数据表", "Table"), reading.code(lambda: {table.name for table in schema.CANONICAL}))
ASIDE = Filter("aside", Text("已搁置", "Set aside"), reading.code(lambda: {"yes", "no"}))
ACCOUNT = Filter("account", Text("账号", "Account"), str)
DID = Filter("did", Text("操作类型", "What was done"), reading.code(lambda: recorded.KINDS))
ABOUT = Filter("about", Text("对象", "About"), str.strip)
REVIEW = Filter("review", Text("评查号", "Review no."), int)
FIRST = Filter("first", Text("起始行", "First row"), int)
PLAN = Filter("plan", Text("计划类别", "Kind of plan"), reading.code(lambda: planning.KINDS))
SEED = Filter("seed", Text("随机种子", "Seed"), planning.whole(2**31))
RATE = Filter("rate", Text("总体评查比例%", "Review rate, %"), planning.hundredths)
QUOTA = Filter("quota", Text("每名检察官比例%", "Of each prosecutor, %"), planning.hundredths)
LEAST = Filter("least", Text("每名检察官至少（件）", "At least, each prosecutor"), planning.whole(1000))
EACH_TYPE = Filter("each_type", Text("每个类别至少（件）", "At least, each type"), planning.whole(1000))
RISKY = Filter("risky", Text("风险案件比例%", "Of cases with a sign of risk, %"), planning.hundredths)
CROSSED = Filter("crossed", Text("交叉评查", "Cross review"), reading.code(lambda: {"yes", "no"}))
ALLOT = Filter("allot", Text("试分配", "Allocation tried"), reading.code(lambda: {"yes"}))
LAYER = Filter("layer", Text("层", "Layer"), reading.code(lambda: planning.LAYERS))
SAVED = Filter("saved", Text("已保存的计划", "Plan kept"), planning.whole(2**31))
PUBLISHED = Filter("published", Text("已发布的统计期", "Period published"), planning.whole(2**31))
REVIEW_SHARE = Filter("review_share", Text("评查权重%", "Part of reviews, %"), planning.hundredths)
COEFS = Filter("coefs", Text("试改系数", "Coefficients tried"), planning.pairs)
OF_A_PLAN = (PLAN, SEED, RATE, QUOTA, LEAST, EACH_TYPE, RISKY, CROSSED, ALLOT, LAYER, SAVED)
ON_A_GRID = (SORT, COLUMNS, WHERE)  # how a list is shown; each list checks the columns they name
ACTING_OTHERWISE = (
    SINCE, UNTIL, PERIOD, GRAIN, BEHIND, MEASURE, UNIT, LAW, REASON, OF_TABLE, ASIDE, FIRST, PATHS, OVERLAY, VERSUS, WAY, TIER,
    STRATA, WINDOW, AWAY, WEIGH, PUBLISHED, REVIEW_SHARE, COEFS, ACCOUNT, DID, ABOUT, REVIEW, *OF_A_PLAN, *ON_A_GRID,
)
ALL: dict[str, Filter] = {
    each.key: each
    for each in (ORG, *map(one_of, dimensions.ALL.values()), CASE, SEARCH, SUPERVISED, LEADER, *OF_THE_FLOW, *ACTING_OTHERWISE)
}
ALL |= {by.key: Filter(by.key, by.label, reading.listed(by.codes), bands.within(by), (by.column,)) for by in dimensions.BANDED}
DEFAULT_PERIOD = "last12"


@dataclass(frozen=True)
class Filters:
    """The filters in force. Frozen and hashable; keys sorted, so equal questions have equal addresses."""

    texts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "Filters":
        """Unknown keys are left out (old bookmarks, tracking); a value that cannot be read raises BadFilter."""
        return cls()._with(texts)

    @classmethod
    def of_url(cls, search: str | None) -> "Filters":
        return cls.of(dict(parse_qsl((search or "").lstrip("?"))))

    def and_(self, **texts: str | None) -> "Filters":
        """With some set, and those set to None taken out."""
        return self._with(texts)

    def _with(self, texts: Mapping[str, str | None]) -> "Filters":
        """What is there already has been read before."""
        given = {key: text for key, text in texts.items() if key in ALL}
        for key, text in given.items():
            if text:
                _parsed(key, text)
        return Filters(tuple(sorted((key, text) for key, text in {**dict(self.texts), **given}.items() if text)))

    def without(self, *keys: str) -> "Filters":
        return Filters(tuple((key, text) for key, text in self.texts if key not in keys))

    def only(self, *keys: str) -> "Filters":
        return Filters(tuple((key, text) for key, text in self.texts if key in keys))

    def get(self, key: str) -> Any:
        return _parsed(key, text) if (text := self.text(key)) else None

    def text(self, key: str) -> str:
        return dict(self.texts).get(key, "")

    def __str__(self) -> str:
        return "?" + "&".join(_written(*each) for each in self.texts) if self.texts else ""

    def period(self, as_of: date, statistical_day: int) -> Period:
        """The period asked for, cut off where the data end; days given one by one go before a named period."""
        named = period.parse(self.text("period") or DEFAULT_PERIOD, as_of, statistical_day)
        since, until = self.get("since") or named.since, self.get("until") or named.until
        if since > until:
            raise BadFilter(BACKWARDS, since=since, until=until)
        return Period(since, until).clipped(as_of)

    def conditions(self) -> list[tuple[Filter, Any]]:
        """The filters that are conditions on rows, with their values."""
        return [(ALL[key], _parsed(key, text)) for key, text in self.texts if ALL[key].where]

    def where(self, c: sa.ColumnCollection, relation: Relation, places: Places) -> sa.ColumnElement[bool]:
        """All conditions on rows. Raises BadFilter for one that these rows cannot answer."""
        found = [sa.true()]
        for each, value in self.conditions():
            if not any(name in c for name in each.needs):
                raise BadFilter(NOT_APPLICABLE, label=each.label, relation=relation.label)
            found.append(each.where(c, value, places))
        return sa.and_(*found)

    def columns(self, places: Places) -> set[str]:
        """The columns its conditions read, to tell which pre-aggregate can answer."""
        found = {name for each, _ in self.conditions() if each is not ORG for name in each.needs}
        return found | {places.level(code).column for code in (self.get("org") or ()) if not places.is_national(code)}


@lru_cache(2048)
def _written(key: str, text: str) -> str:
    """A page has thousands of addresses, most of them of the same few parts."""
    return urlencode(((key, text),))


def _parsed(key: str, text: str) -> Any:
    try:
        return ALL[key].parse(text)
    except (ValueError, KeyError) as error:
        raise BadFilter(UNREADABLE, label=ALL[key].label, text=text) from error

