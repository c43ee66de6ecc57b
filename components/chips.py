"""The filters in force, in words: as chips that can be taken off one by one, and as a sentence for headings, print and exports.

Knows filters and names. Must not know which page is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dash import html

from components import messages
from data.ask import ON_A_COMPARISON, ON_A_GRID, ON_A_MAP, Ask
from data.catalogue import acts
from data.definitions import dimensions, filters, indicators, moving
from data.definitions.filters import MISSING, Filters
from data.names import NOT_FILLED
from data.period import parse
from data.text import Text

OF_INDICATORS = ("behind", "indicator")
YES_OR_NO = ("supervised", "leader_case", "crossed", "allot")
ARRANGING = (*ON_A_GRID, *ON_A_MAP, *ON_A_COMPARISON, "first")  # how rows are laid out, not which
PRESETS = {"last12": messages.LAST12, "ytd": messages.YTD}


@dataclass(frozen=True)
class Chip:
    """One filter: its key, its label and its value in words."""

    key: str
    label: str
    value: str

    def __str__(self) -> str:
        return f"{self.label}{messages.COLON}{self.value}"


def of(ask: Ask) -> list[Chip]:
    """What narrows or turns the question, in the order in which filters are declared."""
    texts = dict(ask.filters.without(*ARRANGING).texts)
    return [Chip(key, str(each.label), _value(key, texts[key], ask)) for key, each in filters.ALL.items() if key in texts]


def sentence(ask: Ask) -> str:
    """All but the period, which is always said beside it."""
    return str(messages.SEMICOLON).join(str(chip) for chip in of(ask) if chip.key not in ("since", "until", "period"))


def row(ask: Ask, path: str) -> html.Ul | None:
    """The chips with a link each that takes the filter off, and one that takes off all."""
    found = of(ask)
    if not found:
        return None
    items = [_chip(chip, ask, path) for chip in found]
    clear = html.Li(html.A(str(messages.CLEAR), href=path + str(kept(ask)), className="chips-clear"))
    removable = any(chip.key != "case" for chip in found)
    return html.Ul([*items, *([clear] if removable else [])], className="chips", **{"aria-label": str(messages.IN_FORCE)})


def kept(ask: Ask) -> Filters:
    """What clearing leaves: the case a page is about, and how a grid is arranged."""
    return ask.filters.only("case", *ON_A_GRID, *ON_A_MAP, *ON_A_COMPARISON)


def _chip(chip: Chip, ask: Ask, path: str) -> html.Li:
    what = messages.REMOVE.format(what=str(chip))
    cross = html.Span("×", className="chip-cross", **{"aria-hidden": "true"})
    words = [html.Span(chip.label, className="chip-label"), html.Span(chip.value)]
    if chip.key == "case":
        return html.Li(words, className="chip")
    link = html.A([*words, cross], href=ask.link(path, **{chip.key: None}), className="chip chip-link", title=what)
    return html.Li([link])


def _value(key: str, text: str, ask: Ask) -> str:
    if key in OF_INDICATORS:
        return str(indicators.ALL[text].label)
    if key == "period":
        return str(PRESETS[text]) if text in PRESETS else str(_named_period(text, ask))
    if key in SPOKEN:
        return SPOKEN[key](filters.ALL[key].parse(text), ask)
    if key in NAMED:
        return str(NAMED[key][text])
    return str(messages.OR).join(str(word) for word in _words(key, text, ask))


def _named_period(text: str, ask: Ask) -> Text:
    return parse(text, ask.scope.as_of, ask.scope.snapshot.statistical_day).label


def _words(key: str, text: str, ask: Ask) -> Iterator[Text | str]:
    value = filters.ALL[key].parse(text)
    codes = _codes(key)
    for each in value if isinstance(value, tuple) else (value,):
        if each == MISSING:
            yield NOT_FILLED
        elif "-" in str(each) and (key == "org" or codes == "department"):
            yield ask.names.department(each)  # nothing beside a chip says of which office
        elif key == "org":
            yield unit_name(each, ask)
        else:
            yield ask.names.of(codes, each) if codes else str(each)


def _pair(ends: moving.Pair, ask: Ask) -> str:
    def side(nodes: tuple[str, ...]) -> str:
        return str(messages.OR).join(str(messages.ANY_OTHER if node == moving.ANY else ask.names.of("node", node)) for node in nodes)

    return " → ".join(map(side, ends))


def signs(text: str, _: Ask | None = None) -> str:
    """`ERE` in words: extended, returned, extended."""
    if text == moving.NEVER:
        return str(messages.NEVER)
    labels = {each.sign: each.short for each in acts.reworks()}
    return " → ".join(str(labels.get(sign, sign)) for sign in text)


def _codes(key: str) -> str | None:
    if (dimension := dimensions.named(key)) is not None:
        return dimension.codes
    return {"plan": "review_kind"}.get(key, "yes_no" if key in YES_OR_NO else None)


def unit_name(code: str, ask: Ask) -> Text:
    """The name of a unit or of a department, whose codes carry a hyphen."""
    return ask.names.of("department" if "-" in code else "org", code)


SPOKEN = {"pair": _pair, "rework": signs}
NAMED = {
    "grain": messages.GRAINS, "unit": {"case": messages.BY_CASE, "person": messages.BY_PERSON}, "layer": messages.LAYERS,
}  # fmt: skip
