"""Numbers by two dimensions as a table whose cells are shaded by their rate, or by their size where there is nothing to measure them by.

Knows crossed answers. Must not know queries. The number stands in every cell, so that no shade has to be read.
"""

from dash import html

from components import body, drill, notices, numbers, tables, words
from data import chance
from data.ask import Ask
from data.catalogue import naming
from data.definitions.indicators.base import Indicator
from data.text import Text

SAYS = Text("合计 {total}，最多的是“{first}”（{value}，占 {share}）", "{total} in all, most of them “{first}” ({value}, {share})")
HIGH = Text(
    "{n} 处高于全部范围、超出偶然（▲）：{some}", "{n} above the whole range by more than chance (▲): {some}",
)
CELL = Text("“{row}”在{column} {rate}（{number} / {base}），全部 {usual}",
            "“{row}” in {column} {rate} ({number} / {base}), overall {usual}")  # fmt: skip
CALM = Text("各处的问题比率与全部范围相比都在偶然波动之内", "Everywhere problems are as frequent as in the whole range, but for chance")
SURE, SAID = 0.998, 2  # so many cells are looked at that one in five hundred by chance is still a few
SHADED = Text("颜色按每次评查的比率深浅；评查不足 {least} 次的不着色",
              "Shaded by the rate per review; not where reviews are fewer than {least}")  # fmt: skip
BY_SIZE = Text("颜色按数量深浅", "Shaded by size")
RATE = Text("{number} / 评查 {n} 次 = {rate}", "{number} / {n} reviews = {rate}")
TOTAL = Text("合计", "Total")
STEPS = 5


def crosstab(path: str):
    """The columns lead deeper on the page, the cells to their rows."""

    def view(found, ask: Ask):
        answer = found.answer
        if body.is_empty(answer):
            return notices.empty()
        each = answer.indicators[0]
        cells = _Cells(found, each, ask, path)
        note = html.P(SHADED.format(least=ask.settings.minimum_n) if found.base else str(BY_SIZE), className="note muted")
        says = html.P(cells.says(), className="headline")
        return html.Div([says, cells.table(), note, body.foot(ask, answer.indicators)], className="drawn")

    return view


class _Cells:
    """The cells of one crossed answer, with what they are shaded by."""

    def __init__(self, found, each: Indicator, ask: Ask, path: str):
        self.found, self.each, self.ask, self.path = found, each, ask, path
        self.down, self.across = found.answer.dimensions
        self.groups = {(group.codes[self.down.key], group.codes[self.across.key]): group for group in found.answer.groups}
        self.rows = list(dict.fromkeys(down for down, _ in self.groups))
        present = {across for (_, across), group in self.groups.items() if group[each.key].value}
        ordered = list(found.base) or list(dict.fromkeys(across for _, across in self.groups))
        self.columns = [across for across in ordered if across in present]
        self.high = {cell for cell in self.groups if self._is_high(cell)}
        self.most = max((self._measure(group) or 0 for group in self.groups.values()), default=0)

    def says(self) -> str:
        if self.found.base:
            some = words.listed(self._said(*cell) for cell in sorted(self.high, key=lambda cell: -self._measure(self.groups[cell]))[:SAID])
            return HIGH.format(n=len(self.high), some=some) if self.high else str(CALM)
        totals = {row: self._total(row) for row in self.rows}
        first, total = max(totals, key=totals.get), sum(totals.values())
        return SAYS.format(
            total=f"{numbers.digits(total)} {numbers.unit(self.each)}", first=self.ask.names.value(self.down, first),
            value=numbers.digits(totals[first]), share=f"{totals[first] / total * 100:.0f}%",
        )  # fmt: skip

    def _said(self, row, column) -> str:
        number, base = self.groups[row, column][self.each.key].value, self.found.base[column]
        return CELL.format(
            row=self.ask.names.value(self.down, row), column=self.ask.names.value(self.across, column), rate=f"{number / base * 100:.1f}%",
            number=numbers.digits(number), base=numbers.digits(base), usual=f"{self._usual(row) * 100:.1f}%",
        )  # fmt: skip

    def _usual(self, row) -> float:
        return self._total(row) / (sum(self.found.base.values()) or 1)

    def _is_high(self, cell: tuple) -> bool:
        """Whether even the lower bound of a cell's rate lies above that of its row."""
        if not self.found.base or self._measure(self.groups[cell]) is None:
            return False
        number, base = self.groups[cell][self.each.key].value or 0, self.found.base[cell[1]]
        return float(chance.share_bounds(min(number, base), base, SURE)[0]) > self._usual(cell[0])

    def table(self) -> html.Div:
        first = [html.Th(str(self.down.label), scope="col"), html.Th(str(TOTAL), scope="col", className="number")]
        heads = [*first, *map(self._head, self.columns)]
        rows = [html.Tr([self._name(row), self._sum(row), *(self._cell(row, column) for column in self.columns)]) for row in self.rows]
        caption = words.listed((self.down.label, self.across.label, self.each.label))
        return html.Div(tables.framed(heads, rows, caption), className="crosstab of-units" if self.of_units else "crosstab")

    @property
    def of_units(self) -> bool:
        return self.across.codes == "org"

    def _total(self, row) -> float:
        return sum(self.groups[key][self.each.key].value or 0 for key in self.groups if key[0] == row)

    def _head(self, column) -> html.Th:
        name = str(self.ask.names.value(self.across, column))
        short = naming.place_of(name) if self.of_units else name
        link = html.A(short, href=drill.deeper(self.ask, self.path, self.across, column), title=name)
        return html.Th(link, scope="col")

    def _name(self, row) -> html.Th:
        texts = drill.texts(self.ask, self.down, row)
        return html.Th(html.A(str(self.ask.names.value(self.down, row)), href=self.ask.behind(self.each, **texts)), scope="row")

    def _sum(self, row) -> html.Td:
        texts = drill.texts(self.ask, self.down, row)
        return html.Td(html.A(numbers.digits(self._total(row)), href=self.ask.behind(self.each, **texts)), className="number")

    def _measure(self, group) -> float | None:
        """The rate of a cell; its number where there is no base; None where the base is too small."""
        number, base = group[self.each.key].value or 0, self.found.base.get(group.codes[self.across.key])
        if not self.found.base:
            return number
        return number / base if base and base >= self.ask.settings.minimum_n else None

    def _cell(self, row, column) -> html.Td:
        group = self.groups.get((row, column))
        number = group[self.each.key].value if group else 0
        if not number:
            return html.Td("·", className="number muted")
        rate = self._measure(group)
        step = 0 if rate is None or not self.most else 1 + min(int(rate / self.most * STEPS), STEPS - 1)
        href = drill.behind(self.ask, self.each, group, self.found.answer.dimensions)
        mark = [html.Span("▲ ", className="sign", **{"aria-hidden": "true"})] if (row, column) in self.high else []
        link = html.A([*mark, numbers.digits(number)], href=href, title=self._spoken(number, column, rate))
        return html.Td(link, className=f"number step-{step}" if step else "number")

    def _spoken(self, number: float, column, rate: float | None) -> str:
        said = f"{self.each.label} {numbers.digits(number)}"
        if not self.found.base or rate is None:
            return said
        base = self.found.base[column]
        return f"{self.each.label} " + RATE.format(number=numbers.digits(number), n=numbers.digits(base), rate=f"{rate * 100:.1f}%")
