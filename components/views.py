"""What a page puts in its panels: an answer as a figure, a list, a table or sentences, under its headline.

A view is `(answer, ask) → component`; a factory takes what the page decides. Knows how panels read. Must not know queries.
"""

from collections.abc import Callable, Sequence

from dash import html

from components import body, drill, notices, numbers, sentences, tables, words
from components.cards import target_of
from components.figures import lines as drawn_lines
from components.figures.bars import bars as drawn_bars
from components.figures.graph import graph
from components.figures.multiples import Small
from components.figures.multiples import multiples as drawn_multiples
from components.figures.places import places as drawn_places
from components.links import current
from data import chance
from data.answer import Answer
from data.ask import Ask
from data.definitions.indicators.base import Indicator, Kind
from data.text import Text, locale

CHOOSE = Text("选择指标", "Choose an indicator")
OF_UNITS = ("org", "department", "prosecutor")
OVER = Text("{first}至{last}：{said}", "{first} to {last}: {said}")
N_GROUPS = Text("n = {n}", "n = {n}")


def places(path: str):
    """The indicator by unit: tiles of the provinces, or the list of units below the one in force."""

    def view(answer: Answer, ask: Ask):
        if body.is_empty(answer):
            return notices.empty()
        each = answer.indicators[0]
        says = sentences.spread(answer, each, _what(answer))
        return body.body(ask, says, drawn_places(answer, each, ask, path), tables.of_answer(answer, ask, path), (each,), _n(answer, each))

    return view


def _what(answer: Answer) -> str:
    """What the parts of an answer are, as it stands in a sentence."""
    label = str(answer.dimensions[-1].label)
    return label if locale.get() == "zh" else label.lower()


def chosen(offered: Sequence[Indicator], now: Indicator, ask: Ask, path: str) -> html.Nav | None:
    """A row of links, one for each indicator that may be chosen."""
    if not offered:
        return None
    links = [
        html.A(str(each.label), href=ask.link(path, indicator=each.key), className="choice", **current(each == now))
        for each in offered
    ]
    return html.Nav(links, className="choices", **{"aria-label": str(CHOOSE)})


def bars(path: str):
    """The first indicator as bars by a dimension; the table holds them all."""

    def view(answer: Answer, ask: Ask):
        if body.is_empty(answer):
            return notices.empty()
        each = answer.indicators[0]
        says = _kinds(answer, each, ask)
        figure = graph(drawn_bars(answer, each, ask, path, target_of(each, ask)), f"bars-{answer.dimensions[-1].key}-{each.key}", says)
        return body.body(ask, says, figure, tables.of_answer(answer, ask, path), answer.indicators, _n(answer, each))

    return view


def _kinds(answer: Answer, each: Indicator, ask: Ask) -> str:
    """Of kinds which is most; units and persons are not ordered."""
    dimension = answer.dimensions[-1]
    if not (each.counts and each.sums) or dimension.codes in OF_UNITS:
        return sentences.spread(answer, each, _what(answer))
    return sentences.mostly(answer, each, lambda group: ask.names.value(dimension, group.codes[dimension.key]))


def trend(path: str, offered: Callable[[Ask], Sequence[Indicator]] = lambda _: ()):
    """One indicator over time, the year before behind it; several each on a line of its own, named at its end."""

    def view(answer: Answer, ask: Ask):
        each = answer.indicators[0]
        chooser = chosen(offered(ask), each, ask, path)
        return html.Div([chooser, notices.empty() if body.is_empty(answer) else _trend(answer, each, ask)])

    return view


def _trend(answer: Answer, each: Indicator, ask: Ask) -> html.Div:
    says = sentences.trend(answer, each)
    figure = drawn_lines.lines(answer, each, ask, target_of(each, ask))
    if len(answer.indicators) > 1:
        figure = drawn_lines.several(answer, answer.indicators, ask)
    return body.body(ask, says, graph(figure, f"trend-{each.key}", says), tables.of_answer(answer, ask), answer.indicators)


def multiples(columns: int = 4):
    """Each indicator over time on a small figure of its own."""

    def view(answer: Answer, ask: Ask):
        if body.is_empty(answer):
            return notices.empty()
        smalls = [Small(str(each.label), each, answer.groups) for each in answer.indicators]
        says = _first_to_last(answer)
        figure = graph(drawn_multiples(smalls, ask, columns), f"multiples-{answer.indicators[0].key}", says)
        return body.body(ask, says, figure, tables.of_answer(answer, ask), answer.indicators)

    return view


def _first_to_last(answer: Answer) -> str:
    """Where each stood in the first part of the period and where in the last that is over; what stands on a day, where today."""
    stocks = all(each.kind is Kind.STOCK for each in answer.indicators)
    groups = [group for group in answer.groups if stocks or not drawn_lines.unfinished(group)] or list(answer.groups)
    first, last = groups[0], groups[-1]
    ends = [group.period.until if stocks else group.period.label for group in (first, last)]
    told = [each for each in answer.indicators[:4] if first[each.key].value is not None and last[each.key].value is not None]
    said = words.listed(
        f"{each.label} {words.changed_to(numbers.shown(each, first[each.key]), numbers.with_unit(each, last[each.key]))}" for each in told
    )
    return OVER.format(first=ends[0], last=ends[1], said=said or sentences.NO_FIGURE)


def table(path: str, says: Callable[[Answer, str], str] | None = None):
    """The answer as a table, for what is read rather than looked at; `says` what it comes to, else how its first figure is spread."""

    def view(answer: Answer, ask: Ask):
        if body.is_empty(answer):
            return notices.empty()
        said = says(answer, _what(answer)) if says else _kinds(answer, answer.indicators[0], ask)
        shown = tables.of_answer(answer, ask, path)
        return html.Div([html.P(said, className="headline"), shown, body.foot(ask, answer.indicators)], className="drawn")

    return view


def changes(found, ask: Ask):
    """What changed most, each in a sentence that leads to its rows."""
    first, year_before = ask.scope.snapshot.about["first_on"], ask.period.year_before()
    if first is not None and year_before.since < first:
        return html.Div(html.P(sentences.TOO_EARLY.format(first=first), className="headline"), className="drawn")
    rule = html.P(sentences.RULE.format(errors=f"{chance.ERRORS:g}", part=f"{chance.UNMEASURED:.0%}"), className="note muted")
    says = html.P(sentences.changes(found.n, len(found.listed)), className="headline")
    if not found.listed:
        return html.Div([says, rule], className="drawn")
    items = [html.Li(_change(each, ask), className=_verdict(each)) for each in found.listed]
    moved = list(dict.fromkeys(each.indicator for each in found.listed))
    return html.Div([says, html.Ul(items, className="changes"), rule, body.foot(ask, moved)], className="drawn")


def _change(change, ask: Ask) -> list:
    texts = drill.texts(ask, change.dimension, change.code) if change.dimension else {}
    verdict = {"better": words.BETTER, "worse": words.WORSE}.get(_verdict(change))
    said = html.A(sentences.changed(change, ask), href=ask.behind(change.indicator, **texts))
    arrow = html.Span("▲" if change.surprise > 0 else "▼", className="arrow", **{"aria-hidden": "true"})
    return [arrow, said, html.Span(str(verdict), className="verdict") if verdict else None]


def _verdict(change) -> str:
    found = numbers.change(change.indicator, change.now, change.before)
    return found.verdict if found else "neutral"


def _n(answer: Answer, each: Indicator) -> str:
    n = sum(group[each.key].n for group in answer.groups)
    return N_GROUPS.format(n=numbers.digits(n))

