"""Turns of a department: the record done again by its rule, how even it was month by month, to whom the next cases go.

Knows what was replayed, handed in. Must not know queries.
"""

from collections import Counter

from dash import html

from components import body, links, notices, numbers, tables, theme, words
from components.figures.graph import axis, graph, layout, text_width
from components.links import current
from components.performance.balance import NO_RIGHT
from components.tables import Col
from data.ask import Ask
from data.catalogue import turning
from data.definitions.dimensions import DEPARTMENT, HANDLER
from data.definitions.indicators import flow
from data.text import Text

PATH, FILE = "/department", "/prosecutor"
CHOOSE = Text("选定一个部门后，按其轮案规则重演记录并推演下一轮；轮案最多的部门：",
              "Choose a department to replay its record by its rule and to see what comes next; most cases by turn:")  # fmt: skip
NO_TURNS = Text("统计期内没有自动轮案记录", "No allotment by rotation in the period")
EXACT = Text("{where}：{year} 年以来 {n} 件自动轮案全部与规则一致",
             "{where}: all {n} cases by turn since {year} went as the rule has it")  # fmt: skip
NOT_EXACT = Text("{where}：{year} 年以来 {n} 件自动轮案中 {same} 件（{share}）与规则一致；记录不是按这条规则分的",
                 "{where}: {same} of {n} cases by turn since {year} ({share}) went as the rule has it; it follows another")  # fmt: skip
EVEN = Text("今年以来各成员都在容差之内", "this year every member is within the tolerance")
UNEVEN = Text("今年以来 {n} 人超出容差：{names}", "this year {n} beyond the tolerance: {names}")
RULE = Text("规则（{state}）：{rule}；{by_hand}；每年从零起算，容差 ±{tolerance}。任职中断按请假处理。重演只含可查看的分案。",
            "Rule ({state}): {rule}; {by_hand}; from nothing each year, tolerance ±{tolerance}. A break in a posting counts as leave. "
            "Only allotments within your view are replayed.")  # fmt: skip
STATES = {True: Text("已确认", "confirmed"), False: Text("待本院确认", "to be confirmed by the office")}
COUNTED = {True: Text("手动分案计入欠分", "cases by hand count"), False: Text("手动分案不计入", "cases by hand do not count")}
FIRST = Text("与规则不同的分案（前 {n} 件）", "Allotments that differ from the rule (the first {n})")
NEXT = Text("下一件轮到{first}；接下来 {n} 件中：{shares}", "The next case goes to {first}; of the next {n}: {shares}")
IN_TURN = Text("类别与最近 {n} 件轮案相同；依次分给：{names}", "Of the types of the last {n} by turn; one after the other to: {names}")
CASES = Text("{n} 件", "{n} cases")
CHOOSE_THERE = Text("选定一个部门后，这里推演下一轮", "Once a department is chosen, its next turns are shown here")
NOBODY = Text("没有在岗成员，无法推演", "Nobody is in post: nothing can be dealt out")
AFTER = Text("欠分最多与最少之差由 {before} 变为 {after}", "from the most to the least owed it is {before} before and {after} after")
SUPPOSE = Text("假设不在岗", "Suppose away")
WEIGH = Text("计重", "Weighing")
WAYS = {"weights": Text("按权重", "by weight"), "cases": Text("每件相同", "every case alike")}
SHARE, HAD, DEVIATION, OWED = Text("应占", "Share"), Text("已得", "Had"), Text("偏差", "Deviation"), Text("欠分", "Owed")
TURNS, COMING, OWED_AFTER = Text("轮案件数", "By turn"), Text("将分件数", "To come"), Text("推演后欠分", "Owed after")
OUT = Text("不在岗", "away")
DAY, DUE, GOT, CASE = Text("分案日期", "Allotted on"), Text("按规则", "By the rule"), Text("实际", "Recorded"), Text("案件", "Case")
MONTH = Text("月份", "Month")
FEW, SEQUENCE = 10, 20
HEIGHT, PLOT = 260, 190  # pixels: of the figure, and of them about what its lines have


def replayed(found, ask: Ask):
    early = _nothing(found, ask)
    if early is not None:
        return early
    made = found.replay
    parts = [
        html.P(_says(made, ask), className="headline"),
        graph(_figure(made, ask), "turns", _says(made, ask)),
        body.folded(_months(made, ask)),
    ]
    if made.differing:
        parts += [html.P(FIRST.format(n=min(len(made.differing), FEW)), className="muted note"), _differing(made, ask)]
    return html.Div([*parts, _rule(made), body.foot(ask, (flow.ALLOCATED, flow.ROTATION))], className="drawn")


