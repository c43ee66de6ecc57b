"""What sticks, in sentences: where stays are longer than elsewhere and before, where cases lie; each leads to its cases.

Knows the findings as they are handed in. Must not know how they were found.
"""

from dash import html

from components import body, drill, notices, numbers, words
from components.figures.spark import spark
from data import period
from data.ask import Ask
from data.definitions.dimensions import ACTIVITY, LINE
from data.definitions.indicators.stays import STAY_MEDIAN, STAYS, WAITING_180
from data.text import Text

HEAD = Text("比对 {looked} 组（单位×条线×节点）：{sticks}；{lies}",
            "{looked} pairs of unit and node within a line compared: {sticks}; {lies}")  # fmt: skip
SOME = Text("{n} 处停留明显偏长", "{n} with clearly longer stays")
NONE = Text("没有明显偏长的停留", "none with clearly longer stays")
LIES = Text("{n} 处案件久停不动", "{n} where cases lie without moving")
LIES_NOT = Text("没有久停不动的异常", "none where cases lie without moving")
STICKS = Text("{who}：{line}案件“{path}”停留中位数 {now} 天，其他{level} {others} 天{since}",
              "{who}: in {line}, “{path}” takes {now} days in the middle, {others} in the other units ({level}){since}")  # fmt: skip
STICKS_ALONE = Text("{who}：{line}案件“{path}”停留中位数 {now} 天{since}",
                    "{who}: in {line}, “{path}” takes {now} days in the middle{since}")  # fmt: skip
SINCE = Text("，自{month}起（此前 {before} 天）", ", since {month} ({before} before)")
ALWAYS = Text("，数据开始以来一直如此", ", as long as the data go back")
MORE = Text("统计期内 {n} 次停留，比同类案件按其他单位的用时多 {days} 个自然日",
            "{n} stays in the period, {days} calendar days more than the same types of case take elsewhere")  # fmt: skip
INSIDE = Text("其中 {share} 在{place}", "{share} of it in {place}")
LONG = Text("{who}：{n} 件停在“{node}”满 180 天，按其他单位的情况应有 {expected} 件；最早自 {oldest}",
            "{who}: {n} cases have stood at “{node}” for 180 days or more, where {expected} would be expected; "
            "the oldest since {oldest}")  # fmt: skip
MONTHLY = Text("逐月停留中位数，{first} 至 {last}", "Median by month, {first} to {last}")
METHOD = Text(
    "查找方法：同条线、同类案件、同节点相比；剔除类型构成；须超出单位间通常差异与抽样误差，并按比对组数收紧标准（预期误报不超过 1%）；"
    "少于 10 次停留的不比。这是待核实的线索，不是评价。",
    "How it is found: the same types of case at the same node; the mix is taken out; it must exceed what units usually differ by and the"
    " sampling error, with a bound tightened for the number of comparisons (a false alarm on one page in a hundred); fewer than ten stays"
    " are not compared. A lead to look into, not a verdict.",
)


def view(found, ask: Ask) -> html.Div:
    """`found` is the pair of what sticks and what lies; both searches say how much they looked at."""
    search, stuck = found
    if not search.looked_at and not stuck:
        return notices.empty()
    items = [_sticking(each, ask) for each in search.found] + [_stuck(each, ask) for each in stuck]
    head = html.P(_headline(search, stuck), className="headline")
    listed = html.Ul(items, className="findings") if items else None
    method = html.P(str(METHOD), className="note muted")
    return html.Div([head, listed, method, body.foot(ask, (STAYS, STAY_MEDIAN, WAITING_180))], className="drawn")


def _headline(search, stuck) -> str:
    sticks = SOME.filled(n=len(search.found)) if search.found else NONE
    return HEAD.format(looked=numbers.digits(search.looked_at), sticks=sticks, lies=LIES.filled(n=len(stuck)) if stuck else LIES_NOT)


def _sticking(each, ask: Ask) -> html.Li:
    texts = {**drill.texts(ask, each.level, each.delay.unit), "line": each.delay.line, "activity": each.delay.activity}
    href = ask.behind(STAYS, each.period, sort="-stay_days", **texts)
    said = html.A(sentence(each, ask), href=href, className="finding-says")
    more = [MORE.format(n=numbers.digits(each.delay.n), days=numbers.digits(each.delay.excess))]
    return html.Li([_mark("hourglass-split"), html.Div([said, html.P(words.listed([*more, _inside(each, ask)]))]), _line(each)])


def sentence(each, ask: Ask) -> str:
    """`襄阳市院：公诉案件“提请审批→审批”停留中位数 9 天，其他市级院 1 天，自2024年3月起（此前 0 天）`."""
    said = STICKS if each.others.n else STICKS_ALONE
    return said.format(
        who=ask.names.value(each.level, each.delay.unit), line=ask.names.value(LINE, each.delay.line), path=_path(each, ask),
        now=_days(each.now), others=_days(each.others), level=each.level.label, since=_since(each),
    )  # fmt: skip


def _path(each, ask: Ask) -> str:
    names = [str(ask.names.value(ACTIVITY, node)) for node in (each.delay.activity, each.following) if node]
    return "→".join(names)


def _since(each) -> str:
    if each.since is None:
        return str(ALWAYS) if each.before.n else ""
    return SINCE.format(month=period.parse(f"{each.since:%Y-%m}", each.since).label, before=_days(each.before))


def _days(spread) -> str:
    return numbers.UNDEFINED if spread.median is None else numbers.digits(spread.median, 0 if spread.median == int(spread.median) else 1)


def _inside(each, ask: Ask) -> str:
    if each.inside is None:
        return ""
    return INSIDE.format(share=f"{each.inside.share:.0%}", place=ask.names.value(each.inside.level, each.inside.code))


def _line(each) -> html.Div | None:
    if len(each.months) < 3:
        return None
    said = MONTHLY.format(first=f"{each.months[0].day:%Y-%m}", last=f"{each.months[-1].day:%Y-%m}")
    return html.Div([spark([month.here.median for month in each.months], said), html.Small(said)], className="finding-line")


def _stuck(each, ask: Ask) -> html.Li:
    texts = drill.texts(ask, each.level, each.unit)
    href = ask.behind(WAITING_180, None, activity=each.activity, sort="occurred_at", **texts)
    expected = "0" if each.expected < 0.05 else f"{each.expected:,.1f}"
    said = LONG.format(who=ask.names.value(each.level, each.unit), n=each.n, node=ask.names.value(ACTIVITY, each.activity),
                       expected=expected, oldest=each.oldest)  # fmt: skip
    return html.Li([_mark("pause-circle"), html.Div([html.A(said, href=href, className="finding-says"), html.P(_inside(each, ask))])])


def _mark(icon: str) -> html.Span:
    return html.Span(className=f"bi bi-{icon}", **{"aria-hidden": "true"})

