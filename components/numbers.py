"""How a figure is written: digits, unit, what it was made of, how it changed.

Knows indicators and figures. Must not know Dash or where a number is shown.
"""

from dataclasses import dataclass

from components import words
from data import chance
from data.answer import Figure
from data.ask import Ask
from data.definitions.indicators.base import DAYS, Better, Indicator
from data.text import Text, counted, locale

NOTHING = Text("无数据", "no data")
NO_BASE = Text("分母为零", "nothing to divide by")
FEW = Text("少于 {least}，不显示", "under {least}, withheld")
UNDEFINED = "—"
UNDER, OVER, ABOUT = Text("不足1%", "under 1%"), Text("超过99%", "over 99%"), Text("约{n}%", "about {n}%")
COARSE = 0.2  # from here a chance is said to the nearest five in a hundred, as finely as it is known
FEW_TO_COMPARE = 10  # below it a change in percent says more of chance than of the office


def digits(number: float, places: int = 0) -> str:
    """With a true minus sign; what rounds to nothing has none."""
    said = f"{number:,.{places}f}"
    return said.replace("-", "−" if said.strip("-0.,") else "")


def plain(each: Indicator, value: float) -> str:
    """The value in the indicator's way, without its unit (percent keeps its sign): one format, so that a column can be compared."""
    if each.percent:
        return f"{value * 100:,.1f}%"
    return digits(value, 0 if each.counts else 1)


def unit(each: Indicator) -> str:
    """The unit behind the digits; a rate carries its own."""
    return "" if each.percent else str(each.unit)


def shown(each: Indicator, figure: Figure) -> str:
    return UNDEFINED if figure.value is None else plain(each, figure.value)


def with_unit(each: Indicator, figure: Figure) -> str:
    """`1,234 件`, `45.5 自然日`, `12.3%`."""
    if figure.value is None:
        return UNDEFINED
    space = " " if locale.get() == "en" or each.unit == DAYS else ""
    return counted((plain(each, figure.value) + space + unit(each)).strip())


def why_not(each: Indicator, figure: Figure, ask: Ask) -> str:
    """Why a figure is not shown; empty when it is."""
    if figure.value is not None:
        return ""
    if figure.withheld:
        return FEW.format(least=least(each, ask))
    return str(NOTHING if each.of is None else NO_BASE)


def least(each: Indicator, ask: Ask) -> int:
    return ask.settings.minimum_n if each.minimum_n is None else each.minimum_n


def parts(figure: Figure) -> str:
    """`45 / 366`: what a rate was made of; empty for what is not a rate."""
    if figure.denominator is None or figure.numerator is None:
        return ""
    return f"{digits(figure.numerator)} / {digits(figure.denominator)}"


def spoken(each: Indicator, figure: Figure, ask: Ask) -> str:
    """The figure as a hover text and a screen reader say it: value, unit, parts, or why not."""
    if figure.value is None:
        return words.bracketed(f"{each.label} {UNDEFINED}", why_not(each, figure, ask))
    made = parts(figure) or (f"n = {digits(figure.n)}" if each.q is not None else "")
    said = f"{each.label} {with_unit(each, figure)}"
    return words.bracketed(said, made) if made else said


def likelihood(probability: float) -> str:
    """A probability as finely as it deserves: `不足1%`, `约7%`, `约30%`."""
    if probability < 0.01 or probability > 0.99:
        return str(UNDER if probability < 0.01 else OVER)
    percent = round(probability * 100) if probability < COARSE or probability > 1 - COARSE / 4 else round(probability * 20) * 5
    return ABOUT.format(n=percent)


@dataclass(frozen=True)
class Change:
    """From one figure to another: the difference, the difference in percent, the factor, and whether that is good.

    Only what chance does not explain has `moved`: it bears an arrow, and may be called better or worse.
    """

    difference: float
    percent: float | None
    factor: float | None
    verdict: str  # better | worse | neutral
    moved: bool = False

    @property
    def arrow(self) -> str:
        return ("▲" if self.difference > 0 else "▼") if self.moved else ""


def change(each: Indicator, now: Figure, then: Figure) -> Change | None:
    """None where either is missing. Percent and factor only where the base is large enough to bear them."""
    if now.value is None or then.value is None:
        return None
    difference = now.value - then.value
    small = each.counts and then.value < FEW_TO_COMPARE
    if not then.value or small:
        return Change(difference, None, None, "neutral")
    moved = chance.beyond(each, now, then)
    verdict = _verdict(each, difference) if moved else "neutral"
    return Change(difference, difference / then.value, now.value / then.value, verdict, moved)


def _verdict(each: Indicator, difference: float) -> str:
    if each.better is Better.NEITHER or not difference:
        return "neutral"
    return "better" if (difference > 0) == (each.better is Better.MORE) else "worse"


def signed(each: Indicator, difference: float) -> str:
    """`+12`, `−3.5`, `+1.2 个百分点`, with a true minus sign."""
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    if each.percent:
        return f"{sign}{abs(difference) * 100:.1f} {POINTS}"
    return sign + digits(abs(difference), 0 if each.counts else 1)


def signed_percent(share: float) -> str:
    sign = "+" if share > 0 else "−" if share < 0 else "±"
    return f"{sign}{abs(share) * 100:,.1f}%"


POINTS = Text("个百分点", "pp")


def factor(number: float) -> str:
    return f"×{number:,.2f}"
