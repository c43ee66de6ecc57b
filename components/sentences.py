"""Findings said in a sentence, from the figures themselves. A sentence describes; it names no best and no worst.

Knows figures. Must not know Dash or queries.
"""

from collections.abc import Callable
from statistics import median

from components import messages, numbers, words
from components.figures.lines import unfinished
from data.answer import Answer, Figure, Group
from data.ask import Ask
from data.definitions.indicators.base import Indicator
from data.text import Text

UP, DOWN, SAME = Text("增加", "up"), Text("减少", "down"), Text("持平", "unchanged")
TREND = Text(
    "{name}：{month}为 {value}，比上月{before}，比上年同月{year}",
    "{name}: {value} in {month}, {before} on the month before, {year} on the same month last year",
)
TREND_SHORT = Text("{name}：{month}为 {value}，比上月{before}", "{name}: {value} in {month}, {before} on the month before")
TREND_ONE = Text("{name}：{month}为 {value}", "{name}: {value} in {month}")
SPREAD = Text(
    "{whole}；{count} 个{what}在 {low} 至 {high} 之间，居中者 {middle}",
    "{whole}; by {what}, {count} values from {low} to {high}, the middle one {middle}",
)
ONLY_ONE = Text("{whole}；只有 1 个{what}", "{whole}; only one {what}")
MOSTLY = Text("{whole}；最多的是“{first}”，{value}（{share}）", "{whole}; most are “{first}”, {value} ({share})")
WITHHELD = Text("；{n} 个样本不足不显示", "; {n} withheld as too few")
SUMMARY = Text(
    "受理 {accepted}，办结 {concluded}，期末未结 {pending}",
    "Accepted {accepted}, concluded {concluded}, pending at the end {pending}",
)
YEAR = Text("同比 {change}", "{change} on the year before")
WORSE, BETTER = "worse", "better"
GOT_WORSE, GOT_BETTER = Text("比上年同期变差：{names}", "worse than a year before: {names}"), Text("好转：{names}", "better: {names}")
MOVED = Text("变化明显：{names}", "clearly changed: {names}")
NO_CHANGE = Text("各项比上年同期的变化都在偶然波动之内", "no figure moved beyond chance against the year before")
WHOLE = Text("{name}合计 {value}", "{name}: {value} in all")
CHANGED = Text("{who}：{name} {now}，上年同期 {before}，{change}", "{who}: {name} {now}, a year before {before}, {change}")
EVERYWHERE = Text("全部范围", "The whole range")
TOO_EARLY = Text(
    "数据自 {first} 起，尚无完整的上年同期可比",
    "The data begin on {first}: there is no whole period a year before to compare with",
)
NOTHING_CHANGED = Text("与上年同期相比，没有超出偶然波动的变化", "Against the year before, nothing moved beyond chance")
MOST = Text("与上年同期相比，全部范围和各单位有 {n} 处变化超出偶然波动",
            "Against the year before, changes beyond chance, of the whole and its units: {n}")  # fmt: skip
MOST_FIRST = Text("与上年同期相比，全部范围和各单位有 {n} 处变化超出偶然波动，最明显的 {shown} 处是：",
                  "Against the year before, changes beyond chance, of the whole and its units: {n}; the {shown} clearest:")  # fmt: skip
RULE = Text("件数和比例的变化超过 {errors} 个标准误，才列在这里、在卡片上标箭头；没有标准误的（如中位数）变化达 {part} 标箭头，不列。",
            "Counts and shares are listed here, and bear an arrow on their cards, when they moved by more than {errors} standard errors; "
            "what has no such error, a median for instance, bears an arrow from {part} and is not listed.")  # fmt: skip
NO_FIGURE = Text("没有数值", "no figure")


def moved(each: Indicator, now: Figure, then: Figure) -> str:
    """`增加 5.2%（×1.05）`, or the difference where a percentage would mislead."""
    found = numbers.change(each, now, then)
    if found is None:
        return str(NO_FIGURE)
    if not found.difference:
        return str(SAME)
    word = UP if found.difference > 0 else DOWN
    if found.percent is None or each.percent:
        return f"{word} {numbers.signed(each, abs(found.difference)).lstrip('+')}"
    many = f"{abs(found.percent) * 100:,.1f}%"
    return words.bracketed(f"{word} {many}", numbers.factor(found.factor))


def trend(answer: Answer, each: Indicator) -> str:
    """The last whole month against the one before and the same one a year before."""
    whole = [group for group in answer.groups if not unfinished(group)] or list(answer.groups)
    if not whole or whole[-1][each.key].value is None:
        return words.about(each.label, NO_FIGURE)
    last, figure = whole[-1], whole[-1][each.key]
    said = {"name": each.label, "month": last.period.label, "value": numbers.with_unit(each, figure)}
    if len(whole) < 2:
        return TREND_ONE.format(**said)
    said["before"] = moved(each, figure, whole[-2][each.key])
    year = _year_before(whole, last)
    return TREND.format(**said, year=moved(each, figure, year[each.key])) if year else TREND_SHORT.format(**said)


def _year_before(groups: list[Group], last: Group) -> Group | None:
    wanted = last.period.year_before()
    return next((group for group in groups if group.period == wanted), None)


