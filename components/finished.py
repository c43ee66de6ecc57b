"""Parts of pages as the browser gets them, kept for everybody who may see the same.

A part is kept packed, in a ninth of its length, under all that it is made of: its name, the address, language and colours, the edition
of the records, and the rows and rights of who asks. A part made of more than the records is drawn each time: see `data.shared`.
Knows how a part is written for the browser. Must not know any page, nor what a part says.
"""

import zlib
from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

import orjson
from dash._utils import to_json

from components import forms, still
from components.theme import theme
from data.ask import Ask
from data.recent import Recent
from data.shared import Personal, audience, for_all
from data.text import locale

QUICKLY = 1  # a higher level of packing takes longer than it saves


class Part(NamedTuple):
    """`shown` is a component, or how it is written; while it is kept, that packed into so many bytes of `size`. `refuses` says that
    it is only a word on why there is nothing to see, `answers` that it is an answer."""

    shown: Any
    refuses: bool = False
    answers: bool = True
    size: int = 0


Draw = Callable[[Ask], Part]


class Finished:
    """The parts used last, up to so many bytes; with none, every part is drawn, and left for others to write."""

    def __init__(self, most: int = 0):
        self._most, self._kept = most, Recent(most, attrgetter("size"))
        self._personal: set[str] = set()  # parts that have turned out to be: drawing them for all would be in vain

    def part(self, name: str, address: str, ask: Ask, draw: Draw) -> Part:
        """The part of this name under this address: as it was written for the last who might see the same, else as `draw` makes it."""
        if not self._most or name in self._personal:
            return draw(ask)
        key = (name, address, locale.get(), theme.get(), *audience(ask))
        kept = self._kept.get(key)
        return self._drawn(name, key, ask, draw) if kept is None else _written(kept, zlib.decompress(kept.shown))

    def forget(self) -> None:
        self._kept.forget()

    def _drawn(self, name: str, key: tuple, ask: Ask, draw: Draw) -> Part:
        try:
            with forms.shut():
                part = draw(for_all(ask))
        except Personal:
            self._personal.add(name)
            return draw(ask)
        if part.answers:
            written = to_json(still.settled(part.shown)).encode()
            packed = zlib.compress(written, QUICKLY)
            self._kept.keep(key, part._replace(shown=packed, size=len(packed)))
            return _written(part, written)
        return part


def _written(part: Part, written: bytes) -> Part:
    return part._replace(shown=orjson.Fragment(written))


def settled(shown: Any) -> Any:
    """For the browser: what has been written already is left as it is."""
    return shown if isinstance(shown, orjson.Fragment) else still.settled(shown)
