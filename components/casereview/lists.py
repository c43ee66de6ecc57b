"""Lists of reviews: whose turn it is, what is overdue and since when, how many stand where, how often rules are overruled.

Knows rows of reviews. Must not know how they are kept.
"""

from collections.abc import Sequence

from dash import html

from components import links, notices, numbers, tables
from components.casereview.says import grade, moment, state_label
from components.tables import Col
from data import catalogue
from data.ask import Ask
from data.catalogue import review_steps
from data.catalogue.review_standard import Standard
from data.text import Text

NO, CASE, TYPE, OFFICE, HANDLER, REVIEWER, STATE, SINCE, DUE, GRADE, KIND, OVER = (
    Text("评查号", "No."), Text("案件", "Case"), Text("案件类别", "Case type"), Text("承办单位", "Office"),
    Text("承办检察官", "Handling prosecutor"), Text("评查员", "Reviewer"), Text("状态", "State"), Text("进入时间", "Since"),
    Text("办理期限", "Due"), Text("等次", "Grade"), Text("评查类别", "Kind"), Text("逾期（自然日）", "Overdue (calendar days)"),
)  # fmt: skip
NONE_MINE = Text("没有等待您办理的评查。", "No review waits for you.")
NONE_OVERDUE = Text("没有逾期的评查步骤。", "No step is overdue.")
NONE_AT_ALL = Text(
    "还没有登记评查。打开一个已办结的案件，在“评查办理”栏登记。", "No review has been opened yet. Open a concluded case and do it there.",
)
REVIEWS = Text("评查", "Reviews")
MINE, MINE_UNTIL = Text("{n} 项评查等待您办理", "{n} reviews wait for you"), Text(
    "{n} 项评查等待您办理，最早一项应于 {day} 前办理", "{n} reviews wait for you, the first of them due by {day}",
)
LATE = Text("{n} 项评查的当前步骤已逾期，最长 {days} 个自然日", "{n} reviews stand at an overdue step, by {days} calendar days at most")
STANDS = Text("共 {n} 项评查，在办 {open} 项；最多的处于“{state}”，{most} 项",
              "{n} reviews, {open} of them under way; most stand at “{state}”: {most}")  # fmt: skip
LISTED = Text("列出 {n} 项评查", "{n} reviews listed")
RATE = Text("规则预先标出并已认定 {n} 处，其中改判 {m} 处，改判率 {rate}", "{n} ticks of rules decided, {m} of them set aside: {rate}")
FEW = Text("规则预先标出并已认定 {n} 处，其中改判 {m} 处（少于 {least} 处，不计算改判率）",
           "{n} ticks of rules decided, {m} of them set aside (fewer than {least}: no rate)")  # fmt: skip
NONE_ON_DESK = Text("本系统中没有登记的评查。", "No review has been opened on the desk.")
BESIDE = Text(
    "本系统中已评结 {n} 件，其中 {recorded} 件业务系统数据已有评查记录，{left} 件尚未入记录",
    "{n} cases concluded on the desk, of which {recorded} have a review in the records and {left} are not in them yet",
)
ALL_OF_THEM = Text("查看评查办理", "See the reviews under way")
IN_FORCE = Text("{label}：{items} 个项目、{points} 个要点，其中 {rules} 个由规则预先标出",
                "{label}: {points} points in {items} items, {rules} of them ticked by rules")  # fmt: skip
UNCONFIRMED, TO_CONFIRM = Text("措辞待确认", "Wording to confirm"), Text(
    "现行标准有 {n} 个要点的措辞由本系统拟定、待本院确认；确认或改写后可作为本院标准导入（见说明文件）",
    "The wording of {n} points of the standard in force is this product's and awaits the office's confirmation; confirmed or rewritten, "
    "it can be loaded as the office's own",
)
STANDARD, VALID, ITEMS, POINTS, WITH_RULES = (
    Text("标准", "Standard"), Text("有效期", "In force"), Text("项目数", "Items"), Text("要点数", "Points"),
    Text("规则预标", "Ticked by rules"),
)  # fmt: skip


def mine(rows: Sequence[dict], ask: Ask) -> html.Div:
    first = min((row["due_on"] for row in rows if row["due_on"]), default=None)
    return _listed(rows, ask, NONE_MINE, (MINE_UNTIL if first else MINE).format(n=len(rows), day=first))


def overdue(rows: Sequence[dict], ask: Ask) -> html.Div:
    late = Col(OVER, lambda row: row["days_over"], "number")
    longest = max((row["days_over"] for row in rows), default=0)
    return _listed(rows, ask, NONE_OVERDUE, LATE.format(n=len(rows), days=longest), late)


def every(rows: Sequence[dict], ask: Ask) -> html.Div:
    return _listed(rows, ask, NONE_AT_ALL, LISTED.format(n=len(rows)))


