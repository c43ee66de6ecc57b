"""Due days read: weeks of days with how many limits end on each, the next and the oldest of them, patterns as questions.

Knows the answers as they are handed in. Must not know queries.
"""

from dash import html

from components import body, drill, notices, numbers, tables, words
from components.tables import Col
from data.ask import Ask
from data.catalogue import masking
from data.definitions.dimensions import ACTIVITY, CLOCK
from data.definitions.indicators.clocks import DUE_7, DUE_30, LATE, OVERDUE
from data.definitions.indicators.deadlines import (
    DAYS_BEFORE,
    EXTENDED_BEFORE,
    EXTENDED_LATE,
    FIRM_7,
    LAST_DAY,
    OPEN,
    REOPENED,
)  # fmt: skip
from data.period import Period
from data.text import Text

MONTH_SAYS = Text("未来 7 天到期 {soon} 个（其中 {firm} 个不可再延长），30 天内 {later} 个；已超期未办 {over} 个{most}",
                  "{soon} limits end within 7 days ({firm} of them cannot be extended), {later} within 30; "
                  "{over} are overdue{most}")  # fmt: skip
MOST = Text("；最集中的一天是 {day}，{n} 个", "; most end on {day}: {n}")
WEEKDAYS = (
    Text("周一", "Mon"), Text("周二", "Tue"), Text("周三", "Wed"), Text("周四", "Thu"), Text("周五", "Fri"), Text("周六", "Sat"),
    Text("周日", "Sun"),
)  # fmt: skip
REST, TODAY = Text("休", "off"), Text("数据日", "data day")
CANNOT = Text("{n} 不可延", "{n} firm")
CALENDAR = Text("到期日历（按数据截至日）", "Due days, as of the day of the data")
SOON_SAYS = Text("最近到期的 {n} 个期限", "The next {n} limits to end")
PAST_SAYS = Text("超期最久的 {n} 个期限", "The {n} limits overdue for longest")
NOTHING_DUE, NOTHING_PAST = Text("没有即将到期的期限", "No limit is about to end"), Text("没有超期未办的期限", "No limit is overdue")
CASE, UNIT, DUE, LEFT = Text("案件", "Case"), Text("单位", "Unit"), Text("到期日", "Due on"), Text("剩余（自然日）", "Calendar days left")
EXTENDABLE = Text("若延长", "If extended")
NO_MORE = Text("不可再延长", "no extension left")
QUESTION = {
    LAST_DAY.key: Text("有多少期限恰在最后一天停止？ {share}（{parts}），前三天平均每天 {expected}。是否习惯压到最后一天？",
                       "How many limits end on their very last day? {share} ({parts}); on each of the three days before, {expected}. "
                       "Is work left to the last day?"),
    EXTENDED_LATE.key: Text("延长是否多在到期当日或前一日提出？ {share}（{parts}），再往前两日 {expected}。是否临期才想到延长？",
                            "Are extensions asked for on the last day or the day before? {share} ({parts}); on the two days before those, "
                            "{expected}. Does the need show only at the end?"),
    REOPENED.key: Text("办结后 30 天内同一单位以同一案件再次受理的有多少？ {share}（{parts}）。是否属于退回重报、改变管辖等正常情形？",
                       "How many are accepted again within 30 days of being concluded? {share} ({parts}). Are they resubmissions, or a "
                       "change of jurisdiction, as they may well be?"),
}  # fmt: skip
EXPECTED = {LAST_DAY.key: (DAYS_BEFORE, 3), EXTENDED_LATE.key: (EXTENDED_BEFORE, 1)}
PATTERNS_SAY = Text("{n} 个规律值得一问；数字只说明分布，不说明原因",
                    "{n} patterns worth a question; the figures tell a spread, not a cause")  # fmt: skip
WARNED_SAYS = Text("统计期内超期停止的期限 {late} 个，其中到期前流程监控已提示的 {before} 个（{share}）",
                   "{late} limits ended late in the period; process monitoring had raised {before} of them before ({share})")  # fmt: skip
WARNED_UNKNOWN = Text("统计期内超期停止的期限 {late} 个；数据中没有流程监控记录，无法判断事前是否提示",
                      "{late} limits ended late in the period; no monitoring records were delivered, so nobody can tell "
                      "who was warned")  # fmt: skip
NO_LIMITS = Text("没有仍在进行、能算出到期日的期限", "No limit is running of which the last day can be computed")
NO_LATE = Text("统计期内没有超期停止的期限", "No limit ended late in the period")


def month(found, ask: Ask) -> html.Div:
    """A row for each week; a day shows how many limits end on it, and leads to them."""
    if not found.totals[OPEN.key].n:
        return notices.empty(NO_LIMITS)
    ahead = [day for day in found.days if day.day >= found.today and day.due]
    most = max(ahead, key=lambda day: (day.due, -day.day.toordinal()), default=None)
    totals = {name: numbers.digits(found.totals[each.key].n) for name, each in
              {"soon": DUE_7, "firm": FIRM_7, "later": DUE_30, "over": OVERDUE}.items()}  # fmt: skip
    says = MONTH_SAYS.format(**totals, most=MOST.format(day=most.day, n=numbers.digits(most.due)) if most else "")
    largest = most.due if most else 1
    heads = html.Thead(html.Tr([html.Th(str(name), scope="col") for name in WEEKDAYS]))
    weeks = html.Tbody([html.Tr([_day(day, found, largest, ask) for day in week]) for week in found.weeks])
    grid = html.Div(html.Table([html.Caption(str(CALENDAR), className="visually-hidden"), heads, weeks], className="month"),
                    className="month-frame", tabIndex="0", role="region", **{"aria-label": str(CALENDAR)})  # fmt: skip
    foot = body.foot(ask, (OPEN, DUE_7, FIRM_7, OVERDUE), timed=False)
    return html.Div([html.P(says, className="headline"), grid, foot], className="drawn")


