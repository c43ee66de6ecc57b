"""A scheme on the screen: the legal line, what each unit would have, the sandbox, who moves and why, what a finding costs, what is flagged.

Knows what was tried, handed in. Must not know queries.
"""

from collections.abc import Callable

from dash import html

from components import forms, messages, notices, numbers, tables, words
from components.svg import mark
from components.tables import Col
from data import catalogue
from data.ask import Ask
from data.definitions import indicators
from data.text import Text

PATH, RIGHT = "/schemes", "decide"
TITLE = Text("评价方案试算", "Scheme of evaluation")
LAW = Text("2024年10月起全国取消考核排名（一取消三不再）；本页由本院设置明确启用，只作内部试算，不作通报排名。",
           "Assessment rankings were abolished nationally in October 2024; this page is open by an explicit setting of the "
           "office, for trial calculation inside it, not for bulletins.")  # fmt: skip
SHUT = Text("2024年10月起全国取消考核排名（一取消三不再）；评价方案默认关闭，须由本院在设置 ANLIU_SCHEMES 中明确启用",
            "Assessment rankings were abolished nationally in October 2024: schemes are shut unless ANLIU_SCHEMES opens them")  # fmt: skip
HEAD = Text("{scheme}（第 {version} 版，{state}）：{lines} 条线、{indicators} 项指标、{points} 个评价点；以 {year} 年重算，"
            "{result}",
            "{scheme} (version {version}, {state}): {lines} lines, {indicators} indicators, {points} points; recomputed for {year}: "
            "{result}")  # fmt: skip
CHANGED = Text("{k} 个单位得分变化，{moved} 个换位", "{k} units change, {moved} change places")
AS_IT_IS = Text("没有试改系数，各单位得分即原方案的得分", "no coefficient tried, the points are those of the scheme")
COSTS = Text("{n} 项监控问题，最多的情形是“{branch}”（{most} 项，×{factor}）",
             "{n} findings, most of them “{branch}” ({most}, ×{factor})")  # fmt: skip
POINTS_SAY = Text("{n} 个评价点，其中 {flagged} 个没有来源或核查办法、不计分",
                  "{n} points, {flagged} without a source or a check, which count for nothing")  # fmt: skip
STATES = {True: Text("已确认", "confirmed"), False: Text("待本院确认", "to be confirmed by the office")}
SHARE, TRY = Text("评查与监控权重%", "Part of reviews and monitoring, %"), Text("重算", "Recompute")
COEFS = Text("试改系数（如 review:5,arrest:1）", "Coefficients to try (review:5,arrest:1)")
SUM = Text("业务 {business} + 评查与监控 {review} = 100%；原方案评查与监控 {before}",
           "business {business} + reviews and monitoring {review} = 100 %; {before} in the scheme")  # fmt: skip
FLAGGED = Text("{n} 个评价点没有来源或核查办法，不计分：{names}", "{n} points name no source or no check and count for nothing: {names}")
UNIT, SCORE, TRIED, CHANGE, PLACE, WHY = (Text("单位", "Unit"), Text("得分", "Points"), Text("试算", "Tried"),
                                          Text("变化", "Change"),
                                          Text("位次变化", "Place"), Text("主要原因", "Mostly because of"))  # fmt: skip
BRANCH, FACTOR, FINDINGS = Text("监控问题的情形", "Branch of a finding"), Text("扣分倍数", "Factor"), Text("问题数", "Findings")
POINT, LINE, WAY, COEFFICIENT, BOUNDS, SOURCE, CHECK = (
    Text("评价点", "Point"), Text("条线", "Line"), Text("计法", "Way"), Text("系数", "Coefficient"), Text("上下限", "Bounds"),
    Text("来源", "Source"), Text("核查", "Check"),
)  # fmt: skip
WAYS = {"relative": Text("高于平均加分、低于扣分", "above the usual gives, below takes"),
        "deduct": Text("高于平均扣分", "above the usual takes"),
        "findings": Text("按问题情形扣分", "findings take, by branch"), "manual": Text("人工", "by hand")}  # fmt: skip
CALLED = {"records": Text("案件数据", "the records"), "list": Text("数字背后的清单", "the list behind the number")}
FREEZE = Text("按原方案冻结并签名", "Freeze the scheme's result and sign")
SIGNED = Text("{year} 年 {unit} 结果，{who} 于 {at} 签名 {signature}：{state}",
              "{year}, {unit}: signed by {who} on {at}, {signature}: {state}")
WHOLE = {True: Text("未被改动", "unchanged"), False: Text("与签名不符", "does not match its signature")}
REASONS, FEW = 3, 12


def when_open(view: Callable) -> Callable:
    """The view; where the office has not opened schemes, why not."""
    return lambda found, ask: _shut() if found is None else view(found, ask)


def _shut() -> html.Div:
    return notices.notice(messages.NOT_ALLOWED, "lock", html.P(str(SHUT)), kind="NotAllowed")


def scheme(found, ask: Ask) -> html.Div:
    one = found.scheme
    said = {"scheme": one.label, "version": one.version, "state": STATES[one.confirmed], "year": found.year,
            "lines": len({each.line for each in one.points}), "indicators": len({(each.line, each.indicator) for each in one.points}),
            "points": len(one.points), "result": _result(found.units)}  # fmt: skip
    share = {"before": f"{one.review_share:.0%}", "review": f"{found.other.review_share:.0%}",
             "business": f"{1 - found.other.review_share:.0%}"}  # fmt: skip
    return html.Div([html.P(str(LAW), className="note"), html.P(HEAD.format(**said), className="headline"),
                     _sandbox(found, ask), html.P(SUM.format(**share), className="muted note"), _units(found, ask),
                     *_flagged(found)], className="drawn")  # fmt: skip


