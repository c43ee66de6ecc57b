"""Cards: one number with its unit, its change from the period before and the year before, its target, its line.

Knows figures compared. Must not know queries.
"""

from collections.abc import Callable
from dataclasses import replace

from dash import html

from components import definition, drill, numbers, sentences, words
from components.figures.spark import spark
from data.answer import Figure, Group
from data.ask import Ask
from data.definitions.indicators.base import Indicator
from data.definitions.relations import CASES
from data.text import Text

FIELDS = Text("数据中没有提供所需的字段", "The fields needed were not supplied with the data")
Target = Callable[[Indicator, Ask], float | None]


def target_of(each: Indicator, ask: Ask) -> float | None:
    """The target that the settings name, if there is one."""
    return ask.settings.review_target if each.key == "review_rate" else None


def cards(*indicators: Indicator, target: Target = target_of, says: Callable[..., str] = sentences.summary):
    """A card for each indicator, under one sentence (of the comparison); one whose table was not delivered says so."""

    def view(compared, ask: Ask) -> html.Div:
        shown = [card(each, compared, ask, target(each, ask)) if each in compared.indicators else _absent(each) for each in indicators]
        said = html.P(says(_comparable(compared, ask)) if compared.indicators else str(words.NOTHING_SUPPLIED), className="headline")
        foot = html.Div([html.Span(_caption(ask), className="caption"), definition.folded(indicators, ask)], className="panel-foot")
        return html.Div([said, html.Ul(shown, className=f"cards cards-{len(shown)}"), foot], className="drawn")

    return view


def _comparable(compared, ask: Ask):
    """For the sentence: a year before that the data do not reach is no year before."""
    first = ask.scope.snapshot.about["first_on"]
    if first is None or compared.year_before.period.since >= first:
        return compared
    nothing = {each.key: Figure(None, None, None, 0) for each in compared.indicators}
    return replace(compared, year_before=replace(compared.year_before, figures=nothing))


def _absent(each: Indicator) -> html.Li:
    name = html.Div(html.Span(str(each.label), className="card-name"), className="card-head")
    said = FIELDS.format() if each.over == CASES else words.NOT_SUPPLIED.format(table=each.over.label)  # cases themselves always are
    why = html.P(said, className="muted")
    return html.Li([name, html.Span(numbers.UNDEFINED, className="big"), why], className="card-of-number absent")


def card(each: Indicator, compared, ask: Ask, target: float | None = None) -> html.Li:
    figure, href = compared.now[each.key], drill.behind(ask, each, compared.now)
    said = f"{numbers.spoken(each, figure, ask)} · {words.OPEN_LIST}"
    value = html.A(_big(each, figure, ask), href=href, className="big", title=said)
    return html.Li(
        [
            html.Div([html.Span(str(each.label), className="card-name"), _parts(each, figure, compared, ask)], className="card-head"),
            value,
            *_changes(each, compared, ask),
            _line(each, compared, ask, target),
        ],
        className="card-of-number",
    )


def _changes(each: Indicator, compared, ask: Ask) -> list[html.Div]:
    """环比 and 同比; of a year the two are one."""
    now, against = compared.now[each.key], [(compared.before, words.BEFORE), (compared.year_before, words.YEAR_BEFORE)]
    if compared.before.period.since == compared.year_before.period.since:
        against = against[1:]
    return [_change(each, now, _there(group, each, ask), str(name)) for group, name in against]


def _there(group: Group, each: Indicator, ask: Ask) -> Figure | None:
    """The figure of an earlier period, unless the data begin within it: half a year against a whole one is no comparison."""
    first = ask.scope.snapshot.about["first_on"]
    return group[each.key] if first is None or group.period.since >= first else None


def _big(each: Indicator, figure: Figure, ask: Ask) -> list:
    if figure.value is None:
        return [numbers.UNDEFINED, html.Small(f" {numbers.why_not(each, figure, ask)}")]
    return [numbers.shown(each, figure), html.Small(f" {numbers.unit(each)}")]


def _parts(each: Indicator, figure: Figure, compared, ask: Ask) -> html.Span:
    """`45 / 366`, each number leading to its rows."""
    if not each.of or figure.denominator is None:
        return html.Span()
    over = html.A(numbers.digits(figure.numerator or 0), href=drill.behind(ask, each, compared.now))
    under = html.A(numbers.digits(figure.denominator), href=drill.below(ask, each, compared.now))
    return html.Span([over, " / ", under], className="parts")


def _change(each: Indicator, now: Figure, then: Figure | None, name: str) -> html.Div:
    """环比 or 同比: arrow, percent, factor (of a rate the points too), and in a word whether that is good."""
    label = html.Span(name, className="change-name")
    found = numbers.change(each, now, then) if then else None
    if found is None:
        return html.Div([label, html.Span(str(words.NO_COMPARISON), className="muted")], className="change")
    verdict = {"better": str(words.BETTER), "worse": str(words.WORSE)}.get(found.verdict, "")
    said = [html.Span(part, className=look) for part, look in zip(_said(each, found), ("", "change-more"), strict=True)]
    return html.Div([label, *said, html.Span(verdict, className="verdict")], className=f"change {found.verdict}")


def _said(each: Indicator, found: numbers.Change) -> tuple[str, str]:
    if found.percent is None:
        return numbers.signed(each, found.difference), ""
    points = numbers.signed(each, found.difference) if each.percent else ""
    return f"{found.arrow} {numbers.signed_percent(found.percent)}".strip(), words.listed((numbers.factor(found.factor), points))


def _line(each: Indicator, compared, ask: Ask, target: float | None) -> html.Div:
    values = [group[each.key].value for group in compared.trend.groups]
    said = sentences.trend(compared.trend, each)
    aim = html.Small(words.TARGET.format(value=numbers.plain(each, target)), className="target") if target is not None else None
    href = ask.link("/", indicator=each.key) + "#overview-panel-trend"
    return html.Div([html.A(spark(values, said, target), href=href, className="spark-link"), aim], className="card-foot")


def _caption(ask: Ask) -> str:
    return words.listed((ask.period.label, words.AS_OF.format(day=ask.scope.as_of)))