def _day(day, found, largest: int, ask: Ask) -> html.Td:
    name = [html.Span(f"{day.day:%m-%d}", className="month-day")]
    name += [html.Small(str(TODAY))] if day.day == found.today else [html.Small(str(REST))] if not day.workday else []
    look = " ".join(part for part in ("past" if day.day < found.today else "", "off" if not day.workday else "",
                                      "today" if day.day == found.today else "") if part)  # fmt: skip
    if not day.due:
        return html.Td(html.Div(name, className="month-head"), className=look)
    firm = html.Small(CANNOT.format(n=numbers.digits(day.firm))) if day.firm else None
    step = 1 + min(int(day.due / largest * 4), 4)
    number = html.A([html.B(numbers.digits(day.due)), firm], href=on_day(ask, day.day), className=f"month-due step-{step}")
    return html.Td([html.Div(name, className="month-head"), number], className=look)


def on_day(ask: Ask, day) -> str:
    """The open limits that end on a day: of the data's last day, narrowed by a condition on the column."""
    return ask.behind(OPEN, Period(ask.scope.as_of, ask.scope.as_of), where=f"due_on:equals:{day}")


def coming(found, ask: Ask) -> html.Div:
    """The next to end, then those overdue for longest."""
    soon = _list(found, found.soon, SOON_SAYS, NOTHING_DUE, ask)
    past = _list(found, found.past, PAST_SAYS, NOTHING_PAST, ask)
    return html.Div([*soon, *past, body.foot(ask, (OPEN, OVERDUE), timed=False)], className="drawn")


def _list(found, rows, says: Text, nothing: Text, ask: Ask) -> list:
    if not rows:
        return [html.P(str(nothing), className="headline")]
    columns = [
        Col(CASE, lambda row: html.A([_name(row), html.Br(), html.Small(row["case_id"])], href=ask.case(row["case_id"]))),
        Col(UNIT, lambda row: words.listed((ask.names.of("org", row["office"]), ask.names.of("prosecutor", row["handler"])))),
        Col(CLOCK.label, lambda row: str(ask.names.value(CLOCK, row["clock"]))),
        Col(ACTIVITY.label, lambda row: str(ask.names.value(ACTIVITY, row["activity"])) if row["activity"] else ""),
        Col(DUE, lambda row: str(row["due_on"]), "day"),
        Col(LEFT, lambda row: _left((row["due_on"] - found.today).days), "number"),
        Col(EXTENDABLE, lambda row: str(row["conditional_due_on"] or NO_MORE), "day"),
    ]
    return [html.P(says.format(n=len(rows)), className="headline"), tables.simple(columns, rows, says.format(n=len(rows)))]


def _left(days: int):
    return html.Span(numbers.digits(days), className="overdue-text" if days < 0 else "")


def _name(row) -> str:
    return masking.case_name(row["case_name"]) if row["case_name"] else ""


def patterns(path: str):
    """Questions over the whole; the units below as a table."""

    def view(answers, ask: Ask) -> html.Div:
        whole, units = answers
        asked = [each for each in whole.indicators if each.key in QUESTION]
        items = [item for each in asked if (item := _question(each, whole.groups[0], ask))]
        if not items:
            return notices.empty()
        head = html.P(PATTERNS_SAY.format(n=len(items)), className="headline")
        shown = body.folded(tables.of_answer(units, ask, path))
        return html.Div([head, html.Ul(items, className="findings questions"), shown, body.foot(ask, whole.indicators)], className="drawn")

    return view


def _question(each, group, ask: Ask) -> html.Li | None:
    figure = group[each.key]
    if not figure.numerator:
        return None
    expected = ""
    if each.key in EXPECTED:
        beside, days = EXPECTED[each.key]
        value = group[beside.key].value
        expected = numbers.UNDEFINED if value is None else numbers.plain(beside, value / days)
    said = QUESTION[each.key].format(share=numbers.shown(each, figure), parts=numbers.parts(figure), expected=expected)
    mark = html.Span(className="bi bi-question-circle", **{"aria-hidden": "true"})
    return html.Li([mark, html.Div(html.A(said, href=drill.behind(ask, each, group), className="finding-says"))])


def warned(found, ask: Ask) -> html.Div:
    if not found.late:
        said = str(NO_LATE)
    elif found.before is None:
        said = WARNED_UNKNOWN.format(late=numbers.digits(found.late))
    else:
        share = f"{found.before / found.late:.1%}"
        said = WARNED_SAYS.format(late=numbers.digits(found.late), before=numbers.digits(found.before), share=share)
    return html.Div([html.P(html.A(said, href=ask.behind(LATE)), className="headline"), body.foot(ask, (LATE,))], className="drawn")
