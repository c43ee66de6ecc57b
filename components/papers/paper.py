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
LINE, FEW = 442, 7  # points of a line; up to so many columns letters are large
NAME = 3  # characters: a name stands in one line
LETTER, PADDING, SMALL_LETTER, SMALL_PADDING = 5.8, 10, 5.1, 5


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


@dataclass(frozen=True)
class Grid:
    """A table. `widths` are shares of the line; the last rows may be totals."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()

    @property
    def shares(self) -> tuple[float, ...]:
        """Parts of the line, each column at least as wide as what cannot be broken in it: Latin words, numbers."""
        given = self.widths or (1.0,) * len(self.heads)
        return _fitting([width / sum(given) for width in given], [self._least(place) for place in range(len(given))])

    @property
    def shown(self) -> tuple[tuple[str, ...], ...]:
        """The rows; of a table without any that there is nothing."""
        return self.rows or ((str(words.NO_ROWS), *[""] * (len(self.heads) - 1)),)

    def _least(self, place: int) -> float:
        """Of the line: a Chinese character is as wide as two Latin ones."""
        few = len(self.heads) <= FEW
        cells = (self.heads[place], *(row[place] for row in self.rows))
        runs = [len(run) for cell in cells for run in UNBROKEN.findall(cell)]
        longest = max([2, *runs, *(2 * len(cell) for cell in cells if len(cell) <= NAME)])
        return (longest * (LETTER if few else SMALL_LETTER) + (PADDING if few else SMALL_PADDING)) / LINE


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

    def whole(self) -> Iterator[Block]:
        """The blocks, and after them the list of sources."""
        yield from self.blocks
        if self.sources:
            yield Heading(str(SOURCES))
            rows = [(n, each.label, each.value, each.source) for n, each in enumerate(self.sources, 1)]
            yield grid((NUMBER, FIELD, VALUE, SOURCE), rows, (1.3, 3, 6, 6))


def grid(heads: Sequence[Text], rows: Sequence[Sequence[object]], widths: Sequence[float] = ()) -> Grid:
    """A table of anything; what is missing is a dash."""
    told = tuple(tuple(EMPTY if cell is None or cell == "" else str(cell) for cell in row) for row in rows)
    return Grid(tuple(str(each) for each in heads), told, tuple(widths))
