"""What lies behind a figure: the strata of a unit with what is expected of each and which cases make the gap; why a year changed it.

Knows answers as they are handed in. Must not know queries.
"""

import numpy as np
from dash import html

from components import body, drill, notices, numbers, tables, theme, words
from components.comparison import units as rows
from components.figures.graph import graph
from components.figures.stairs import Step, stairs
from components.tables import Col
from data.ask import Ask
from data.definitions.indicators.base import Better
from data.text import Text

STRATUM, TOGETHER = Text("层", "Stratum"), Text("全部案件", "All cases")
BASE, OWN_PART, PART = Text("分母", "Base"), Text("本单位占比", "Part here"), Text("全体占比", "Part everywhere")
USUAL, EXPECTED, OBSERVED, GAP = Text("全体比率", "Rate everywhere"), Text("期望", "Expected"), Text("实际", "Observed"), Text("差", "Gap")
OWN_SAYS = Text("{name}：按同类构成应有 {expected}{unit}，实有 {observed}{unit}（{gap}）；差额最大的是“{stratum}”（{most}）",
                "{name}: {expected}{unit} expected of such a mix, {observed} observed ({gap}); most of it in “{stratum}” ({most})")
ALL_SAYS = Text("共 {n} 层；比率由 {low} 至 {high}，构成不同本身就会使各单位不同。选定一个单位，可看差额来自哪些案件",
                "{n} strata with rates from {low} to {high}: a different mix alone makes units differ. Choose a unit to see which "
                "cases make its gap")  # fmt: skip
FEW = Text("分母不足 {least} 的层合并为“其余”", "Strata with a base under {least} are put together as “the rest”")
REST = Text("其余", "The rest")
BEFORE, NOW = Text("上年同期", "A year before"), Text("本期", "Now")
KIND = Text("{name}", "{name}")
MIX, RATE, OTHERS = Text("构成：{name}", "Mix: {name}"), Text("比率：{name}", "Rate: {name}"), Text("其余各层", "all other strata")
ALL_STRATA = Text("各层合计", "all strata")
CHANGE = Text("{name}一年来 {before} → {now}（{difference}），{why}：案件构成带来 {mix}，同类案件的比率带来 {rate}",
              "{name} {before} → {now} ({difference}) in a year, {why}: the mix made {mix}, rates of like cases made {rate}")
BY_MIX, BY_RATE = (Text("主要因为案件构成变了", "mostly because the mix of cases changed"),
                   Text("主要因为同类案件的比率变了", "mostly because rates of like cases changed"))  # fmt: skip
OF_BASE = Text("分母 {before} → {now}。", "Base {before} → {now}. ")
NUMBER = Text("{name} {before} → {now}（{difference}）", "{name} {before} → {now} ({difference})")
TOP = Text("分子 {before} → {now}（{difference}）：案件量 {volume}，构成 {mix}，比率 {rate}。",
           "Numerator {before} → {now} ({difference}): volume {volume}, mix {mix}, rate {rate}. ")  # fmt: skip
CUT = Text("上年与本期两柱不从零画起，只比较差额；各因素之和恰为差额",
           "The two bars of totals do not begin at zero: read the differences; the causes add up to them exactly")  # fmt: skip
NO_CHANGE = Text("上年同期或本期没有分母，无从比较", "One of the two periods has no base: nothing to compare")
STEP, EFFECT = Text("因素", "Cause"), Text("影响", "Effect")
LARGEST, WORTH = 3, 0.05  # strata shown by name: at most so many, each with so much of all that moved
POINTS = Text("单位：百分点。", "In percentage points. ")


def mix(found, ask: Ask):
    """The strata of the unit in force, or of all."""
    if found is None:
        return None
    if not found.cells.units:
        return notices.empty()
    own = found.unit(found.own)
    lines = _lines(found, own, ask)
    columns = _columns(found, own, ask)
    says = _mix_says(found, own, lines, ask)
    note = html.P(FEW.format(least=numbers.least(found.indicator, ask)), className="note muted")
    shown = tables.simple(columns, lines, str(STRATUM))
    return html.Div([html.P(says, className="headline"), shown, note, body.foot(ask, (found.indicator,))], className="drawn")


