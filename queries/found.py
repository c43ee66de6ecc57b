"""Numbers as they were read, by codes, count and period; and the same added up by fewer dimensions.

Knows arithmetic. Must not know the database, nor what a count means.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np


class Found:
    """What the database said: numbers by (codes, count, period), what is no sum by (codes, indicator, period)."""

    def __init__(self) -> None:
        self.numbers: dict[tuple, int] = {}
        self.values: dict[tuple, float | None] = {}
        self.sources: set[str] = set()

    def add(self, answer: tuple[str, dict[tuple, int]]) -> None:
        self.sources.add(answer[0])
        self.numbers |= answer[1]

    def added_up(self, kept: Sequence[int]) -> "Found":
        """The numbers by some of the dimensions, named by their places."""
        codes, cells = self._cells
        places: dict[tuple, int] = {}
        into = np.array([places.setdefault(tuple([code[at] for at in kept]), len(places)) for code in codes], int)
        summed = np.zeros((len(places), cells.shape[1]), np.int64)
        np.add.at(summed, into, cells)
        found = Found()
        found.sources |= self.sources
        for code, numbers in zip(places, summed.tolist(), strict=True):
            found.numbers |= {(code, *each): number for each, number in zip(self._asked, numbers, strict=True) if number}
        return found

    @cached_property
    def _asked(self) -> list[tuple]:
        return list(dict.fromkeys((count, place) for _, count, place in self.numbers))

    @cached_property
    def _cells(self) -> tuple[list[tuple], np.ndarray]:
        """Codes, and a row of numbers for each, in the order of what was asked."""
        asked, codes = {each: at for at, each in enumerate(self._asked)}, {}
        cells = np.zeros((len({code for code, _, _ in self.numbers}), len(asked)), np.int64)
        for (code, count, place), number in self.numbers.items():
            cells[codes.setdefault(code, len(codes)), asked[count, place]] = number
        return list(codes), cells

    def codes(self) -> set[tuple]:
        return {code for (code, _, _), number in self.numbers.items() if number}
