"""The panel of the process map: what it says, how it is coloured and narrowed, the drawing, the same as a table.

Knows a process and its drawing. Must not know queries.
"""

import dash_bootstrap_components as dbc
from dash import html

from components import body, notices, numbers, orgs, words
from components.export import COUNT, DECIMAL, PERCENT
from components.links import current
from components.picks import NOTHING, picks
from components.process import differences, drawing, picture, rows
from components.process.drawing import Drawing
from components.process.rows import Col
from components.svg import mark
from data.ask import Ask
from data.definitions import moving
from data.definitions.indicators import process as records
from data.definitions.indicators import stays
from data.text import Text

PATH = "/flow"
SAYS = Text(
    "{type}：统计期内流转 {n} 次，图中显示其中 {share}；最费时的一段是“{source} → {target}”，中位 {days} 自然日（{times} 次）",
    "{type}: {n} moves in the period, {share} of them drawn; the longest stretch is “{source} → {target}”, median {days} calendar days "
    "({times} times)",
)
SAYS_FEW = Text("{type}：统计期内流转 {n} 次，图中显示其中 {share}", "{type}: {n} moves in the period, {share} of them drawn")
SAYS_SAME_DAY = Text(
    "{type}：统计期内流转 {n} 次，图中显示其中 {share}；各段中位都不足 1 个自然日",
    "{type}: {n} moves in the period, {share} of them drawn; the median of every stretch is under one calendar day",
)
DISCOVERED = Text("该类型没有法定主干，图由数据中的节点生成。", "This type has no legal backbone: the map is made of the activities found.")
BACKBONE = Text(
    "框为法定主干环节（虚线框为主干之外的节点），线为流转；位置由本人可见的全部数据决定，不随筛选变动。点数字看案件。",
    "Boxes are acts of the legal backbone (dashed: nodes beside it), lines are moves; positions come from all data in reach and do not "
    "change with filters. Every number leads to its cases.",
)
COLOURED, SHOWN_SHARE, COMPARED = Text("标注", "Labels"), Text("显示流转的 {share}%", "{share}% of the moves"), Text("对比", "Compare")
VERSUS = {"": Text("不对比", "no"), "before": Text("上一期", "period before"), "year": Text("上年同期", "year before")}
TITLE, ANOTHER_UNIT = Text("流程图", "Process map"), Text("另一单位…", "another unit …")
LIMITS = Text("超参考天数占比：由该节点离开的流转中，用时超过该节点参考天数的占比（data/catalogue/norms.csv，待本院确认）；"
              "没有参考天数的标“—”。法定期限按案件计算，见“期限”页。",
              "Share beyond usual days: of the moves that leave a node, those that took longer than its usual days "
              "(data/catalogue/norms.csv, to be confirmed by the office); — where there are none. Limits of the law run for cases: "
              "see Deadlines.")  # fmt: skip
SAYS_OVER = Text("{type}：统计期内流转 {n} 次；超参考天数最多的一段是“{source} → {target}”，{over} / {limited}（{rate}）",
                 "{type}: {n} moves in the period; most beyond the usual days is “{source} → {target}”, {over} of {limited} ({rate})")
WAITS = Text("框内左为进入次数，右为统计期末停留的件数。",
             "In a box: left, how often it was entered; right, cases waiting there at the end.")
FEWEST = 10  # moves that a stretch needs to be called the longest
SCALE = (
    Text("1 天内", "under 1 day"), Text("1-6 天", "1-6 days"), Text("7-14 天", "7-14 days"), Text("15-29 天", "15-29 days"),
    Text("30 天及以上", "30 days and more"),
)  # fmt: skip
SHARES = (Text("不足 5%", "under 5%"), Text("5-9%", "5-9%"), Text("10-24%", "10-24%"), Text("25-49%", "25-49%"),
          Text("50% 及以上", "50% and more"))  # fmt: skip
OVER, PARTS_OVER = moving.OVERLAYS["over"], Text("超参考天数 / 有参考天数", "beyond usual days / with usual days")
FROM, TO, TIMES = Text("由", "From"), Text("到", "To"), Text("次数", "Times")
MEDIAN, P90 = Text("中位自然日", "Median calendar days"), Text("九成分位自然日", "90th percentile, calendar days")


def view(process, ask: Ask):
    """The map of the type asked for, beside it that of what it is compared with."""
    if process is None or not process.now.total:
        return notices.empty()
    overlay = ask.filters.text("overlay") or "n"
    says = headline(process, ask) if overlay != "over" else headline_of_over(process, ask)
    found = differences.of(process)
    marked = frozenset(each.key for each in found)
    now = Drawing(process, process.now, process.ask, overlay, marked)
    frames = [_frame(now, says, process.ask)]
    if process.then:
        frames.append(_frame(Drawing(process, process.then, process.ask_then, overlay, marked, waiting=False), says, process.ask_then))
    parts = [
        html.P(says, className="headline"), _controls(process, ask, overlay), differences.listed(found, process),
        html.Div(frames, className="maps"), _legend(process, overlay), body.folded(table(process, ask)),
        body.foot(process.ask, (records.TRANSITIONS, stays.WAITING)),
    ]  # fmt: skip
    return html.Div([part for part in parts if part is not None], className="drawn")