def standing(found, ask: Ask) -> html.Div:
    """How many reviews stand in each state, and how often a rule's tick was set aside."""
    counts, decided = found
    shown = [html.P(stands_says(counts), className="headline"), _stands(counts)] if any(counts.values()) else [notices.empty(NONE_AT_ALL)]
    return html.Div([*shown, html.P(_rate(decided, ask), className="muted note")], className="drawn")


def stands_says(counts: dict[str, int]) -> str:
    """How many there are, how many of them somebody still has to do something about, and where most stand."""
    waiting = {each.key for each in review_steps.states() if each.limit is not None}
    first, most = max(counts.items(), key=lambda state: state[1])
    under_way = sum(n for key, n in counts.items() if key in waiting)
    n, under_way, most = map(numbers.digits, (sum(counts.values()), under_way, most))
    return STANDS.format(n=n, open=under_way, state=state_label(first), most=most)


def beside(found, ask: Ask) -> html.Div:
    """What the desk knows and the records do not say yet; never added to the figures."""
    if found is None or not any(found.states.values()):
        return notices.empty(NONE_ON_DESK)
    n, recorded, left = map(numbers.digits, (found.done, found.recorded, found.done - found.recorded))
    said = html.P(BESIDE.format(n=n, recorded=recorded, left=left), className="headline")
    return html.Div([said, _stands(found.states), html.A(str(ALL_OF_THEM), href=ask.link("/reviews"))], className="drawn")


def _stands(counts: dict[str, int]) -> html.Ul:
    """How many stand in each state that any stands in."""
    items = [html.Li([html.Span(str(state_label(key))), html.B(numbers.digits(n))]) for key, n in counts.items() if n]
    return html.Ul(items, className="stands")


def _rate(decided: dict[str, int], ask: Ask) -> str:
    n, m, least = sum(decided.values()), decided.get("cleared", 0), ask.settings.minimum_n
    return FEW.format(n=n, m=m, least=least) if n < least else RATE.format(n=n, m=m, rate=f"{numbers.digits(100 * m / n, 1)}%")


def standards(rows: Sequence[Standard], ask: Ask) -> html.Div:
    """The standards there are: those an office loaded first."""
    columns = [
        Col(STANDARD, lambda each: str(each.label)), Col(VALID, lambda each: f"{each.valid_from} – {each.valid_to or ''}", "day"),
        Col(ITEMS, lambda each: len(each.items), "number"), Col(POINTS, lambda each: len(each.points), "number"),
        Col(WITH_RULES, lambda each: sum(bool(point.rules) for point in each.points), "number"),
        Col(UNCONFIRMED, lambda each: len(each.unconfirmed), "number"),
    ]  # fmt: skip
    n = len(rows[0].unconfirmed) if rows else 0
    note = [html.P(TO_CONFIRM.format(n=n), className="note muted")] if n else []
    says = [html.P(_in_force(rows[0]), className="headline")] if rows else []
    return html.Div([*says, tables.simple(columns, rows, str(STANDARD)), *note], className="drawn")


def _in_force(each: Standard) -> str:
    rules = sum(bool(point.rules) for point in each.points)
    return IN_FORCE.format(label=each.label, items=len(each.items), points=len(each.points), rules=rules)


def _listed(rows: Sequence[dict], ask: Ask, none: Text, said: str, *more: Col) -> html.Div:
    if not rows:
        return notices.empty(none)
    return html.Div([html.P(said, className="headline"), tables.simple([*columns(ask), *more], rows, str(REVIEWS))], className="drawn")


def columns(ask: Ask) -> list[Col]:
    """What a row of a list of reviews shows; it leads to the review and to the case."""
    return [
        Col(NO, lambda row: html.A(str(row["id"]), href=ask.review(row["id"]))),
        Col(CASE, lambda row: links.case(row["case_id"], ask)),
        Col(TYPE, lambda row: str(ask.names.of("case_type", row["type_code"]))),
        Col(OFFICE, lambda row: str(ask.names.of("org", row["office"]))),
        Col(HANDLER, lambda row: str(ask.names.of("prosecutor", row["handler"]))),
        Col(KIND, _kind),
        Col(REVIEWER, lambda row: str(ask.names.of("prosecutor", row["reviewer"])) if row["reviewer"] else ""),
        Col(STATE, lambda row: state_label(row["state"])), Col(SINCE, lambda row: moment(row["since"]), "moment"),
        Col(DUE, lambda row: str(row["due_on"] or ""), "day"),
        Col(GRADE, lambda row: grade(row["grade"] or row["proposed_grade"])),
    ]  # fmt: skip


def _kind(row: dict) -> list:
    """The kind, and under it the mode."""
    mode = catalogue.codes("review_mode").get(row["mode"])
    return [str(catalogue.codes("review_kind").get(row["kind"], "")), *([html.Small(str(mode))] if mode else [])]
