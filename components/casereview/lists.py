"""Lists of reviews: whose turn it is, what is overdue and since when, how many stand where, how often rules are overruled.

Knows rows of reviews. Must not know how they are kept.
"""

from collections.abc import Sequence

from dash import html

from components import notices, numbers, tables, words
from components.casereview.says import grade, moment, state_label
from components.tables import Col
from data import catalogue
from data.ask import Ask
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
STANDS = Text("{state} {n} 件", "{state}: {n}")
RATE = Text("规则预先标出并已认定 {n} 处，其中改判 {m} 处，改判率 {rate}", "{n} ticks of rules decided, {m} of them set aside: {rate}")
FEW = Text("规则预先标出并已认定 {n} 处，其中改判 {m} 处（少于 {least} 处，不计算改判率）",
           "{n} ticks of rules decided, {m} of them set aside (fewer than {least}: no rate)")  # fmt: skip
STANDARD, VALID, ITEMS, POINTS, WITH_RULES = (
    Text("标准", "Standard"), Text("有效期", "In force"), Text("项目数", "Items"), Text("要点数", "Points"),
    Text("由规则预先标出的要点", "Points that rules tick"),
)  # fmt: skip


def mine(rows: Sequence[dict], ask: Ask) -> html.Div:
    return _listed(rows, ask, NONE_MINE)


def overdue(rows: Sequence[dict], ask: Ask) -> html.Div:
    late = Col(OVER, lambda row: row["days_over"], "number")
    return _listed(rows, ask, NONE_OVERDUE, late)


def every(rows: Sequence[dict], ask: Ask) -> html.Div:
    return _listed(rows, ask, NONE_AT_ALL)


def standing(found, ask: Ask) -> html.Div:
    """How many reviews stand in each state, and how often a rule's tick was set aside."""
    counts, decided = found
    items = [html.Li(STANDS.format(state=state_label(key), n=n)) for key, n in counts.items() if n]
    shown = html.Ul(items, className="stands") if items else html.P(str(NONE_AT_ALL), className="muted note")
    return html.Div([shown, html.P(_rate(decided, ask), className="muted note")], className="drawn")


def _rate(decided: dict[str, int], ask: Ask) -> str:
    n, m, least = sum(decided.values()), decided.get("cleared", 0), ask.settings.minimum_n
    return FEW.format(n=n, m=m, least=least) if n < least else RATE.format(n=n, m=m, rate=f"{numbers.digits(100 * m / n, 1)}%")


def standards(rows: Sequence[Standard], ask: Ask) -> html.Div:
    """The standards there are: those an office loaded first."""
    columns = [
        Col(STANDARD, lambda each: str(each.label)), Col(VALID, lambda each: f"{each.valid_from} – {each.valid_to or ''}", "day"),
        Col(ITEMS, lambda each: len(each.items), "number"), Col(POINTS, lambda each: len(each.points), "number"),
        Col(WITH_RULES, lambda each: sum(bool(point.rules) for point in each.points), "number"),
    ]  # fmt: skip
    return html.Div(tables.simple(columns, rows, str(STANDARD)), className="drawn")


def _listed(rows: Sequence[dict], ask: Ask, none: Text, *more: Col) -> html.Div:
    if not rows:
        return notices.empty(none)
    return html.Div(tables.simple([*columns(ask), *more], rows, str(REVIEWS)), className="drawn")


def columns(ask: Ask) -> list[Col]:
    """What a row of a list of reviews shows; it leads to the review and to the case."""
    return [
        Col(NO, lambda row: html.A(str(row["id"]), href=ask.review(row["id"]))),
        Col(CASE, lambda row: html.A(row["case_id"], href=ask.case(row["case_id"]))),
        Col(TYPE, lambda row: str(ask.names.of("case_type", row["type_code"]))),
        Col(OFFICE, lambda row: str(ask.names.of("org", row["office"]))),
        Col(HANDLER, lambda row: str(ask.names.of("prosecutor", row["handler"]))),
        Col(KIND, kind),
        Col(REVIEWER, lambda row: str(ask.names.of("prosecutor", row["reviewer"])) if row["reviewer"] else ""),
        Col(STATE, lambda row: state_label(row["state"])), Col(SINCE, lambda row: moment(row["since"]), "moment"),
        Col(DUE, lambda row: str(row["due_on"] or ""), "day"),
        Col(GRADE, lambda row: grade(row["grade"] or row["proposed_grade"])),
    ]  # fmt: skip


def kind(row: dict) -> str:
    return words.listed(catalogue.codes(codes).get(row[name]) for codes, name in (("review_kind", "kind"), ("review_mode", "mode")))