def _lines(found, own, ask: Ask) -> list[dict]:
    """One for each stratum, those with a small base together."""
    table = found.cells
    base, top = table.base.sum(0), table.top.sum(0)
    usual = np.divide(top, base, out=np.zeros(len(base)), where=base > 0)
    mine = (table.base[own.place], table.top[own.place]) if own else (base, top)
    large = mine[0] >= numbers.least(found.indicator, ask)
    found_lines = [
        {"name": _name(found, code, ask), "texts": _texts(found, code, ask), "base": mine[0][at], "observed": mine[1][at], "part": base[at],
         "expected": mine[0][at] * usual[at], "top": top[at]}
        for at, code in enumerate(table.strata) if large[at]
    ]  # fmt: skip
    small = [at for at in range(len(table.strata)) if not large[at] and (mine[0][at] or mine[1][at])]
    if small:
        summed = {"base": mine[0][small].sum(), "observed": mine[1][small].sum(), "part": base[small].sum(), "top": top[small].sum()}
        found_lines.append({"name": str(REST), "texts": None, "expected": (mine[0] * usual)[small].sum(), **summed})
    return sorted(found_lines, key=lambda line: -abs(line["observed"] - line["expected"]) if own else -line["base"])


def _name(found, code: tuple, ask: Ask) -> str:
    return words.listed(ask.names.value(one, value) for one, value in zip(found.cells.by, code, strict=True)) or str(TOGETHER)


def _texts(found, code: tuple, ask: Ask) -> dict[str, str]:
    return {key: text for one, value in zip(found.cells.by, code, strict=True) for key, text in drill.texts(ask, one, value).items()}


def _columns(found, own, ask: Ask) -> list[Col]:
    whole = found.cells.base.sum()
    common = [
        Col(STRATUM, lambda line: line["name"]), Col(BASE, lambda line: numbers.digits(line["base"]), "number"),
        Col(PART, lambda line: f"{line['part'] / whole:.1%}", "number"),
        Col(USUAL, lambda line: rows.rate(found, line["top"] / line["part"], ask) if line["part"] else "—", "number"),
    ]  # fmt: skip
    if own is None:
        return common
    mine = max(found.cells.base[own.place].sum(), 1)
    return [
        *common[:2], Col(OWN_PART, lambda line: f"{line['base'] / mine:.1%}", "number"), *common[2:],
        Col(EXPECTED, lambda line: numbers.digits(line["expected"], 1), "number"),
        Col(OBSERVED, lambda line: _observed(line, own, found, ask), "number"),
        Col(GAP, lambda line: _signed(line["observed"] - line["expected"]), "number"),
    ]  # fmt: skip


def _observed(line: dict, own, found, ask: Ask):
    """The number, as a link to the cases that it is."""
    text = numbers.digits(line["observed"])
    if line["texts"] is None:
        return text
    return html.A(text, href=found.ask.behind(found.indicator, ask.period, **drill.texts(ask, found.level, own.code), **line["texts"]))


def _mix_says(found, own, lines: list[dict], ask: Ask) -> str:
    if own is None:
        rates = [line["top"] / line["part"] for line in lines if line["part"]] or [0.0]
        return ALL_SAYS.format(n=len(lines), low=rows.rate(found, min(rates), ask), high=rows.rate(found, max(rates), ask))
    most = lines[0]
    return OWN_SAYS.format(
        name=ask.names.value(found.level, own.code), expected=numbers.digits(own.expected, 1), observed=numbers.digits(own.observed),
        unit=f" {found.indicator.of.unit}" if found.indicator.proportion else "",
        gap=_signed(own.observed - own.expected), stratum=most["name"], most=_signed(most["observed"] - most["expected"]),
    )  # fmt: skip


def _signed(number: float) -> str:
    sign = "+" if number > 0.05 else "−" if number < -0.05 else "±"
    return sign + numbers.digits(abs(number), 1)


