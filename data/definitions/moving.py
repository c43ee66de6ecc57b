"""How the filters of the process map are read from an address: which move, which share of the traffic, which signs of rework.

Knows texts and columns. Must not know filters, nor who asks.
"""

from collections.abc import Callable

import sqlalchemy as sa

from data.text import Text

ANY = "*"  # on a side of a pair: any activity that is not on the other
NEVER = "none"  # no sign of rework
SHARES_SHOWN = range(50, 101)  # percent of the traffic that a map may show
OVERLAYS = {
    "n": Text("次数", "Frequency"), "median": Text("中位天数", "Median days"), "p90": Text("九成分位天数", "90th-percentile days"),
    "over": Text("超参考天数占比", "Share beyond usual days"),
}  # fmt: skip
Pair = tuple[tuple[str, ...], tuple[str, ...]]


def pair(text: str) -> Pair:
    """`a,b>c`: from one of these to one of those."""
    source, target = (tuple(part.split(",")) for part in text.split(">"))
    if not all((*source, *target)) or source == target == (ANY,):
        raise ValueError(text)
    return source, target


def goes(c: sa.ColumnCollection, ends: Pair, _) -> sa.ColumnElement[bool]:
    source, target = ends
    out = c.activity.not_in(target) if source == (ANY,) else c.activity.in_(source)
    into = c.next_activity.not_in(source) if target == (ANY,) else c.next_activity.in_(target)
    return sa.and_(out, into)


def number_of(known: range) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if int(text) not in known:
            raise ValueError(text)
        return int(text)

    return parse


def alone(text: str) -> str:
    """One code."""
    if not text.isalnum():
        raise ValueError(text)
    return text


def step(text: str) -> tuple[str, str]:
    """`arrested>indicted`: from one state of a person to the next."""
    source, target = text.split(">")
    if not (source + target).replace("_", "").isalpha():
        raise ValueError(text)
    return source, target


def signs(text: str) -> str:
    if text != NEVER and not (text.isascii() and text.isupper()):
        raise ValueError(text)
    return text
