"""The choice of a unit: level by level from the province down to the prosecutor, never beyond the viewer's scope.

Knows the tree of organisations and the scope. Must not know where the choices of departments and prosecutors come from.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import dash_bootstrap_components as dbc
from dash import html

from components import chips, messages
from components.picks import disclosure, picks
from data.ask import Ask
from data.definitions.dimensions import DEPARTMENT, HANDLER, Dimension
from data.places import Unit
from data.text import Text

Offered = Callable[[Dimension, Ask], Sequence]  # things with a code and a label


@dataclass(frozen=True)
class Step:
    """One level: what it is called, what it writes, its choices, the one chosen, and where `all` leads back to."""

    label: Text
    options: list[tuple[str, str]]
    chosen: str
    back: str


def picker(ask: Ask, offered: Offered) -> html.Details:
    """A disclosure whose summary says the unit in force; inside, a list for each level."""
    return disclosure(messages.UNIT_WORD, said(ask), [_select(step) for step in steps(ask, offered)], "org")


def said(ask: Ask) -> str:
    codes = ask.filters.get("org") or ()
    if len(codes) > 1:
        return messages.SEVERAL.format(count=len(codes))
    name = chips.unit_name(codes[0], ask) if codes else messages.ALL_UNITS
    handler = ask.filters.get("handler") or ()
    return f"{name} · {ask.names.of('prosecutor', handler[0])}" if len(handler) == 1 else str(name)


def crumbs(ask: Ask, path: str) -> list[html.A]:
    """From the whole scope down to the unit and the prosecutor in force, each a link."""
    codes = ask.filters.get("org") or ()
    links = [html.A(str(messages.ALL_UNITS), href=ask.link(path, org=None, handler=None))]
    if len(codes) == 1:
        links += [html.A(name, href=ask.link(path, org=code, handler=None)) for code, name in trail(codes[0], ask)]
    handler = ask.filters.get("handler") or ()
    if len(handler) == 1:
        links.append(html.A(str(ask.names.of("prosecutor", handler[0])), href=ask.link(path)))
    return links


def trail(code: str, ask: Ask) -> list[tuple[str, str]]:
    """(code, name) of the units in scope from the top down to the unit or department; the national one is left out."""
    office, allowed = code.partition("-")[0], ask.scope.offices()
    units = [unit for unit in ask.scope.places.path(office) if unit.code in allowed and unit.level != 1]
    found = [(unit.code, unit.name) for unit in units] or [(office, str(ask.names.of("org", office)))]
    return found if code == office else [*found, (code, str(chips.unit_name(code, ask)))]


def steps(ask: Ask, offered: Offered) -> Iterator[Step]:
    """The levels to choose from, as far down as the choice in force has come, and one further."""
    codes = ask.filters.get("org") or ()
    code = codes[0] if len(codes) == 1 else ""
    yield from _units(ask, [each for each, _ in trail(code, ask)] if code else [])
    office = code.partition("-")[0]
    if office and not children(ask, office):
        yield _step(DEPARTMENT, offered(DEPARTMENT, ask.with_(org=office, handler=None)), code if "-" in code else "", office)
        if not ask.viewer.of_nobody:
            yield _handlers(ask, code, offered)


def _units(ask: Ask, chosen: list[str]) -> Iterator[Step]:
    below, back = top(ask), ""
    while below:
        here = next((unit.code for unit in below if unit.code in chosen), "")
        options = [(picks(org=unit.code, handler=""), unit.name) for unit in below]
        yield Step(_level(below[0]), options, picks(org=here, handler="") if here else "", picks(org=back, handler=""))
        below, back = (children(ask, here) if here else []), here


def _level(unit: Unit) -> Text:
    return messages.LEVELS[{2: "province", 3: "city"}.get(unit.level, "office")]


def _step(dimension: Dimension, choices: Sequence, code: str, back: str) -> Step:
    options = [(picks(org=choice.code, handler=""), str(choice.label)) for choice in choices]
    return Step(messages.LEVELS[dimension.key], options, picks(org=code, handler="") if code else "", picks(org=back, handler=""))


def _handlers(ask: Ask, code: str, offered: Offered) -> Step:
    chosen = ask.filters.text("handler")
    options = [(picks(handler=choice.code), str(choice.label)) for choice in offered(HANDLER, ask.with_(handler=None))]
    return Step(messages.LEVELS["handler"], options, picks(handler=chosen) if chosen else "", picks(handler=""))


def top(ask: Ask) -> list[Unit]:
    """The highest units of the scope; under a single one, or the national one, begin the choices below it."""
    allowed = ask.scope.offices()
    found = [unit for unit in ask.scope.places.units.values() if unit.code in allowed and unit.parent not in allowed]
    found.sort(key=lambda unit: (unit.sort, unit.code))
    return children(ask, found[0].code) if len(found) == 1 and found[0].level == 1 else found


def children(ask: Ask, code: str) -> list[Unit]:
    allowed = ask.scope.offices()
    return [unit for unit in ask.scope.places.children(code) if unit.code in allowed]


def beside(ask: Ask) -> list[Unit]:
    """The units that one may be compared with: its sisters, then those above it; without one in force, the highest of the scope."""
    codes = ask.filters.get("org") or ()
    if len(codes) != 1:
        return top(ask)
    above = [ask.scope.places.units[code] for code, _ in trail(codes[0], ask) if code in ask.scope.places.units and code != codes[0]]
    return [*(unit for unit in (children(ask, above[-1].code) if above else top(ask)) if unit.code != codes[0]), *reversed(above)]


def _select(step: Step) -> html.Label:
    options = [{"label": str(messages.ALL), "value": step.back}, *({"label": label, "value": value} for value, label in step.options)]
    return html.Label(
        [html.Span(str(step.label)), dbc.Select(options=options, value=step.chosen or step.back)], **{"data-pick": "org"}
    )