def _result(units) -> str:
    k, moved = sum(abs(unit.other_score - unit.score) > 1e-9 for unit in units), sum(unit.place != unit.other_place for unit in units)
    return CHANGED.format(k=k, moved=moved) if k else str(AS_IT_IS)


def _sandbox(found, ask: Ask) -> html.Form:
    """A form that asks the same page with other coefficients; it changes nothing."""
    kept = [mark("input", type="hidden", name=key, value=text) for key, text in ask.filters.texts if key not in ("review_share", "coefs")]
    inside = [forms.line("review_share", SHARE, f"{found.other.review_share * 100:g}", "number", min="0", max="100"),
              forms.line("coefs", COEFS, ask.filters.text("coefs"), maxlength=200)]  # fmt: skip
    submit = html.Button(str(TRY), type="submit", className="do")
    return html.Form([*kept, *inside, submit], action=PATH, method="get", className="deed in-line")


def _units(found, ask: Ask):
    """In the order of the units, not of their points."""
    columns = [
        Col(UNIT, lambda unit: str(ask.names.value(found.level, unit.code))),
        Col(SCORE, lambda unit: numbers.digits(unit.score, 2), "number"),
        Col(TRIED, lambda unit: numbers.digits(unit.other_score, 2), "number"),
        Col(CHANGE, lambda unit: f"{unit.other_score - unit.score:+.2f}", "number"),
        Col(PLACE, lambda unit: words.changed_to(unit.place, unit.other_place) if unit.place != unit.other_place else "", "number"),
        Col(WHY, lambda unit: words.listed(_reason(*each) for each in unit.reasons[:REASONS])),
    ]  # fmt: skip
    return tables.simple(columns, found.units, str(SCORE))


def _reason(item, change: float) -> str:
    return f"{_named(item.point)} {change:+.2f}"


def _named(point) -> str:
    line = catalogue.codes("line")[point.line]
    return f"{line}·{_what(point)}"


def _what(point) -> str:
    """What it measures; what nothing measures goes by its indicator."""
    return str(indicators.ALL[point.measure].label if point.measure in indicators.ALL else point.label)


def _flagged(found) -> list:
    if not found.flagged:
        return []
    names = words.listed(dict.fromkeys(_named(each) for each in found.flagged))
    return [html.P(FLAGGED.format(n=len(found.flagged), names=names), className="note")]


def branches(found, ask: Ask) -> html.Div:
    """What a finding costs, and under which branch the findings of the year fell."""
    known = found.scheme.branches
    counted = {key: sum(unit.get(key, 0) for unit in found.findings.values()) for key in known}
    columns = [Col(BRANCH, lambda key: str(known[key].label)), Col(FACTOR, lambda key: f"×{known[key].factor:g}", "number"),
               Col(FINDINGS, lambda key: numbers.digits(counted[key]), "number")]  # fmt: skip
    most = max(counted, key=counted.get, default=None)
    said = COSTS.format(n=numbers.digits(sum(counted.values())), branch=known[most].label, most=numbers.digits(counted[most]),
                        factor=f"{known[most].factor:g}") if most and counted[most] else str(words.NO_ROWS)  # fmt: skip
    return html.Div([html.P(said, className="headline"), tables.simple(columns, list(known), str(BRANCH))], className="drawn")


def points(found, ask: Ask) -> html.Div:
    columns = [
        Col(LINE, lambda each: str(catalogue.codes("line")[each.line])),
        Col(POINT, lambda each: words.listed(dict.fromkeys((str(each.label), _what(each))))),
        Col(WAY, lambda each: str(WAYS[each.way])), Col(COEFFICIENT, lambda each: f"{each.coefficient:g}", "number"),
        Col(BOUNDS, lambda each: f"{each.floor:g} / {each.ceiling:g}".replace("-", "−"), "number"),
        Col(SOURCE, lambda each: _known(each.source)), Col(CHECK, lambda each: _known(each.check)),
    ]  # fmt: skip
    said = POINTS_SAY.format(n=len(found.other.points), flagged=len(found.flagged))
    return html.Div([html.P(said, className="headline"), tables.simple(columns, found.other.points, str(POINT))], className="drawn")


def _known(code: str) -> str:
    """How a source or a check is called; an office may write its own."""
    return str(CALLED.get(code, code) or words.NOT_FILLED)


def frozen(rows, ask: Ask) -> html.Div:
    form = [forms.form("freeze_scheme", [], FREEZE, ask.link(PATH))] if ask.desk is not None and ask.viewer.may(RIGHT) else []
    listed = html.Ul([html.Li(_signed(row, state, ask)) for row, state in rows[:FEW]])
    return html.Div([*form, listed if rows else html.P(str(words.NO_ROWS), className="muted")], className="drawn")


def _signed(row, state: bool, ask: Ask) -> str:
    unit = "" if row["unit"] == "*" else ask.names.of("org", row["unit"])
    return SIGNED.format(year=row["year"], unit=unit, who=row["name"] or row["account"], at=row["at"].date(),
                         signature=row["signature"][:12], state=WHOLE[state])  # fmt: skip
