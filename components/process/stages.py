"""Persons through the stages as a flow: each step as high as its persons are many, losses marked.

Knows what was followed. Must not know queries.
"""

from collections.abc import Iterator

from dash import html

from components import body, links, notices, numbers, tables, values, words
from components.export import COUNT, PERCENT
from components.figures.graph import text_width
from components.process import picture, rows
from components.process.rows import Col
from components.svg import Mark, mark
from data.ask import Ask
from data.definitions import columns as known
from data.definitions.indicators import persons
from data.text import Text

WIDTH, HEIGHT, BAR, GAP, TOP, BESIDE = 1180, 420, 12, 26, 36, 24
SAYS = Text(
    "统计期内首次受理 {persons} 人：提请逮捕 {arrest} 人，批准 {arrested} 人；进入审查起诉 {prosecution} 人，起诉 {indicted} 人；"
    "已有一审判决 {judged} 人，进入二审或抗诉 {appealed} 人",
    "{persons} persons first met in the period: arrest requested for {arrest}, approved for {arrested}; {prosecution} reached prosecution "
    "review, {indicted} were indicted; {judged} have been judged, {appealed} went to a second instance",
)
NOTE = Text("同一人按统一受案号与身份标识关联，只在本人可见的范围内跟踪；近期受理的人后续环节尚未发生。"
            "案件类别、条线、羁押筛选不作用于此处。",
            "Persons are linked by unified case number and identity, within what the viewer may see; of those met lately the later stages "
            "have not happened yet. Filters on type, line and custody do not act here.")  # fmt: skip
OF_STEP = Text("{n} 人", "{n} persons")
TAKEN = Text("{step}：{n} 人，同一人的各案列在一起", "{step}: {n} persons, each with the cases of that person")
TAKEN_SHOWN = Text("列出前 {n} 人；缩小单位或统计期可看其余的", "The first {n} are listed; narrow the unit or the period for the others")
AWAY = Text("收起名单", "Close the list")
TITLE = Text("同一人的去向", "The same persons")
STEP, TO, NUMBER, SHARE = Text("由", "From"), Text("到", "To"), Text("人数", "Persons"), Text("占该环节", "Share of the step")


def view(found, ask: Ask):
    if not found.persons:
        return notices.empty()
    says = _says(found)
    shown = picture.framed(svg(found, says), says, TITLE, found.ask)
    table = rows.screen(_columns(found), _links(found), says)
    parts = [html.P(says, className="headline"), shown, html.P(str(NOTE), className="muted note"), body.folded(table)]
    return html.Div([*parts, body.foot(found.ask, (persons.PERSONS_ACCEPTED,))], className="drawn")


def _says(found) -> str:
    prosecution = sum(found.into(node) for node in ("indicted", "nonpros", "prosecution_other", "prosecution_pending"))
    judged = found.into("guilty") + found.into("acquitted")
    said = {
        "persons": found.persons, "arrest": found.out_of("enter_arrest"), "arrested": found.into("arrested"), "prosecution": prosecution,
        "indicted": found.into("indicted"), "judged": judged, "appealed": found.into("appealed"),
    }  # fmt: skip
    return SAYS.format(**{key: numbers.digits(value) for key, value in said.items()})


def svg(found, says: str) -> Mark:
    boxes = _boxes(found)
    bands = list(_bands(found, boxes))
    nodes = [part for node, box in boxes.items() for part in _node(found, node, box)]
    height = max(y + tall for _, y, tall in boxes.values()) + TOP
    inner = [mark("title", says), *bands, *nodes]
    return mark("svg", inner, viewBox=f"0 0 {WIDTH} {height:.0f}", width="100%", role="group", className="map sankey")


def _size(found, node: str) -> int:
    return max(found.into(node), found.out_of(node))


def _boxes(found) -> dict[str, tuple[float, float, float]]:
    """Node → its left edge, top and height: the columns of the stages, in each the nodes from the top in their order."""
    columns: dict[int, list[str]] = {}
    for node, column in found.columns.items():
        if _size(found, node):
            columns.setdefault(column, []).append(node)
    fullest = max(len(nodes) for nodes in columns.values())
    scale = (HEIGHT - GAP * fullest) / max(sum(_size(found, node) for node in nodes) for nodes in columns.values())
    step = (WIDTH - max(text_width(_said(found, node)) for node in columns[max(columns)]) - BAR - BESIDE) / max(columns)
    found_boxes = {}
    for column, nodes in columns.items():
        y = float(TOP)
        for node in nodes:
            tall = max(_size(found, node) * scale, 1.5)
            found_boxes[node] = column * step, y, tall
            y += max(tall, 14) + GAP
    return found_boxes


