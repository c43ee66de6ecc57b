"""Where stays stand out among all units of the country or province in the twelve months up to the data's last day, and among how many.

Compared are provinces, and cities; of all types of case together, and of each by itself. Of what stands out there are also the days
of stay by month, there and elsewhere, and where inside the unit and on the way to what. `lying` are units and nodes where cases have
waited long: how many, how many passed or wait, and the same at the node everywhere; a row without a node counts all there are. A row
compares a unit with all others, so it is for viewers from whom none of them is kept. Knows the columns. Must not know how they are
filled or asked.
"""

import sqlalchemy as sa

from data.definitions.waits import metadata

BELOW = {"province": "city", "city": "office"}
LEVELS = tuple(BELOW)
TOLD = ("unit", "line", "activity", "n", "days", "expected", "far")
WHICH = ("level", "type_code", "unit", "line", "activity")
_WHOLE = ("n", "days", "here", "elsewhere", "passed", "all_long", "all_passed")
_KINDS = {
    **dict.fromkeys(_WHOLE, sa.BigInteger), **dict.fromkeys(("expected", "far"), sa.Double),
    "place": sa.Integer, "value": sa.Integer, "month": sa.Date,
}  # fmt: skip


def _table(name: str, *columns: str) -> sa.Table:
    return sa.Table(name, metadata, *(sa.Column(each, _KINDS.get(each, sa.String)) for each in columns))


FOUND = _table("delays", *WHICH, "place", "n", "days", "expected", "far")
COMPARED = _table("delays_compared", "level", "type_code", "n")
LASTED = _table("delays_lasted", *WHICH, "month", "value", "here", "elsewhere")
PARTS = _table("delays_parts", *WHICH, "part", "next_activity", "n", "days")
TABLES = (FOUND, COMPARED, LASTED, PARTS)
LYING = _table("lying", "level", "type_code", "unit", "activity", "n", "passed", "all_long", "all_passed")
