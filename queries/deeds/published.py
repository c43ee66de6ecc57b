"""To publish a period: what is told of a unit and of each unit below it, with the snapshot and the version of each formula.

The figures are made here, from the records; nothing a browser sends is believed. Nothing published is ever changed.
Knows indicators and the desk's tables. Must not know forms.
"""

from dataclasses import replace

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import indicators, standing
from data.definitions.indicators.base import Indicator
from data.desk.deed import Deed, Doing, Field
from data.desk.tables.published import publications, published_figures
from data.errors import BadInput, NotAllowed
from data.text import Text
from queries import measure, parts, places

WHOLE = "*"  # the unit of a publication about all there is
DONE = Text("统计期已发布", "The period is published")
ONE_UNIT = Text("一次发布一个单位（含下级）", "Publish one unit with those below at a time")
NOT_WHOLE = Text("您的查看范围不含该单位的全部案件，不能代其发布",
                 "Your view does not hold all cases of this unit, so you cannot publish for it")  # fmt: skip
OF_THE_PERIOD = ("org", "period", "since", "until")


def told(ask: Ask) -> tuple[Indicator, ...]:
    """What is published: the indicators of the national list that the data feed."""
    return tuple(each for each in indicators.ALL.values() if standing.of(each.key).number and parts.available(ask, each))


def figures(ask: Ask) -> dict[tuple[str, str], object]:
    """(indicator, unit) → figure, of the unit in force and of each just below it; a city's own office has the code of the city,
    which stands for all of it."""
    chosen, below = told(ask), places.org_child(ask)
    found = {}
    for group in measure.by(below, *chosen)(ask).groups:
        if group.codes[below.key] is not None:
            found |= {(each.key, str(group.codes[below.key])): group[each.key] for each in chosen}
    return found | {(each.key, unit(ask)): group[each.key] for group in measure.total(*chosen)(ask).groups for each in chosen}


def unit(ask: Ask) -> str:
    codes = [code for code in ask.filters.get("org") or () if not ask.scope.places.is_national(code)]
    if len(codes) > 1:
        raise BadInput(ONE_UNIT)
    return codes[0] if codes else WHOLE


def seen(ask: Ask, code: str) -> bool:
    """Whether figures about the whole of a unit may be seen: departments with their office."""
    named = frozenset().union(*(part.units or () for part in ask.scope.grant.over_units))
    above = ask.scope.places.path(code.partition("-")[0]) if code != WHOLE else ()
    return ask.scope.grant.everywhere or code in named or any(each.code in named for each in above)


def special(ask: Ask) -> str:
    """The special kinds of cases that are open to the viewer: whom they are shut to does not count them."""
    return ",".join(sorted(frozenset().union(*(part.special for part in ask.scope.grant.parts))))


def narrowed(ask: Ask) -> Ask:
    return replace(ask, filters=ask.filters.only(*OF_THE_PERIOD))


def _publish(doing: Doing, values: dict) -> Text:
    ask = narrowed(doing.ask)
    if not seen(ask, unit(ask)):
        raise NotAllowed(NOT_WHOLE)
    number = doing.con.execute(sa.insert(publications), _row(doing, ask, values["title"])).inserted_primary_key[0]
    rows = [_figure(number, key, code, found) for (key, code), found in figures(ask).items()]
    doing.con.execute(sa.insert(published_figures), rows)
    return DONE


def _row(doing: Doing, ask: Ask, title: str) -> dict:
    return {
        "title": title, "unit": unit(ask), "since": ask.period.since, "until": ask.period.until, "snapshot": ask.scope.snapshot.key,
        "as_of": ask.scope.as_of, "special": special(ask), "account": doing.account,
        "name": ask.viewer.name, "at": doing.now,
    }  # fmt: skip


def _figure(number: int, key: str, code: str, found) -> dict:
    return {
        "publication_id": number, "indicator": key, "unit": code, "version": standing.version(indicators.ALL[key]),
        "value": found.value, "numerator": found.numerator, "denominator": found.denominator, "n": found.n, "withheld": found.withheld,
    }  # fmt: skip


TITLE = Field("title", Text("标题", "Title"), longest=200)
deeds = (Deed("publish_period", Text("发布统计期", "Publish a period"), "decide", _publish, (TITLE,)),)
