"""What a plan asks for, as links and fields that write the address: kind, rates, least numbers, seed, cross review.

Knows elements and recipes. Must not know how a plan is drawn.
"""

import dash_bootstrap_components as dbc
from dash import html

from components.links import current
from data import catalogue
from data.ask import Ask
from data.catalogue import planning
from data.definitions import filters as by
from data.text import Text

PATH = "/plans"
KIND, CROSSED = Text("计划类别", "Kind of plan"), Text("交叉评查", "Cross review")
YES, NO = Text("不由本院评查", "not by the own office"), Text("不要求", "not asked for")
TO_CONFIRM = Text("比例与数量为待本院确认的默认值，可改", "Shares and numbers are defaults to be confirmed by the office; change them here")
LEAST = Text(
    "每名检察官全年至少 {n} 件，按本计划期间折算为 {due} 件（各期之和等于全年）；随机层每人至少抽 2 件或全部，否则无法估计误差",
    "Each prosecutor {n} a year at least, of which {due} fall due in this period (the parts add up to the year); the random layer takes "
    "two of each or all there are, for fewer tell nothing of their error",
)
FIELDS = (by.RATE, by.QUOTA, by.LEAST, by.EACH_TYPE, by.RISKY, by.SEED)
NUMBERS = ("rate", "quota", "least", "each_type", "risky")
RESET = dict.fromkeys((*NUMBERS, "layer"))


def form(found, ask: Ask) -> html.Div:
    """Another kind begins from its own numbers."""
    kinds = [(catalogue.codes("review_kind")[key], {**RESET, "plan": key}, key == found.standard.kind) for key in planning.standards()]
    crossed = ask.filters.text("crossed") == "yes"
    ways = [(NO, {"crossed": None}, not crossed), (YES, {"crossed": "yes"}, crossed)]
    fields = [_field(each, getattr(found.recipe, each.key)) for each in FIELDS]
    yearly = found.standard.least
    spread = [html.P(LEAST.format(n=yearly, due=found.recipe.least), className="muted note")] if yearly else []
    note = [html.P(str(TO_CONFIRM), className="muted note")] if found.standard.status != "confirmed" else []
    choices = html.Div([_choices(KIND, kinds, ask), _choices(CROSSED, ways, ask)], className="plan-choices")
    return html.Div([choices, html.Div(fields, className="plan-fields"), *spread, *note], className="plan-form")


def _choices(label: Text, offered, ask: Ask) -> html.Div:
    links = [html.A(str(said), href=ask.link(PATH, **texts), className="choice", **current(held)) for said, texts, held in offered]
    return html.Div([html.Span(str(label), className="control-label"), html.Nav(links, className="choices", **{"aria-label": str(label)})])


def _field(each, value: float) -> html.Label:
    shown = f"{value:g}"
    return html.Label([html.Span(str(each.label)), dbc.Input(type="number", min=0, value=shown, debounce=True)], **{"data-write": each.key})
