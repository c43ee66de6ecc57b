"""What a report is before it is a file: headings, paragraphs, fields with their sources, tables, and places left to a person.

Knows its parts. Must not know file formats, nor where numbers come from.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from components import words
from data.text import Text

SOURCES = Text("附：自动填写内容的来源", "Annex: where what was filled in comes from")
NUMBER, FIELD, VALUE, SOURCE = Text("序号", "No."), Text("项目", "Field"), Text("内容", "Value"), Text("来源", "Source")
TO_WRITE = Text("（由评查人员填写：{what}）", "(to be written by a person: {what})")
EMPTY = "—"
UNBROKEN = re.compile(r"[!-,.-~]+(?:-\d[!-,.-~]*)*")  # a hyphen breaks, but in a day
DAY = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?")
COUNTED = re.compile(r"[+\-−±]?[\d,]+(\.\d+)?%?")
LINE, FEW, MANY = 442, 6, 7  # points of a line; up to `FEW` columns there is air in the cells, beyond `MANY` letters are small
SHORT = (6, 5, 4, 3)  # characters: so short a word stands in one line, the longest of these for which there is room
SIZE, SMALL, BOLD, FULL = 10.5, 9, 1.13, 1.0  # points; how much wider bold Latin letters are; the width of a Chinese one
# How wide a letter is for its size, by kind, so that no column is narrower than its words; the last is any other Latin one.
WIDTHS = ((re.compile("[\u2000-\uffff]"), FULL), (re.compile("[mwMW%@]"), 0.9), (re.compile("[A-Z]"), 0.7),
          (re.compile("[frt]"), 0.43), (re.compile(r"[ijl.,:;'()\[\]|! -]"), 0.33), (re.compile("."), 0.56))  # fmt: skip
PADDING, SMALL_PADDING, AFTER_NUMBERS = 10, 5, 4


@dataclass(frozen=True)
class Heading:
    words: str
    level: int = 1


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    words: str


@dataclass(frozen=True)
class ToWrite:
    """A place left to a person, with what is expected there."""

    what: str

    @property
    def words(self) -> str:
        return TO_WRITE.format(what=self.what)


@dataclass(frozen=True)
class Filled:
    """A field filled in from the record; `source` says from where: table, column, row."""

    label: str
    value: str
    source: str


@dataclass(frozen=True)
class Fields:
    fields: tuple[Filled, ...]

    @property
    def together(self) -> tuple[int, ...]:
        """A few stay on one page."""
        return tuple(range(len(self.fields) - 1)) if len(self.fields) <= FEW else ()


@dataclass(frozen=True)
class Grid:
    """A table. `widths` are shares of the line; the last rows may be totals; `caption` says above it what is counted in what."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""

    @property
    def shares(self) -> tuple[float, ...]:
        """Parts of the line, each column at least as wide as what cannot be broken in it: Latin words, numbers, short words."""
        given = self.widths or (1.0,) * len(self.heads)
        needed = ([self._least(place, short) for place in range(len(given))] for short in SHORT)
        return _fitting([width / sum(given) for width in given], next((each for each in needed if sum(each) < 1), self._leasts()))

    def _leasts(self) -> list[float]:
        return [self._least(place, SHORT[-1]) for place in range(len(self.heads))]

    @property
    def looks(self) -> tuple[str, ...]:
        """Of each column: a `number` stands to the right, where it can be compared; what `counts` the rows stands first; a `day`."""
        return tuple(self._look(place, [row[place] for row in self.rows]) for place in range(len(self.heads)))

    def _look(self, place: int, cells: list[str]) -> str:
        said = [cell for cell in cells if cell != EMPTY]
        if not said or not all(map(COUNTED.fullmatch, said)):
            return "day" if said and all(map(DAY.fullmatch, said)) else ""
        return "number" if place else "counts"

    @property
    def together(self) -> tuple[int, ...]:
        """The rows that stay on one page with the next: neither the first nor the last of a longer table stands alone."""
        last = len(self.rows) - 2
        return (0, last) if last > 1 else (0,) if last >= 0 else ()

    @property
    def shown(self) -> tuple[tuple[str, ...], ...]:
        """The rows; of a table without any that there is nothing."""
        return self.rows or ((str(words.NO_ROWS), *[""] * (len(self.heads) - 1)),)

    def _least(self, place: int, short: int) -> float:
        """Of the line: what must stand together in the head, which is bold, and in the cells."""
        cells = [row[place] for row in self.rows]
        longest = max(_unbroken([self.heads[place]], short, BOLD), _unbroken(cells, short))
        padding = PADDING if len(self.heads) <= FEW else SMALL_PADDING
        after = AFTER_NUMBERS if self._look(place, cells) == "number" else 0
        return (longest * (SIZE if len(self.heads) <= MANY else SMALL) + padding + after) / LINE


def _unbroken(cells: Sequence[str], short: int, weight: float = 1) -> float:
    """The width of the longest that stands together, for a size of one."""
    together = {run for cell in cells for run in UNBROKEN.findall(cell)} | {cell for cell in cells if len(cell) <= short}
    return max((_wide(each, weight) for each in together), default=1)


def _wide(word: str, weight: float) -> float:
    found = [next(wide for kind, wide in WIDTHS if kind.match(each)) for each in word]
    return sum(wide if wide == FULL else wide * weight for wide in found)


def _fitting(shares: list[float], least: list[float]) -> tuple[float, ...]:
    """Columns that are too narrow get what they need, the others what is left, in their proportions."""
    wide = [place for place, share in enumerate(shares) if share >= least[place]]
    if sum(least) >= 1:
        return tuple(each / sum(least) for each in least)
    if len(wide) == len(shares) or not wide:
        return tuple(shares)
    left = 1 - sum(each for place, each in enumerate(least) if place not in wide)
    own = sum(shares[place] for place in wide)
    again = [shares[place] / own * left if place in wide else least[place] for place in range(len(shares))]
    return _fitting(again, least)


Block = Heading | Words | ToWrite | Fields | Grid


@dataclass(frozen=True)
class Paper:
    """`under` are lines below the title; `foot` stands on every page, and so does `mark`, across it: who took it away."""

    title: str
    under: tuple[str, ...]
    blocks: tuple[Block, ...]
    foot: str
    name: str
    mark: str = ""

    @property
    def sources(self) -> list[Filled]:
        return [each for block in self.blocks if isinstance(block, Fields) for each in block.fields]

    @property
    def leading(self) -> Iterator[tuple[Block, bool]]:
        """The blocks of the whole, each with whether it leads up to a table, so that the two stay on one page."""
        blocks = list(self.whole())
        return zip(blocks, [isinstance(each, Grid | Fields) for each in blocks[1:]] + [False], strict=True)

    def whole(self) -> Iterator[Block]:
        """The blocks, and after them the list of sources."""
        yield from self.blocks
        if self.sources:
            yield Heading(str(SOURCES))
            rows = [(n, each.label, each.value, each.source) for n, each in enumerate(self.sources, 1)]
            yield grid((NUMBER, FIELD, VALUE, SOURCE), rows, (1.3, 3, 5.4, 6.6))


def grid(heads: Sequence[Text], rows: Sequence[Sequence[object]], widths: Sequence[float] = (), caption: Text | None = None) -> Grid:
    """A table of anything; what is missing is a dash."""
    told = tuple(tuple(EMPTY if cell is None or cell == "" else str(cell) for cell in row) for row in rows)
    return Grid(tuple(str(each) for each in heads), told, tuple(widths), str(caption or ""))
