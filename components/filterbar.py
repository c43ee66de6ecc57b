"""The filters a page offers, as native controls, and those in force as chips.

Knows filters and how each is chosen. Must not know pages by name, nor where choices come from.
"""

import dash_bootstrap_components as dbc
from dash import html

from components import chips, links, messages, orgs, periods
from components.orgs import Offered
from components.picks import picks
from data.ask import Ask
from data.definitions import dimensions
from data.definitions.filters import Filter
from data.text import Text

ELSEWHERE = ("since", "until", "handler", "department", "case")  # chosen within the period, within the unit, by a link
FIRST = ("org", "period")
BELOW = {"line": ("type",)}  # what a choice takes off, because it lies below
FLAGS = ("supervised", "leader_case")
UNITS = (("", messages.BY_CASE), ("person", messages.BY_PERSON))


def bar(page, ask: Ask, offered: Offered) -> html.Div | None:
    """The unit and the period first, on every page alike."""
    shown = sorted((each for each in page.filters if each.key not in ELSEWHERE), key=lambda each: each.key not in FIRST)
    controls = [control(each, page, ask, offered) for each in shown]
    row = chips.row(ask, page.path)
    inner = [*([_unfold(), html.Div(controls, className="controls")] if controls else []), *([row] if row else [])]
    return html.Div(inner, className="filter-bar") if inner else None


def _unfold() -> html.Button:
    """On a narrow screen the controls are folded until asked for; the chips are not."""
    mark = html.Span(className="bi bi-sliders", **{"aria-hidden": "true"})
    return html.Button([mark, str(messages.FILTERS)], type="button", className="unfold", **{"data-do": "filters"})


def control(each: Filter, page, ask: Ask, offered: Offered):
    """The control of one filter."""
    if each.key == "org":
        return orgs.picker(ask, offered)
    if each.key == "period":
        return periods.picker(ask, page.path, page.timeless)
    if each.key == "unit":
        return _units(ask, page.path)
    if each.key == "q":
        return _search(each, ask)
    return _select(each, ask, _choices(each, ask, offered))


def _choices(each: Filter, ask: Ask, offered: Offered) -> list[tuple[str, str]]:
    if each.key == "grain":
        return [(code, str(label)) for code, label in messages.GRAINS.items()]
    if each.key in FLAGS:
        return [(code, str(ask.names.of("yes_no", code == "yes"))) for code in ("yes", "no")]
    return [(choice.code, str(choice.label)) for choice in offered(dimensions.named(each.key), ask)]


def _select(each: Filter, ask: Ask, choices: list[tuple[str, str]]) -> html.Label:
    text = ask.filters.text(each.key)
    off = dict.fromkeys(BELOW.get(each.key, ()), "")
    chosen = dict(choices) | ({text: messages.SEVERAL.format(count=text.count(",") + 1)} if text and text not in dict(choices) else {})
    offered = {"": str(messages.ALL), **chosen}
    options = [{"label": label, "value": picks(**{each.key: code}, **off)} for code, label in offered.items()]
    select = dbc.Select(options=options, value=picks(**{each.key: text}, **off))
    return _labelled(each.label, select, **{"data-pick": each.key}, className=f"control control-{each.key}")


def _search(each: Filter, ask: Ask) -> html.Label:
    box = dbc.Input(type="search", value=ask.filters.text(each.key), placeholder=str(messages.SEARCH_HINT), debounce=True)
    return _labelled(each.label, box, **{"data-write": each.key}, className="control control-q")


def _units(ask: Ask, path: str) -> html.Div:
    """件 or 人: two links, of which one is in force."""
    chosen = ask.filters.text("unit").replace("case", "")
    both = [_unit(label, text, text == chosen, ask, path) for text, label in UNITS]
    return html.Div(
        [html.Span(str(messages.COUNTED_IN), className="control-label"), html.Div(both, className="segments")],
        className="control control-unit", role="group", **{"aria-label": str(messages.COUNTED_IN)},
    )  # fmt: skip


def _unit(label: Text, text: str, chosen: bool, ask: Ask, path: str) -> html.A:
    return html.A(str(label), href=ask.link(path, unit=text or None), className="segment", **links.current(chosen))


def _labelled(label: Text, inner, **more) -> html.Label:
    return html.Label([html.Span(str(label), className="control-label"), inner], **more)
