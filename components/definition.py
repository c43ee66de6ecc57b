"""The card behind ⓘ: what an indicator counts, of what, in which unit, on what basis.

Knows declarations. Must not know figures.
"""

from collections.abc import Sequence
from functools import lru_cache

from dash import html

from components import still, words
from data.ask import Ask
from data.catalogue import measures
from data.definitions import indicators as known
from data.definitions import standing
from data.definitions.indicators.base import Indicator
from data.text import Text, locale

FORMULA, BASIS, DIRECTION = Text("公式", "Formula"), Text("依据", "Basis"), Text("方向", "Direction")
KIND, UNIT, COUNTS = Text("类型", "Kind"), Text("单位", "Unit"), Text("统计对象", "Counts")
LEAST, VALID, COUNTERPART = Text("最小样本", "Minimum n"), Text("有效期", "Valid"), Text("对照指标", "Read together with")
ALL_DEFINITIONS = Text("全部指标口径", "all definitions")
GROUP, STATUS, OWNER = Text("类别", "Group"), Text("口径状态", "State of the formula"), Text("责任部门", "Answered for by")
REVIEWED, VERSION, PARAMETERS = Text("下次复核", "Next review"), Text("口径版本", "Version"), Text("参数", "Parameters")
CONFIRMED, UNCONFIRMED = Text("已确认", "confirmed"), Text("待本院确认", "to be confirmed by the office")
UNDER_IS_WITHHELD = Text("少于 {n} 不显示", "under {n} it is withheld")


def folded(indicators: Sequence[Indicator], ask: Ask) -> html.Details:
    """ⓘ: opens where it stands, without a script."""
    cards = [card(each, ask) for each in indicators]
    mark = html.Summary([html.I(className="bi bi-info-circle", **{"aria-hidden": "true"}), " ", str(words.DEFINITION)])
    more = html.A(str(ALL_DEFINITIONS), href="/definitions")
    return html.Details([mark, html.Div([*cards, html.P(more)], className="definitions")], className="definition")


def card(each: Indicator, ask: Ask, heading=html.H4, anchor: bool = False) -> html.Div:
    return _card(each, _least(each, ask), heading, anchor, locale.get())


@lru_cache(maxsize=2000)
def _card(each: Indicator, least: int, heading, anchor: bool, language: str) -> html.Div:
    """Made once: it says what is declared. A page has dozens of them."""
    rows = [html.Div([html.Dt(str(label)), html.Dd(value)]) for label, value in facts(each, least, "" if anchor else "/definitions")]
    named = {"id": f"definition-{each.key}"} if anchor else {}
    return still.kept(html.Div([heading(str(each.label)), html.Dl(rows)], className="definition-card", **named))


def facts(each: Indicator, least: int, page: str = "/definitions") -> list[tuple[Text, object]]:
    """(label, value) of all that is declared; what does not apply is left out."""
    found = [
        (FORMULA, str(each.meaning)),
        (words.NUMERATOR, _of(each) if each.of else None),
        (words.DENOMINATOR, _linked(each.of, page) if each.of else None),
        (UNIT, str(each.unit)),
        (COUNTS, f"{each.over.label}"),
        (KIND, str(each.kind.value)),
        (DIRECTION, str(each.better.value)),
        (LEAST, UNDER_IS_WITHHELD.format(n=least) if not each.counts else None),
        (BASIS, str(each.basis)),
        (VALID, _validity(each)),
        (COUNTERPART, _linked(known.ALL[each.counterpart], page) if each.counterpart else None),
        *_settled(each),
    ]
    return [(label, value) for label, value in found if value]


def _settled(each: Indicator) -> list[tuple[Text, object]]:
    """What the office has settled: who answers for it, whether it is confirmed, by which version and parameters."""
    found = standing.of(each.key)
    return [
        (GROUP, str(measures.groups()[found.group])),
        (STATUS, str(CONFIRMED if found.confirmed else UNCONFIRMED)),
        (PARAMETERS, words.listed(f"{one.name} = {one.value}" for one in standing.parameters(each))),
        (VERSION, standing.version(each)),
        (OWNER, str(found.owner)),
        (REVIEWED, str(found.review_on or "")),
    ]


def _of(each: Indicator) -> str:
    """A share's numerator is told by its formula; a ratio's is the indicator it was made from."""
    return str(each.meaning).split("÷")[0].strip()


def _linked(each: Indicator, page: str) -> html.A:
    return html.A(str(each.label), href=f"{page}#definition-{each.key}")


def _least(each: Indicator, ask: Ask) -> int:
    return ask.settings.minimum_n if each.minimum_n is None else each.minimum_n


def _validity(each: Indicator) -> str:
    return f"{each.valid_from or ''} – {each.valid_to or ''}" if each.valid_from or each.valid_to else ""