def change(found, ask: Ask):
    """From a year before to now: what the mix did, what the rates within strata did."""
    if found is None:
        return None
    if found.effects is None:
        return html.Div(html.P(str(NO_CHANGE), className="headline"), className="drawn")
    each, factor = found.indicator, found.indicator.factor(ask.period)
    steps = _steps(found, ask, factor)
    says = _change_says(found, factor)
    figure = stairs(steps, lambda value: numbers.plain(each, value), lambda value: _short(each, value), _colour(each))
    drawn = graph(figure, "change", says)
    shown = html.Div([drawn, html.P(f"{_numerator(found)}{POINTS if each.percent else ''}{CUT}", className="note muted")])
    columns = [Col(STEP, lambda step: step.name), Col(EFFECT, lambda step: _effect(each, step), "number")]
    return body.body(ask, says, shown, tables.simple(columns, steps, str(EFFECT)), (each,))


def _numerator(found) -> str:
    """Of a rate: what the number of cases did to its numerator, beside mix and rate."""
    top, each = found.numerator, found.indicator
    if top is None:
        return ""
    bases = [numbers.digits(group[each.key].denominator or 0) for group in (found.before, found.now)]
    return OF_BASE.format(before=bases[0], now=bases[1]) + TOP.format(
        before=numbers.digits(top.before), now=numbers.digits(top.after), difference=_signed(top.difference), volume=_signed(top.volume),
        mix=_signed(float(top.mix.sum())), rate=_signed(float(top.rate.sum())),
    )  # fmt: skip


def _short(each, value: float) -> str:
    """Beside a bar: points without their unit, which the note says."""
    return numbers.signed(each, value).removesuffix(str(numbers.POINTS)).strip()


def _effect(each, step: Step) -> str:
    return numbers.signed(each, step.value) if step.change else numbers.plain(each, step.value)


def _colour(each):
    c = theme.colours()
    if each.better is Better.NEITHER:
        return lambda value: c.s2
    return lambda value: c.better if (value > 0) == (each.better is Better.MORE) else c.worse


def _change_says(found, factor: float) -> str:
    each, effects = found.indicator, found.effects
    if each.of is None:
        said = [numbers.digits(value) for value in (effects.before, effects.after)]
        return NUMBER.format(name=each.label, before=said[0], now=said[1], difference=numbers.signed(each, effects.difference))
    mix, rate = (float(part.sum()) * factor for part in (effects.mix, effects.rate))
    return CHANGE.format(
        name=each.label, before=numbers.plain(each, effects.before * factor), now=numbers.plain(each, effects.after * factor),
        difference=numbers.signed(each, effects.difference * factor), mix=numbers.signed(each, mix),
        rate=numbers.signed(each, rate), why=BY_MIX if abs(mix) > abs(rate) else BY_RATE,
    )  # fmt: skip


def _steps(found, ask: Ask, factor: float) -> list[Step]:
    """The largest strata of either cause by name, the others together."""
    each, effects = found.indicator, found.effects
    behind, moved = ask.behind(each), float(np.abs(effects.mix).sum() + np.abs(effects.rate).sum())
    steps = [Step(str(BEFORE), effects.before * factor, False, ask.behind(each, found.before.period))]
    causes = ((MIX, effects.mix), (RATE, effects.rate)) if each.of else ((KIND, effects.rate),)
    for label, by_stratum in causes:
        largest = [int(at) for at in np.argsort(-np.abs(by_stratum))[:LARGEST] if abs(by_stratum[at]) > WORTH * moved]
        steps += [
            Step(label.format(name=_name(found, found.cells.strata[at], ask)), float(by_stratum[at]) * factor, True,
                 ask.behind(each, **_texts(found, found.cells.strata[at], ask)))
            for at in largest
        ]  # fmt: skip
        rest = float(by_stratum.sum() - by_stratum[largest].sum())
        if len(by_stratum) > len(largest):
            name = OTHERS if largest else ALL_STRATA
            steps.append(Step(label.format(name=name), rest * factor, True, behind))
    return [*steps, Step(str(NOW), effects.after * factor, False, behind)]
