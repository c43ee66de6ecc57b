"""What the office has settled about each indicator: its own row of the catalogue, else that of the group it is declared in.

Knows indicators and the catalogue of measures. Must not know figures.
"""

from collections.abc import Sequence
from functools import cache

from data.catalogue import measures
from data.catalogue.measures import Parameter, Standing
from data.definitions import indicators
from data.definitions.indicators.base import Indicator


@cache
def of(key: str) -> Standing:
    """What has no row of its own, nor its group, stands where the catalogue says for all: a new indicator needs no more than itself."""
    known = measures.standings()
    group = next((name for name, members in indicators.GROUPS.items() if any(each.key == key for each in members)), "")
    return known.get(key) or known.get(f"@{group}") or known[measures.ANY]


def parameters(each: Indicator) -> tuple[Parameter, ...]:
    """The parameters in the formula of an indicator and of what it is divided by."""
    keys = (each.key, *((each.of.key,) if each.of else ()))
    return tuple(parameter for key in keys for parameter in measures.parameters(key))


def grouped() -> dict[str, list[Indicator]]:
    """Every indicator by its group of the national list, in the order of the reference."""
    found: dict[str, list[Indicator]] = {code: [] for code in measures.groups()}
    for each in indicators.ALL.values():
        found[of(each.key).group].append(each)
    return found


def version(each: Indicator) -> str:
    """Which version of formula and parameters makes its figures."""
    return numbered(of(each.key).version, parameters(each))


def numbered(own: str, rows: Sequence[Parameter]) -> str:
    """`1`; with parameters that have been changed `1.2`."""
    latest = max((row.version for row in rows), default=own)
    return own if latest == own else f"{own}.{latest}"
