"""What may be chosen on the page of comparison: indicators by group, levels, sets of strata; and what is chosen.

Knows declarations and which data were delivered. Must not know figures.
"""

from dataclasses import dataclass

from data.ask import Ask
from data.catalogue import measures, strata
from data.catalogue.strata import Strata
from data.definitions import indicators, standing
from data.definitions.dimensions import Dimension
from data.definitions.indicators.base import Indicator, Kind
from queries import parts
from queries.fair import cells


@dataclass(frozen=True)
class Offered:
    """`groups` are the codes of the national groups with their indicators; `used` what the strata tell apart for this indicator."""

    now: Indicator
    counterpart: Indicator | None
    groups: dict[str, tuple[Indicator, ...]]
    level: Dimension
    levels: tuple[Dimension, ...]
    strata: Strata
    sets: tuple[Strata, ...]
    used: tuple[Dimension, ...]


def offered(ask: Ask) -> Offered:
    each = cells.indicator(ask)
    groups = {code: tuple(one for one in standing.grouped()[code] if _worth(ask, one)) for code in measures.groups()}
    found = {code: members for code, members in groups.items() if members}
    used = cells.stratified_by(ask, each) if cells.comparable(each) else ()
    return Offered(
        each, indicators.ALL.get(each.counterpart or ""), found, cells.level(ask), tuple(cells.levels(ask)), cells.chosen_strata(ask),
        tuple(strata.on(ask.scope.as_of).values()), used,
    )  # fmt: skip


def _worth(ask: Ask, each: Indicator) -> bool:
    """Rates that can be compared, and of the rest what the national list names."""
    rate = cells.comparable(each) or each.kind is Kind.RATIO
    return (rate or bool(standing.of(each.key).number)) and parts.available(ask, each)