def spread(answer: Answer, each: Indicator, what: str) -> str:
    """The whole, and between which values the parts lie: a description of the spread, not a ranking."""
    values = [group[each.key].value for group in answer.groups if group[each.key].value is not None]
    if not values:
        return words.about(each.label, NO_FIGURE)
    whole = WHOLE.format(name=each.label, value=_whole(answer, each)) if each.sums else str(each.label)
    withheld = sum(group[each.key].withheld for group in answer.groups)
    rest = WITHHELD.format(n=withheld) if withheld else ""
    if len(values) == 1:
        return ONLY_ONE.format(whole=whole, what=what) + rest
    low, high, middle = (numbers.plain(each, value) for value in (min(values), max(values), median(values)))
    return SPREAD.format(whole=whole, count=len(values), what=what, low=low, high=high, middle=middle) + rest


def mostly(answer: Answer, each: Indicator, names: Callable[[Group], object]) -> str:
    """A count by kinds: the whole and the kind that most of it is. Of units and persons it is said how they are spread."""
    groups = [group for group in answer.groups if group[each.key].value]
    total = sum(group[each.key].value for group in groups)
    if len(groups) < 2:
        return spread(answer, each, str(answer.dimensions[-1].label))
    first = max(groups, key=lambda group: group[each.key].value)
    said = {"first": names(first), "value": numbers.digits(first[each.key].value), "share": f"{first[each.key].value / total:.0%}"}
    return MOSTLY.format(whole=WHOLE.format(name=each.label, value=_whole(answer, each)), **said)


def _whole(answer: Answer, each: Indicator) -> str:
    return numbers.with_unit(each, whole(answer, each))


def whole(answer: Answer, each: Indicator) -> Figure:
    """All groups together, for what adds up: counts by their sum, rates by the sums of their parts."""
    figures = [group[each.key] for group in answer.groups]
    over = sum(figure.numerator or 0 for figure in figures)
    if each.of is None:
        return Figure(over, over, None, int(over))
    under = sum(figure.denominator or 0 for figure in figures)
    return Figure(each.value(over, under, answer.groups[0].period), over, under, int(under))


def summary(compared) -> str:
    """What came, went and stays, when the comparison holds those; else its first indicator."""
    keys = {each.key: each for each in compared.indicators}
    if not {"accepted", "concluded", "pending"} <= set(keys):
        return glance(compared)
    said = {key: numbers.with_unit(keys[key], compared.now[key]) for key in ("concluded", "pending")}
    return SUMMARY.format(**said, accepted=_with_change(keys["accepted"], compared))


def glance(compared) -> str:
    """The first figure as it stands, and which of all are better or worse than a year before by more than chance."""
    first = compared.indicators[0]
    judged = {WORSE: words.WORSE, BETTER: words.BETTER}.get(_verdict(first, compared), "")
    return words.sentence([words.listed((f"{first.label} {_with_change(first, compared)}", judged)), *_moved(compared, first)])


def summary_and_moves(compared) -> str:
    """What came, went and stays, and what of all that is shown is better or worse than a year before."""
    return words.sentence([summary(compared), *_moved(compared)])


def _moved(compared, told: Indicator | None = None) -> list[str]:
    """Which figures are better or worse by more than chance, but for the one of which it has been `told`."""
    moved = [(each, _verdict(each, compared)) for each in compared.indicators]
    found = {verdict: [each for each, its in moved if its == verdict and each is not told] for verdict in (WORSE, BETTER)}
    changes = {each: numbers.change(each, compared.now[each.key], compared.year_before[each.key]) for each in compared.indicators}
    plain = [each for each, its in moved if its not in found and each is not told and changes[each] and changes[each].moved]
    named = ((GOT_WORSE, found[WORSE]), (GOT_BETTER, found[BETTER]), (MOVED, plain))
    rest = [text.format(names=_names(these)) for text, these in named if these]
    if not any(each and each.moved for each in changes.values()) and any(each and each.percent is not None for each in changes.values()):
        rest = [str(NO_CHANGE)]
    return rest


def _names(indicators: list[Indicator]) -> str:
    """Names that hold the sign between names themselves are held apart by another."""
    names = [words.inside(each.label) for each in indicators]
    return words.listed(names) if any(str(messages.OR) in name for name in names) else str(messages.OR).join(names)


def _verdict(each: Indicator, compared) -> str:
    found = numbers.change(each, compared.now[each.key], compared.year_before[each.key])
    return found.verdict if found else ""


def _with_change(each: Indicator, compared) -> str:
    """`3,671 件（同比 −5.9%）`; without a year before to compare with, the figure alone."""
    value = numbers.with_unit(each, compared.now[each.key])
    found = numbers.change(each, compared.now[each.key], compared.year_before[each.key])
    if found is None or not compared.year_before[each.key].value:
        return value
    change = numbers.signed(each, found.difference) if each.percent or found.percent is None else numbers.signed_percent(found.percent)
    return words.bracketed(value, YEAR.format(change=change))


def changes(n: int, shown: int) -> str:
    """How many changes stand out, and how many of them are listed."""
    return (MOST_FIRST if n > shown else MOST).format(n=n, shown=shown) if n else str(NOTHING_CHANGED)


def changed(change, ask: Ask) -> str:
    """One of the changes that stand out, in a sentence."""
    each = change.indicator
    who = ask.names.value(change.dimension, change.code) if change.dimension else EVERYWHERE
    now, before = numbers.with_unit(each, change.now), numbers.with_unit(each, change.before)
    return CHANGED.format(who=who, name=each.label, now=now, before=before, change=moved(each, change.now, change.before))