def _nothing(found, ask: Ask):
    if found is None:
        return notices.empty(NO_RIGHT)
    if not found.departments:
        return notices.empty(NO_TURNS)
    return None if found.replay else _choose(found, ask)


def _choose(found, ask: Ask) -> html.Div:
    links = [
        html.Li([html.A(str(ask.names.value(DEPARTMENT, code)), href=ask.link(PATH, department=code)), " · ",
                 CASES.format(n=numbers.digits(n))])
        for code, n in found.departments
    ]
    return html.Div([html.P(str(CHOOSE), className="headline"), html.Ul(links, className="plain-list")], className="drawn")


def _says(made, ask: Ask) -> str:
    said = {"where": ask.names.department(made.department), "year": ask.period.since.year, "n": len(made.turns)}
    first = EXACT if not made.differing else NOT_EXACT
    share = f"{made.same / len(made.turns):.0%}" if made.turns else ""
    out = [code for code in made.members if made.uneven(code)]
    second = UNEVEN.format(n=len(out), names=words.listed(_name(code, ask) for code in out)) if out else EVEN
    return words.sentence((first.format(**said, same=made.same, share=share), second))


def _name(code: str | None, ask: Ask) -> str:
    return str(ask.names.value(HANDLER, code))


def _rule(made) -> html.P:
    rule = made.rule
    said = RULE.format(state=STATES[rule.confirmed], rule=turning.RULES[rule.rule], by_hand=COUNTED[rule.by_hand],
                       tolerance=f"{rule.tolerance:.0%}")  # fmt: skip
    return html.P(said, className="note muted")


def _figure(made, ask: Ask):
    """What each is owed at the end of each month; a line that is level is even."""
    months = list(dict.fromkeys(each.month for each in made.months))
    codes, c = list(dict.fromkeys(each.code for each in made.months)), theme.colours()
    out = {code for code in made.members if made.uneven(code)}
    traces = [_trace(code, made, ask, c.s2 if code in out else c.s1) for code in codes]
    names = [(_name(code, ask), [each.owed for each in made.months if each.code == code][-1]) for code in codes]
    ends = [each.owed for each in made.months]
    scale = PLOT / ((max(ends, default=1) - min(ends, default=0)) or 1)
    drawn = layout(
        HEIGHT, margin={"l": 8, "r": 20 + max((text_width(name) for name, _ in names), default=0), "t": 14, "b": 8},
        xaxis=axis("category", showgrid=False, categoryorder="array", categoryarray=months, nticks=8, tickangle=0),
        yaxis=axis(nticks=5, zeroline=True, zerolinecolor=c.faint), annotations=_ends(names, scale, c),
    )  # fmt: skip
    return {"data": traces, "layout": drawn}


def _trace(code: str, made, ask: Ask, colour: str) -> dict:
    own = [each for each in made.months if each.code == code]
    return {
        "type": "scatter", "mode": "lines+markers", "x": [each.month for each in own], "y": [round(each.owed, 2) for each in own],
        "line": {"color": colour, "width": 1.5}, "marker": {"size": 5, "color": colour}, "hoverinfo": "text",
        "hovertext": [_hover(each, ask) for each in own],
        "customdata": [ask.link(FILE, handler=code)] * len(own),
    }  # fmt: skip


def _hover(each, ask: Ask) -> str:
    return f"<b>{_name(each.code, ask)}</b> {each.month}<br>{OWED} {each.owed:+.1f} · {DEVIATION} {_part(each.deviation)}"


def _ends(names, scale: float, c) -> list[dict]:
    """Names at the ends of their lines, moved apart; `scale` is how many pixels one stands for."""
    marks, last = [], -1e9
    for name, value in sorted(names, key=lambda each: each[1]):
        at = max(value * scale, last + 15)
        marks.append({"text": name, "x": 1, "xref": "paper", "y": value, "xanchor": "left", "xshift": 10, "showarrow": False,
                      "yshift": at - value * scale, "font": {"size": 12, "color": c.muted}})  # fmt: skip
        last = at
    return marks


def _part(number: float | None) -> str:
    return numbers.UNDEFINED if number is None else numbers.signed_percent(number)


