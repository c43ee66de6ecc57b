"""Where a mark leads: deeper on the same page, or to the rows behind its number.

Knows filters and the tree of organisations. Must not know Dash.
"""

from data.answer import Group
from data.ask import Ask
from data.definitions.dimensions import CITY, HANDLER, OFFICE, PROVINCE, Dimension
from data.definitions.filters import MISSING
from data.definitions.indicators.base import Indicator

TREE = (PROVINCE, CITY, OFFICE)
PERSONS = "/prosecutor"  # the page that is about one person


def texts(ask: Ask, dimension: Dimension, code: object) -> dict[str, str]:
    """The filter that a value of a dimension is. A unit stands for all below it only where the dimension means that too."""
    if code is None:
        return {dimension.key: MISSING}
    if isinstance(code, bool):
        return {dimension.key: "yes" if code else "no"}
    if dimension in TREE and ask.scope.places.level(str(code)) == dimension:
        return {"org": str(code)}
    return {dimension.key: str(code)}


def deeper(ask: Ask, path: str, dimension: Dimension, code: object) -> str:
    """The same page for one value; on most pages nothing is below a prosecutor, so there the cases come."""
    return ask.link("/cases" if dimension == HANDLER and path != PERSONS else path, **texts(ask, dimension, code))


def of_group(ask: Ask, dimensions: tuple[Dimension, ...], group: Group) -> dict[str, str]:
    return {key: text for d in dimensions for key, text in texts(ask, d, group.codes[d.key]).items()}


def behind(ask: Ask, each: Indicator, group: Group, dimensions: tuple[Dimension, ...] = ()) -> str:
    """The rows behind the number of a group."""
    return ask.behind(each, group.period, **of_group(ask, dimensions, group))


def below(ask: Ask, each: Indicator, group: Group, dimensions: tuple[Dimension, ...] = ()) -> str:
    """The rows of the denominator."""
    return ask.behind(each.of, group.period, **of_group(ask, dimensions, group)) if each.of else ""


def name(ask: Ask, dimensions: tuple[Dimension, ...], group: Group) -> str:
    """What a group is called: the values of its dimensions, or its period."""
    said = [str(ask.names.value(d, group.codes[d.key])) for d in dimensions]
    return " · ".join(said) if said else str(group.period.label)
