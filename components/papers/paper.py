"""What a report is before it is a file: headings, paragraphs, fields with their sources, tables, and places left to a person.

Knows its parts. Must not know file formats, nor where numbers come from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.text import Text

SOURCES = Text("附：自动填写内容的来源", "Annex: where what was filled in comes from")
NUMBER, FIELD, VALUE, SOURCE = Text("序号", "No."), Text("项目", "Field"), Text("内容", "Value"), Text("来源", "Source")
TO_WRITE = Text("（由评查人员填写：{what}）", "(to be written by a person: {what})")
EMPTY = "—"


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
        return self.widths or (1.0,) * len(self.heads)


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
