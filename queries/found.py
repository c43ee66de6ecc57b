"""Numbers as they were read, by codes, count and period; and the same added up by fewer dimensions.

Knows arithmetic. Must not know the database, nor what a count means.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

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

    def parts(self, each: Indicator, code: tuple, place: int) -> tuple[int, int | None]:
        """Number and base of the indicator, which is a count or made of two."""
        number = self.numbers.get((code, each.count, place), 0)
        return number, None if each.of is None else self.numbers.get((code, each.of.count, place), 0)

    def codes(self) -> set[tuple]:
        return {code for block in self.blocks for code, row in zip(block.codes, block.rows, strict=True) if any(row)}