def _months(made, ask: Ask):
    columns = [Col(MONTH, lambda one: one.month), Col(HANDLER.label, lambda one: _name(one.code, ask)),
               Col(OWED, lambda one: numbers.digits(one.owed, 1), "number"),
               Col(DEVIATION, lambda one: _part(one.deviation), "number")]  # fmt: skip
    return tables.simple(columns, made.months, str(MONTH))


def _differing(made, ask: Ask):
    columns = [
        Col(DAY, lambda one: str(one.given.on), "day"), Col(CASE, lambda one: links.case(one.given.case_id, ask)),
        Col(DUE, lambda one: _name(one.due, ask)), Col(GOT, lambda one: _name(one.given.to, ask)),
    ]  # fmt: skip
    return tables.simple(columns, made.differing[:FEW], str(CASE))


def ahead(found, ask: Ask):
    if found is not None and found.departments and not found.replay:
        return notices.empty(CHOOSE_THERE)
    early = _nothing(found, ask)
    if early is not None:
        return early
    made = found.replay
    coming, after = made.coming
    return html.Div([
        html.P(_next(made, coming, after, ask), className="headline"), _suppose(made, ask), _standing(made, coming, after, ask),
        *_in_turn(coming, ask), body.foot(ask, (flow.ROTATION,)),
    ], className="drawn")  # fmt: skip


def _in_turn(coming, ask: Ask) -> list[html.P]:
    if not coming:
        return []
    names = words.enumerated(_name(code, ask) for _, code in coming[:SEQUENCE]) + ("…" if len(coming) > SEQUENCE else "")
    return [html.P(IN_TURN.format(n=len(coming), names=names), className="muted note")]


def _next(made, coming, after, ask: Ask) -> str:
    if not coming:
        return str(NOBODY)
    counted = Counter(code for _, code in coming)
    shares = words.enumerated(f"{_name(code, ask)} {CASES.format(n=n)}" for code, n in counted.items())
    spread = [numbers.digits(_spread(each, made), 1) for each in (made.standing, after)]
    said = NEXT.format(n=len(coming), first=_name(coming[0][1], ask), shares=shares)
    return words.sentence((said, AFTER.format(before=spread[0], after=spread[1])))


def _spread(standing, made) -> float:
    owed = [standing.owed(code) for code in made.there if code not in made.away]
    return float(max(owed) - min(owed)) if owed else 0.0


def _suppose(made, ask: Ask) -> html.Div:
    """Members to be supposed away, and the two ways of weighing: links that ask the same page anew."""
    who = [
        html.A(_name(code, ask), href=_toggled(made, code, ask), className="choice", **current(code in made.away)) for code in made.there
    ]
    ways = [
        html.A(str(said), href=ask.link(PATH, weigh=way), className="choice", **current((way == "cases") == made.alike))
        for way, said in WAYS.items()
    ]
    rows = [_row(SUPPOSE, who), _row(WEIGH, ways)]
    return html.Div(rows, className="chooser")


def _row(label: Text, links: list) -> html.Div:
    return html.Div([html.Span(str(label), className="muted"), html.Nav(links, className="choices", **{"aria-label": str(label)})],
                    className="chooser-row")  # fmt: skip


def _toggled(made, code: str, ask: Ask) -> str:
    away = sorted(set(made.away) ^ {code})
    return ask.link(PATH, away=",".join(away) or None)


def _off(made, code: str) -> html.Span:
    return html.Span(_part(made.standing.deviation(code)), className="beyond" if made.uneven(code) else None)


def _standing(made, coming, after, ask: Ask):
    n = Counter(code for _, code in coming)
    columns = [
        Col(HANDLER.label, lambda code: html.A(_name(code, ask), href=ask.link(FILE, handler=code))),
        Col(TURNS, lambda code: numbers.digits(made.standing.cases.get(code, 0)), "number"),
        Col(SHARE, lambda code: numbers.digits(float(made.standing.share.get(code, 0)), 1), "number"),
        Col(HAD, lambda code: numbers.digits(float(made.standing.had.get(code, 0)), 1), "number"),
        Col(DEVIATION, lambda code: _off(made, code), "number"),
        Col(OWED, lambda code: numbers.digits(float(made.standing.owed(code)), 1), "number"),
        Col(COMING, lambda code: numbers.digits(n[code]) if code in made.there and code not in made.away else str(OUT), "number"),
        Col(OWED_AFTER, lambda code: numbers.digits(float(after.owed(code)), 1), "number"),
    ]  # fmt: skip
    return tables.simple(columns, made.members, str(OWED))
