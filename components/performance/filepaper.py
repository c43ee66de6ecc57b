"""The file of a prosecutor as a report that can be taken away: who took it, when and from which snapshot stands on every page.

Knows a file as it is handed in. Must not know queries, nor file formats.
"""

from collections.abc import Iterator

from dash import html

from components import numbers, values, words
from components.papers.paper import Block, Grid, Heading, Paper, Words, grid
from components.performance import file, records
from components.performance.comments import WHAT, WHICH
from data.ask import Ask
from data.definitions import columns as known
from data.definitions.dimensions import TYPE
from data.definitions.indicators import flow
from data.law.calendar import local
from data.text import Text

TITLE = Text("{name}业绩档案", "File of {name}")
UNDER = Text("统计期 {since} 至 {until}", "{since} to {until}")
FOOT = Text("案流 · 数据截至 {day} · 数据版本 {key}", "Anliu · data as of {day} · snapshot {key}")
MARK = Text("{who} {at} 导出 · 数据版本 {key}", "taken by {who} on {at} · snapshot {key}")
TAKE = Text("整份档案可导出为 Word 或 PDF，每页带导出人、时间和数据版本的水印；导出记入日志。",
            "The whole file can be taken away as Word or PDF; each page bears who took it, when, which snapshot; on record.")  # fmt: skip
LOAD, YEARS, KINDS, BESIDE, LEVELS, REVIEWS, FINDINGS, COMMENTS = (
    Text("一、工作量", "1. Workload"), Text("二、近三年", "2. Three years"), Text("三、各类案件与权重", "3. Types of cases and weights"),
    Text("四、与同类人员对照", "4. Beside the like"), Text("五、决定层级", "5. Levels of decision"),
    Text("六、质量评查", "6. Quality reviews"),
    Text("七、流程监控问题", "7. Monitoring findings"), Text("八、本人说明", "8. The person's own comments"),
)  # fmt: skip
WHOLE, NOTHING = Text("{said}。", "{said}."), Text("没有记录。", "Nothing on record.")
WRITTEN, PERIOD = Text("写于", "Written on"), Text("统计期", "Period")


def view(found, ask: Ask):
    return None if found is None else html.Div(html.P(str(TAKE), className="note"), className="drawn")


def paper(found, ask: Ask) -> Paper:
    """Raises nothing: a file of nobody is an empty paper."""
    if found is None:
        return Paper(str(file.CHOOSE), (), (), "", "file")
    name = file.name_of(found.person, ask)
    key, day = ask.scope.snapshot.key, ask.scope.as_of
    at = f"{local(found.taken_at):%Y-%m-%d %H:%M}" if found.taken_at else str(day)
    mark = MARK.format(who=words.listed(dict.fromkeys((ask.viewer.name, ask.viewer.account))), at=at, key=key)
    under = (file.head_says(found.person, ask), UNDER.format(since=ask.period.since, until=ask.period.until), str(file.NO_SCORE))
    foot = FOOT.format(day=day, key=key)
    return Paper(TITLE.format(name=name), under, tuple(_blocks(found, ask)), foot, f"file-{found.person.code}", mark)


def _blocks(found, ask: Ask) -> Iterator[Block]:
    load = WHOLE.format(said=file.load_says(found.load, ask))
    yield from (Heading(str(LOAD)), Words(load), Heading(str(YEARS)), _years(found.years.answer))
    yield from (Heading(str(KINDS)), _kinds(found.kinds, ask), Heading(str(BESIDE)), _besides(found.besides))
    if found.decisions is not None:
        yield from (Heading(str(LEVELS)), _levels(found.decisions, ask))
    reviews, findings = (REVIEWS, found.reviews, "reviews", records.OF_REVIEWS), (FINDINGS, found.findings, "findings", records.OF_FINDINGS)
    for head, record, table, names in (reviews, findings):
        if record is not None:
            yield from (Heading(str(head)), _rows(record.rows.rows, table, names, ask))
    yield from (Heading(str(COMMENTS)), _comments(found.comments))


def _years(answer) -> Grid:
    rows = [(each.label, *(_said(each, group[each.key]) for group in answer.groups)) for each in answer.indicators]
    return grid((file.INDICATOR, *(Text(str(group.period.since.year), str(group.period.since.year)) for group in answer.groups)), rows)


def _said(each, figure) -> str:
    return words.listed((numbers.with_unit(each, figure), numbers.parts(figure)))


def _kinds(found, ask: Ask) -> Grid:
    rows = [(ask.names.value(TYPE, group.codes[TYPE.key]), numbers.digits(n), numbers.digits(found.of(group), 1),
             numbers.digits(n * found.of(group), 1))
            for group in found.answer.groups if (n := group[flow.CONCLUDED.key].value)]  # fmt: skip
    return grid((TYPE.label, flow.CONCLUDED.label, file.WEIGHT, file.WEIGHTED), rows, (4, 1, 1, 1))


def _besides(found) -> Grid:
    rows = [(one.indicator.label, numbers.shown(one.indicator, one.own[one.indicator.key]), numbers.parts(one.own[one.indicator.key]),
             file.band_said(one)) for one in found.rates]  # fmt: skip
    return grid((file.INDICATOR, file.OWN, words.PARTS, file.MIDDLE), rows)


def _levels(found, ask: Ask) -> Grid:
    rows = [(ask.names.of("approver_level", level), numbers.digits(n)) for level, n in found.levels]
    return grid((known.of("documents")["approver_level"].label, known.label("documents")), rows)


def _rows(rows, table: str, names, ask: Ask) -> Grid | Words:
    about = known.of(table)
    if not rows:
        return Words(str(NOTHING))
    return grid([about[name].label for name in names], [[values.text(about[name], row[name], ask) for name in names] for row in rows])


def _comments(said) -> Grid | Words:
    if not said:
        return Words(str(NOTHING))
    rows = [(row["label"], f"{row['since']} – {row['until']}", row["text"], row["at"].date()) for row in said]
    return grid((WHICH, PERIOD, WHAT, WRITTEN), rows, (2, 2, 4, 1.5))

