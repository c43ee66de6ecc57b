"""What indicators are made of, and how a figure is put together from its parts.

Knows declarations. Must not know the database, nor any indicator by name.
"""

from collections.abc import Iterator, Sequence

from data.answer import Figure
from data.ask import Ask
from data.definitions.counting import Count
from data.definitions.indicators.base import Indicator, Kind
from data.definitions.relations import Relation
from data.errors import NotSupplied
from data.period import Period
from queries import coarse


def by_relation(indicators: Sequence[Indicator]) -> dict[Relation, list[Count]]:
    """The counts that the indicators are made of, each once, by the relation they count."""
    found: dict[Relation, list[Count]] = {}
    for count in counts_of(indicators):
        found.setdefault(count.over, []).append(count)
    return found


def counts_of(indicators: Sequence[Indicator]) -> list[Count]:
    """The counts that the indicators are made of, each once."""
    return list(dict.fromkeys(count for each in indicators for count in _parts(each)))


def _parts(indicator: Indicator) -> Iterator[Count]:
    yield indicator.count
    if indicator.of is not None:
        yield indicator.of.count


def check(ask: Ask, indicators: Sequence[Indicator]) -> None:
    """Raises NotSupplied for an indicator whose table or column was not in the data."""
    for each in indicators:
        for count in _parts(each):
            ask.scope.check_supplied(count.over.key)
            ask.scope.check_columns(count)


def available(ask: Ask, each: Indicator) -> bool:
    """Whether the data hold what the indicator is made of."""
    try:
        check(ask, (each,))
    except NotSupplied:
        return False
    return True


def figure(ask: Ask, each: Indicator, period: Period, number: int, base: int | None, value: float | None = None) -> Figure:
    """The figure from its parts, or from the `value` of what has none; a share or quantile over too few is withheld."""
    if ask.viewer.figures_only:
        return coarse.figure(ask, each, period, number, base, value, least(ask, each))
    if each.kind is Kind.QUANTILE:
        few = number < least(ask, each)
        return Figure(None if few else value, None, None, number, few and number > 0)
    if each.kind is Kind.DISTINCT:
        return Figure(value or 0, value or 0, None, number)
    if base is None:
        return Figure(number, number, None, number)
    few = each.kind is Kind.SHARE and base < least(ask, each)
    return Figure(None if few else each.value(number, base, period), number, base, base, few and base > 0)


def least(ask: Ask, each: Indicator) -> int:
    """The base under which a rate is withheld."""
    return ask.settings.minimum_n if each.minimum_n is None else each.minimum_n
