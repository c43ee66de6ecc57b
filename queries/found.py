"""Numbers as they were read, by codes, count and period; and the same added up by fewer dimensions.

Knows arithmetic. Must not know the database, nor what a count means.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.definitions.counting import Count
from data.definitions.indicators.base import Indicator


@dataclass(frozen=True)
class Block:
    """Numbers of one reading: a row for each of the codes, in it a number for each (place of the period, count) asked."""

    codes: Sequence[tuple]
    asked: Sequence[tuple]
    rows: Sequence[Sequence[int]]

    def items(self) -> Iterator[tuple[tuple, int]]:
        for code, row in zip(self.codes, self.rows, strict=True):
            for (place, count), number in zip(self.asked, row, strict=True):
                yield (code, count, place), number

    def added_up(self, kept: Sequence[int]) -> "Block":
        """By some of the dimensions, named by their places."""
        places: dict[tuple, int] = {}
        into = np.array([places.setdefault(tuple([code[at] for at in kept]), len(places)) for code in self.codes], int)
        summed = np.zeros((len(places), len(self.asked)), np.int64)
        if len(self.codes):
            np.add.at(summed, into, self._cells)
        return Block(list(places), self.asked, summed.tolist())

    @cached_property
    def columns(self) -> dict[Count, list[tuple[int, int]]]:
        """Where the numbers of each count stand: (place of the period, place in the row)."""
        found: dict[Count, list[tuple[int, int]]] = {}
        for at, (place, count) in enumerate(self.asked):
            found.setdefault(count, []).append((place, at))
        return found

    @cached_property
    def _cells(self) -> np.ndarray:
        return np.array(self.rows, np.int64)


class Found:
    """What the database said: numbers by (codes, count, period), what is no sum by (codes, indicator, period)."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.values: dict[tuple, float | None] = {}
        self.sources: set[str] = set()

    def add(self, source: str, blocks: Sequence[Block]) -> None:
        self.sources.add(source)
        self.blocks += blocks

    def added_up(self, kept: Sequence[int]) -> "Found":
        """The numbers by some of the dimensions, named by their places."""
        found = Found()
        found.sources |= self.sources
        found.blocks = [block.added_up(kept) for block in self.blocks]
        return found

    @cached_property
    def numbers(self) -> dict[tuple, int]:
        """Of all blocks, but those to which nothing adds."""
        return {key: number for block in self.blocks for key, number in block.items() if number}

    def over(self, each: Indicator, periods: int) -> dict[tuple, list[tuple[int, int | None]]]:
        """Codes → number and base in each of the periods, of an indicator that is a count or made of two."""
        codes = self.codes()
        numbers = self._over(each.count, periods, codes)
        bases = self._over(each.of.count, periods, codes) if each.of else {code: [None] * periods for code in codes}
        return {code: list(zip(numbers[code], bases[code], strict=True)) for code in codes}

    def _over(self, count: Count, periods: int, codes: set[tuple]) -> dict[tuple, list[int]]:
        found = {code: [0] * periods for code in codes}
        for block in self.blocks:
            columns = block.columns.get(count, ())
            for code, row in zip(block.codes, block.rows, strict=True):
                if code in found:
                    for place, at in columns:
                        found[code][place] = row[at]
        return found

    def codes(self) -> set[tuple]:
        return {code for block in self.blocks for code, row in zip(block.codes, block.rows, strict=True) if any(row)}
