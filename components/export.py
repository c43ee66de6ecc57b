"""An answer or a list as a sheet: the same names and figures as on the screen, under lines that say what was asked.

Knows answers, columns and words. Must not know file formats.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from components import chips, messages, numbers, periods, values
from data.answer import Answer, Figure, Group, Page, Table
from data.ask import Ask
from data.definitions import columns
from data.definitions.indicators.base import Indicator
from data.definitions.relations import Relation
from data.text import Text

COUNT, PERCENT, DECIMAL, NUMBER, DAY, MOMENT, TEXT = "count", "percent", "decimal", "number", "day", "moment", "text"
AS_THEY_ARE = (NUMBER, DAY, MOMENT)  # everything else is put into words


@dataclass(frozen=True)
class Column:
    label: str
    kind: str = TEXT


@dataclass(frozen=True)
class Sheet:
    """`facts` are the first lines; batches of rows hold numbers, days and moments as such, everything else in words."""

    title: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    batches: Iterable[Sequence[Sequence]]


def facts(title: Text, ask: Ask, timeless: bool = False) -> tuple[tuple[str, str], ...]:
    said = {
        "title": str(title),
        "filters": chips.sentence(ask) or str(messages.NO_FILTERS),
        "period": periods.said(ask, timeless),
        "as_of": str(ask.scope.as_of),
        "snapshot": ask.scope.snapshot.key,
    }
    return tuple((str(messages.EXPORT_FACTS[key]), value) for key, value in said.items())


def of_answer(title: Text, answer: Answer, ask: Ask) -> Sheet:
    """A row for each group; rates with numerator and denominator, quantiles with their n."""
    heads = [*_keys(answer), *(column for each in answer.indicators for column, _ in _parts(each))]
    return Sheet(str(title), facts(title, ask), tuple(heads), [[_row(answer, group, ask) for group in answer.groups]])


def of_table(title: Text, table: Table, ask: Ask) -> Sheet:
    """What is no set of indicators: the heads and rows as they are."""
    heads = tuple(Column(str(head.label), head.kind) for head in table.heads)
    rows = [[str(cell) if isinstance(cell, Text) else cell for cell in row] for row in table.rows]
    return Sheet(str(title), facts(title, ask), heads, [rows])


def _keys(answer: Answer) -> list[Column]:
    return [*(Column(str(each.label)) for each in answer.dimensions), *([Column(str(messages.PERIOD))] if _many_periods(answer) else [])]


def _many_periods(answer: Answer) -> bool:
    return len({group.period for group in answer.groups}) > 1


def _row(answer: Answer, group: Group, ask: Ask) -> list:
    names = [str(ask.names.value(each, group.codes[each.key])) for each in answer.dimensions]
    period = [str(group.period.label)] if _many_periods(answer) else []
    figures = [part(group[each.key], ask) for each in answer.indicators for _, part in _parts(each)]
    return [*names, *period, *figures]


def _parts(each: Indicator) -> list[tuple[Column, Callable[[Figure, Ask], object]]]:
    """The columns of an indicator, each with how it is read off a figure."""

    def value(figure: Figure, ask: Ask):
        return numbers.why_not(each, figure, ask) if figure.value is None else figure.value

    unit = "" if each.percent else f" ({each.unit})"
    found = [(Column(f"{each.label}{unit}", _kind(each)), value)]
    if each.of is not None:
        found.append((Column(messages.NUMERATOR.format(label=each.label), COUNT), lambda figure, _: figure.numerator))
        found.append((Column(messages.DENOMINATOR.format(label=each.label), COUNT), lambda figure, _: figure.denominator))
    elif each.q is not None:
        found.append((Column(messages.BASE.format(label=each.label), COUNT), lambda figure, _: figure.n))
    return found


def _kind(each: Indicator) -> str:
    return PERCENT if each.percent else COUNT if each.counts else DECIMAL


def of_list(title: Text, relation: Relation, names: Sequence[str], batches: Iterable[Sequence], ask: Ask) -> Sheet:
    """All rows of a list, as they come."""
    known = columns.of(relation.key)
    chosen = [known[name] for name in names]
    heads = tuple(Column(str(each.label), each.kind if each.kind in AS_THEY_ARE else TEXT) for each in chosen)
    return Sheet(str(title), facts(title, ask, timeless=True), heads, _in_words(chosen, batches, ask))


def of_page(title: Text, relation: Relation, page: Page, ask: Ask) -> Sheet:
    batch = [tuple(row[name] for name in page.columns) for row in page.rows]
    return of_list(title, relation, page.columns, [batch], ask)


def _in_words(chosen: Sequence, batches: Iterable[Sequence], ask: Ask) -> Iterator[list[Sequence]]:
    """Column by column: a million rows must not cost a function call for each of their cells."""
    words = [None if column.kind in AS_THEY_ARE else Words(column, ask) for column in chosen]
    for batch in batches:
        cells = zip(*batch, strict=True)
        yield list(zip(*(values if known is None else known.of(values) for known, values in zip(words, cells, strict=True)), strict=True))


class Words(dict):
    """What the values of a column are called, each looked up once; texts that hardly repeat are not remembered."""

    def __init__(self, column, ask: Ask):
        super().__init__()
        self.column, self.ask = column, ask

    def __missing__(self, value):
        self[value] = found = values.text(self.column, value, self.ask)
        return found

    def of(self, cells: Sequence) -> Sequence:
        if self.column.kind == "text":
            return [values.text(self.column, value, self.ask) for value in cells] if self.column.personal else cells
        return list(map(self.__getitem__, cells))