def headline(process, ask: Ask) -> str:
    said = {
        "type": ask.names.of("case_type", process.type_code), "n": numbers.digits(process.now.total), "share": f"{process.coverage:.0%}",
    }  # fmt: skip
    drawn = [process.now.moves[key] for key in process.drawn if key in process.now.moves]
    timed = [move for move in drawn if move.n >= FEWEST and move.median is not None]
    if timed and not any(move.median for move in timed):
        return SAYS_SAME_DAY.format(**said)
    if not timed:
        return SAYS_FEW.format(**said)
    longest = max(timed, key=lambda move: (move.median, move.n))
    return SAYS.format(
        **said, source=process.acts[longest.source].label, target=process.acts[longest.target].label,
        days=numbers.digits(longest.median, 1), times=numbers.digits(longest.n),
    )  # fmt: skip


def headline_of_over(process, ask: Ask) -> str:
    """The move that is most often longer than usual, among those made often enough."""
    drawn = [process.now.moves[key] for key in process.drawn if key in process.now.moves]
    judged = [move for move in drawn if move.limited >= FEWEST and move.over]
    if not judged:
        return headline(process, ask)
    most = max(judged, key=lambda move: (move.share_over, move.over))
    return SAYS_OVER.format(
        type=ask.names.of("case_type", process.type_code), n=numbers.digits(process.now.total),
        source=process.acts[most.source].label, target=process.acts[most.target].label,
        over=numbers.digits(most.over), limited=numbers.digits(most.limited), rate=f"{most.share_over:.0%}",
    )  # fmt: skip


def _frame(drawn: Drawing, says: str, ask: Ask) -> html.Div:
    caption = html.Div(words.listed((_where(ask), ask.period.label)), className="map-caption")  # seen where there are two
    name = words.listed((TITLE, ask.names.of("case_type", drawn.process.type_code)))
    return html.Div([caption, picture.framed(drawing.svg(drawn, says), says, name, ask)], className="map-part")


def _where(ask: Ask) -> str:
    units = ask.filters.get("org") or ()
    return words.enumerated(str(ask.names.of("org", code)) for code in units)


def _controls(process, ask: Ask, overlay: str) -> html.Div:
    return html.Div(
        [_choices(COLOURED, [(str(label), ask.link(PATH, overlay=None if key == "n" else key), key == overlay)
                             for key, label in moving.OVERLAYS.items()]),
         _slider(process),
         _choices(COMPARED, [(str(label), ask.link(PATH, versus=key or None), key == ask.filters.text("versus"))
                             for key, label in VERSUS.items()]),
         _another_unit(ask)],
        className="map-controls",
    )  # fmt: skip


def _another_unit(ask: Ask) -> html.Label:
    """The units beside the one in force, and those above it: which of them the map is compared with."""
    chosen = ask.filters.text("versus").replace("before", "").replace("year", "")
    named = {unit.code: unit.name for unit in orgs.beside(ask)}
    if chosen and chosen not in named:
        named[chosen] = str(ask.names.of("org", chosen))
    options = [{"label": str(ANOTHER_UNIT), "value": picks(versus="") if chosen else NOTHING}]
    options += [{"label": name, "value": picks(versus=code)} for code, name in named.items()]
    select = dbc.Select(options=options, value=picks(versus=chosen) if chosen else NOTHING, size="sm")
    return html.Label([html.Span(str(ANOTHER_UNIT), className="visually-hidden"), select], className="map-unit", **{"data-pick": "versus"})


def _choices(label: Text, links: list[tuple[str, str, bool]]) -> html.Nav:
    inner = [html.A(said, href=href, className="choice", **current(chosen)) for said, href, chosen in links]
    return html.Nav([html.Span(str(label), className="control-label"), *inner], className="choices", **{"aria-label": str(label)})


def _slider(process) -> html.Div:
    said = SHOWN_SHARE.format(share=process.percent)
    control = mark("input", type="range", min="50", max="100", step="5", value=str(process.percent), **{"aria-label": said})
    return html.Div([html.Span(said, className="control-label"), control], className="map-slider", **{"data-write": "paths"})


def _legend(process, overlay: str) -> html.Div:
    steps = [html.Li([html.Span(className=f"map-key map-step-{place}"), str(label)])
             for place, label in enumerate(SHARES if overlay == "over" else SCALE, 1)]  # fmt: skip
    scale = [html.Ul(steps, className="map-scale")] if overlay != "n" else []
    note = DISCOVERED if process.discovered else BACKBONE
    said = words.sentences((note, WAITS, *([LIMITS] if overlay == "over" else [])))
    return html.Div([*scale, html.P(said, className="muted note")])


def table(process, ask: Ask) -> html.Div:
    return rows.screen(_columns(process), _moves(process), headline(process, ask))


def file(process, ask: Ask):
    return rows.file(_columns(process), _moves(process)) if process else rows.file([], [])


def _moves(process) -> list:
    return sorted(process.now.moves.values(), key=lambda move: (-move.n, move.key))


def _columns(process) -> list[Col]:
    over = [Col(OVER, lambda move: move.share_over, PERCENT), Col(PARTS_OVER, lambda move: f"{move.over} / {move.limited}")]
    return [
        Col(FROM, lambda move: str(process.acts[move.source].label)), Col(TO, lambda move: str(process.acts[move.target].label)),
        Col(TIMES, lambda move: move.n, COUNT, lambda move: drawing.behind(process.ask, process.acts, move.key)),
        Col(MEDIAN, lambda move: move.median, DECIMAL), Col(P90, lambda move: move.p90, DECIMAL),
        *(over if process.ask.filters.text("overlay") == "over" else []),
    ]  # fmt: skip
