"""Where delay lies, and why it changed: bars by node with their cumulative share, and the steps from one year to the next.

Knows the answers as they are handed in. Must not know queries.
"""

from dash import html

from components import body, messages, notices, numbers, tables, theme
from components.figures.graph import Figure, graph
from components.figures.stairs import Step, ladder, stairs
from components.tables import Col
from data.ask import Ask
from data.definitions.dimensions import ACTIVITY
from data.definitions.indicators.flow import CONCLUDED
from data.definitions.indicators.stays import STAYS
from data.text import Text

SHOWN = 10
NODE, LONGER = Text("节点", "Node"), Text("长于中位数的停留", "Stays longer than the median")
DAYS, SHARE = Text("超出天数", "Days beyond it"), Text("累计", "Cumulative")
MOSTLY = Text("{nodes}这 {n} 个节点占全部超出天数的 {share}（共 {days} 个自然日）",
              "{nodes}: {n} nodes hold {share} of all days beyond the median ({days} calendar days in all)")  # fmt: skip
BEYOND = Text("超出天数：比同类案件在该节点的中位数多停留的自然日之和",
              "Days beyond: calendar days stayed longer than the median of the same type of case at the node")  # fmt: skip
CHANGE = Text("全部停留 {before} → {now} 个自然日（{difference}）：案件量 {volume}，经过节点的次数 {path}，节点内停留 {within}；"
              "每办结一件合 {each_before} → {each_now} 天",
              "All stays {before} → {now} calendar days ({difference}): number of cases {volume}, how often nodes are passed {path}, "
              "stay at the nodes {within}; for each case concluded {each_before} → {each_now} days")  # fmt: skip
CUT = Text("总量两柱不从零画起，只比较差额", "The two bars of totals do not begin at zero: read the differences")
EARLIER, LATER = Text("上年同期", "A year before"), Text("本期", "Now")
VOLUME, PATH = Text("案件量", "Number of cases"), Text("经过节点的次数", "How often nodes are passed")
WITHIN, OTHERS = Text("停留：{node}", "Stay: {node}"), Text("停留：其余节点", "Stay: all other nodes")
STEP, EFFECT = Text("因素", "Step"), Text("天数", "Days")
NOTHING = Text("上年同期没有可比的办结案件", "No concluded cases a year before to compare with")
LARGEST = 4


def pareto(found, ask: Ask):
    if not found.total:
        return notices.empty()
    shares = found.shares()
    enough = next(place + 1 for place, share in enumerate(shares) if share >= 0.5)
    names = [str(ask.names.value(ACTIVITY, part.activity)) for part in found.parts]
    listed = str(messages.OR).join(names[:enough])
    says = MOSTLY.format(nodes=listed, n=enough, share=f"{shares[enough - 1]:.0%}", days=numbers.digits(found.total))
    rows = list(zip(found.parts, names, shares, strict=True))
    columns = [
        Col(NODE, lambda row: row[1]), Col(STAYS.label, lambda row: numbers.digits(row[0].n), "number"),
        Col(LONGER, lambda row: html.A(numbers.digits(row[0].longer), href=_behind(found, row[0], ask)), "number"),
        Col(DAYS, lambda row: numbers.digits(row[0].days), "number"), Col(SHARE, lambda row: f"{row[2]:.0%}", "number"),
    ]  # fmt: skip
    figure = graph(_bars(found, names, shares, ask), "pareto", says)
    note = html.P(str(BEYOND), className="note muted")
    return body.body(ask, says, html.Div([figure, note]), tables.simple(columns, rows, str(DAYS)), (STAYS,))


def _behind(found, part, ask: Ask) -> str:
    return ask.behind(STAYS, found.period, activity=part.activity, sort="-stay_days")


def _bars(found, names, shares, ask: Ask) -> Figure:
    c, parts = theme.colours(), found.parts[:SHOWN]
    trace = {
        "type": "bar", "orientation": "h", "x": [part.days for part in parts], "y": list(range(len(parts))), "marker": {"color": c.s1},
        "text": [f"{numbers.digits(part.days)}  ·  {share:.0%}" for part, share in zip(parts, shares, strict=False)],
        "textposition": "outside", "cliponaxis": False, "textfont": {"color": c.ink, "size": 12}, "hoverinfo": "text",
        "hovertext": [f"<b>{name}</b><br>{LONGER} {numbers.digits(part.longer)}" for name, part in zip(names, parts, strict=False)],
        "customdata": [_behind(found, part, ask) for part in parts],
    }  # fmt: skip
    return {"data": [trace], "layout": ladder(names[:SHOWN], [0, parts[0].days * 1.45])}


def waterfall(found, ask: Ask):
    if not found.comparable:
        return html.Div(html.P(str(NOTHING), className="headline"), className="drawn")
    says = CHANGE.format(
        before=numbers.digits(found.before.days), now=numbers.digits(found.now.days), difference=_signed(found.difference),
        volume=_signed(found.volume), path=_signed(sum(found.path.values())), within=_signed(sum(found.within.values())),
        each_before=numbers.digits(found.before.each, 1), each_now=numbers.digits(found.now.each, 1),
    )  # fmt: skip
    steps = _steps(found, ask)
    columns = [Col(STEP, lambda row: row[0]), Col(EFFECT, lambda row: _signed(row[1]) if row[2] else numbers.digits(row[1]), "number")]
    c = theme.colours()
    drawn = stairs(steps, numbers.digits, _signed, lambda days: c.worse if days > 0 else c.better)
    figure = html.Div([graph(drawn, "waterfall", says), html.P(str(CUT), className="note muted")])
    return body.body(ask, says, figure, tables.simple(columns, steps, str(EFFECT)), (STAYS, CONCLUDED))


def _steps(found, ask: Ask) -> list[Step]:
    """In days, from a year before to now."""
    largest = sorted(found.within, key=lambda node: (-abs(found.within[node]), node))[:LARGEST]
    rest = sum(effect for node, effect in found.within.items() if node not in largest)
    stays = ask.behind(STAYS)
    nodes = [Step(WITHIN.format(node=ask.names.value(ACTIVITY, node)), found.within[node], True, ask.behind(STAYS, activity=node))
             for node in largest]  # fmt: skip
    return [
        Step(str(EARLIER), found.before.days, False, ask.behind(STAYS, found.before.period)),
        Step(str(VOLUME), found.volume, True, ask.behind(CONCLUDED)), Step(str(PATH), sum(found.path.values()), True, stays),
        *nodes, Step(str(OTHERS), rest, True, stays), Step(str(LATER), found.now.days, False, stays),
    ]  # fmt: skip


def _signed(days: float) -> str:
    sign = "+" if days > 0.5 else "−" if days < -0.5 else "±"
    return sign + numbers.digits(abs(days))