def _bands(found, boxes) -> Iterator[Mark]:
    """A band for each step; at both ends they lie side by side in the order of the nodes."""
    left = {node: y for node, (_, y, _) in boxes.items()}
    right = dict(left)
    order = list(boxes)
    for (source, target), n in sorted(found.links.items(), key=lambda link: (order.index(link[0][0]), order.index(link[0][1]))):
        from_x, _, tall = boxes[source]
        to_x, _, target_tall = boxes[target]
        one, other = tall * n / _size(found, source), target_tall * n / _size(found, target)
        y0, y1 = right[source], left[target]
        right[source], left[target] = y0 + one, y1 + other
        middle = (from_x + BAR + to_x) / 2
        d = (f"M{from_x + BAR:.1f},{y0:.1f} C{middle:.1f},{y0:.1f} {middle:.1f},{y1:.1f} {to_x:.1f},{y1:.1f} V{y1 + other:.1f} "
             f"C{middle:.1f},{y1 + other:.1f} {middle:.1f},{y0 + one:.1f} {from_x + BAR:.1f},{y0 + one:.1f} Z")  # fmt: skip
        said = words.about(words.changed_to(found.labels[source], found.labels[target]), OF_STEP.format(n=numbers.digits(n)))
        band = mark("path", [mark("title", said)], d=d, className="band band-loss" if target in found.losses else "band")
        yield mark("a", [band], href=_href(found, source, target), **{"aria-label": said}) if not found.ask.viewer.figures_only else band


def _node(found, node: str, box) -> Iterator[Mark]:
    x, y, tall = box
    look = "band-bar band-loss" if node in found.losses else "band-bar"
    yield mark("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=BAR, height=f"{tall:.1f}", className=look)
    said = _said(found, node)
    back = mark("rect", x=f"{x + BAR + 3:.1f}", y=f"{y - 1:.1f}", width=text_width(said) + 4, height=16, rx=2, className="band-ground")
    yield back
    yield mark("text", said, x=f"{x + BAR + 5:.1f}", y=f"{y + 11.5:.1f}")


def _said(found, node: str) -> str:
    return f"{found.labels[node]} {numbers.digits(_size(found, node))}"


def _links(found) -> list[tuple[str, str, int]]:
    order = list(found.columns)
    return sorted(((*link, n) for link, n in found.links.items()), key=lambda each: (order.index(each[0]), order.index(each[1])))


def _href(found, source: str, target: str) -> str:
    return found.ask.link("/flow", way=f"{source}>{target}") + "#flow-panel-taken"


def taken(found, ask: Ask):
    """The persons behind one step, with each of their cases."""
    if found is None:
        return None
    if not found.rows:
        return notices.empty()
    step = words.changed_to(*(found.labels.get(node, node) for node in found.step))
    says = TAKEN.format(step=step, n=numbers.digits(found.persons))
    shown = len({row["matter"] for row in found.rows})
    more = [html.P(TAKEN_SHOWN.format(n=shown), className="muted note")] if shown < found.persons else []
    about = known.of("persons")
    columns = [_of_person(about[name], ask) for name in found.rows[0] if name != "matter"]
    away = html.P(html.A(str(AWAY), href=ask.link("/flow", way=None)))
    parts = [html.P(says, className="headline"), tables.simple(columns, found.rows, says), *more, away]
    return html.Div([*parts, body.foot(found.ask, (persons.PERSONS_ACCEPTED,))], className="drawn")


def _of_person(column, ask: Ask) -> tables.Col:
    def cell(row):
        said = values.text(column, row[column.name], ask)
        return links.case(said, ask) if column.name == "case_id" else said

    return tables.Col(column.label, cell, column.kind)


def _columns(found) -> list[Col]:
    return [
        Col(STEP, lambda link: str(found.labels[link[0]])), Col(TO, lambda link: str(found.labels[link[1]])),
        Col(NUMBER, lambda link: link[2], COUNT, (lambda link: _href(found, *link[:2])) if not found.ask.viewer.figures_only else None),
        Col(SHARE, lambda link: link[2] / found.out_of(link[0]), PERCENT),
    ]  # fmt: skip


def file(found, ask: Ask):
    return rows.file(_columns(found), _links(found))
