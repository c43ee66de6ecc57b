"""What an import left: files with read = accepted + set aside, reasons with their remedy, the rows themselves, tables supplied.

Knows rows of the bookkeeping. Must not know queries.
"""

from collections.abc import Sequence

from dash import html

from components import links, numbers, tables, values, words
from components.tables import Col
from data import catalogue
from data.ask import Ask
from data.definitions import columns as known
from data.text import Text

PATH, SIZE = "/data", 100
BALANCED = Text(
    "读入 {read} 行 = 接收 {accepted} 行 + 搁置 {aside} 行；{flagged} 行带标记",
    "{read} rows read = {accepted} accepted + {aside} set aside; {flagged} flagged",
)
UNBALANCED = Text(
    "账不平：读入 {read} 行 ≠ 接收 {accepted} 行 + 搁置 {aside} 行",
    "The account does not balance: {read} read ≠ {accepted} accepted + {aside} set aside",
)
NOT_YOURS = Text(
    "文件清单含全部单位的数据，仅对可查看全部数据的人显示。",
    "Files hold rows of all units; they are shown to those who may see everything.",
)
FILE_COLUMNS = ("file_name", "table_name", "rows_read", "rows_accepted", "rows_set_aside", "rows_deleted", "rows_flagged", "encoding")
ISSUE_COLUMNS = ("reason", "file_name", "source_row", "table_name", "column_name", "value", "set_aside", "case_id")
NONE_ASIDE = Text("没有搁置或标记的数据", "Nothing was set aside or flagged")
REASONS = Text(
    "{n} 种原因：搁置 {aside} 处（一行可有几处）、标记 {flagged} 处",
    "{n} reasons: {aside} faults that set rows aside (a row may have several), {flagged} flags",
)
REASON, TABLE, ASIDE, FLAGGED, REMEDY = (
    Text("原因", "Reason"), Text("数据表", "Table"), Text("搁置", "Set aside"), Text("标记", "Flagged"), Text("处理办法", "Remedy"),
)  # fmt: skip
ALL_ISSUES, OF_REASON = Text("全部问题", "All issues"), Text("{reason}：{n} 条", "{reason}: {n}")
RANGE, EARLIER, LATER = Text("第 {first}–{last} 条，共 {n} 条", "{first}–{last} of {n}"), Text("上一页", "Previous"), Text("下一页", "Next")
SUPPLIED = Text(
    "{there} 张数据表已提供，{absent} 张未提供；依赖未提供数据表的指标会注明，不显示为零",
    "{there} tables supplied, {absent} not; what needs those that are not says so and never shows zero",
)
TABLE_NAME, STATE, ROWS = Text("数据表", "Table"), Text("情况", "State"), Text("行数", "Rows")
GIVEN, ABSENT = Text("已提供", "supplied"), Text("未提供", "not supplied")
MADE = Text("未提供，采用国务院公布的工作日历", "not supplied; the published calendar of working days is used")


def files(rows: Sequence[dict], ask: Ask) -> html.Div:
    """Each file and its account, which balances or says that it does not."""
    if not rows:
        return html.Div(html.P(str(NOT_YOURS), className="muted note"), className="drawn")
    total = {name: sum(row[name] or 0 for row in rows) for name in ("rows_read", "rows_accepted", "rows_set_aside", "rows_flagged")}
    read, accepted, aside, flagged = total.values()
    balanced = all(row["rows_read"] == row["rows_accepted"] + row["rows_set_aside"] for row in rows)
    says = (BALANCED if balanced else UNBALANCED).format(
        read=numbers.digits(read), accepted=numbers.digits(accepted), aside=numbers.digits(aside), flagged=numbers.digits(flagged),
    )  # fmt: skip
    kept = [known.of("source_files")[name] for name in FILE_COLUMNS]
    table = tables.simple([Col(column.label, _plain(column, ask), column.kind) for column in kept], rows, str(known.label("source_files")))
    return html.Div([html.P(says, className="headline" if balanced else "headline worse"), table], className="drawn")


def reasons(rows: Sequence[dict], ask: Ask) -> html.Div:
    """Reason by reason: what it means, how often, what can be done; a number leads to its rows."""
    if not rows:
        return html.Div(html.P(str(NONE_ASIDE), className="headline"), className="drawn")
    says = REASONS.format(
        aside=numbers.digits(sum(row["set_aside"] for row in rows)), flagged=numbers.digits(sum(row["flagged"] for row in rows)),
        n=len({row["reason"] for row in rows}),
    )  # fmt: skip
    columns = [
        Col(REASON, lambda row: html.A(_reason(row["reason"]), href=_behind(ask, row))),
        Col(TABLE, lambda row: _table(row["table_name"])),
        Col(ASIDE, lambda row: _counted(ask, row, row["set_aside"], "yes"), "number"),
        Col(FLAGGED, lambda row: _counted(ask, row, row["flagged"], "no"), "number"),
        Col(REMEDY, lambda row: _remedy(row["reason"])),
    ]
    return html.Div([html.P(says, className="headline"), tables.simple(columns, rows, str(REASON))], className="drawn")


def issues(found: tuple[Sequence[dict], int], ask: Ask) -> html.Div:
    """The rows, a hundred at a time, and where each stands in what was delivered."""
    rows, total = found
    says = OF_REASON.format(reason=_asked(ask), n=numbers.digits(total))
    columns = [known.of("quarantine")[each] for each in ISSUE_COLUMNS]
    table = tables.simple([Col(column.label, _issue(column, ask), column.kind) for column in columns], rows, str(known.label("quarantine")))
    return html.Div([html.P(says, className="headline"), table, _pages(ask, len(rows), total)], className="drawn")


def supplied(rows: Sequence[dict], ask: Ask) -> html.Div:
    there, absent = sum(row["supplied"] for row in rows), sum(not row["supplied"] and not row["made"] for row in rows)
    columns = [
        Col(TABLE_NAME, lambda row: str(row["label"])),
        Col(STATE, _state),
        Col(ROWS, lambda row: numbers.digits(row["rows"]) if row["supplied"] else numbers.UNDEFINED, "number"),
    ]
    says = SUPPLIED.format(there=there, absent=absent)
    return html.Div([html.P(says, className="headline"), tables.simple(columns, rows, str(TABLE_NAME))], className="drawn")


def _state(row: dict) -> html.Span:
    said, kind = (GIVEN, "") if row["supplied"] else (MADE, "") if row["made"] else (ABSENT, "absent")
    return html.Span(str(said), className=kind)


def _behind(ask: Ask, row: dict, aside: str | None = None) -> str:
    """The rows of a reason in a table; of those set aside, or those kept with a flag, alone."""
    return ask.link(PATH, reason=row["reason"], table=row["table_name"], aside=aside, first=None)


def _counted(ask: Ask, row: dict, n: int, aside: str):
    return html.A(numbers.digits(n), href=_behind(ask, row, aside)) if n else numbers.digits(n)


def _reason(code: str) -> str:
    return str(catalogue.codes("reason").get(code, code))


def _asked(ask: Ask) -> str:
    """What the rows below are, in words."""
    text = ask.filters.text
    state = {"yes": ASIDE, "no": FLAGGED}.get(text("aside"), "")
    return words.listed((_reason(text("reason")), _table(text("table")), state)) or str(ALL_ISSUES)


def _remedy(reason: str) -> str:
    found = catalogue.reasons().get(reason)
    return str(found.remedy) if found else ""


def _table(name: str) -> str:
    return str(known.label(name)) if name in known.tables() else str(name or "")


def _plain(column: known.Column, ask: Ask):
    if column.name == "table_name":
        return lambda row: _table(row["table_name"])
    return lambda row: values.text(column, row[column.name], ask)


def _issue(column: known.Column, ask: Ask):
    return _case(ask) if column.name == "case_id" else _plain(column, ask)


def _case(ask: Ask):
    """A case whose row was set aside is not there to be opened."""

    def cell(row: dict):
        number = row["case_id"] or ""
        return links.case(number, ask) if number and not row["set_aside"] else number

    return cell


def _pages(ask: Ask, count: int, total: int) -> html.Nav:
    if not total:
        return html.Nav()
    first = ask.filters.get("first") or 0
    said = html.Span(RANGE.format(first=numbers.digits(min(first + 1, total)), last=numbers.digits(first + count), n=numbers.digits(total)))
    back = [html.A(str(EARLIER), href=ask.link(PATH, first=str(max(first - SIZE, 0)) if first > SIZE else None))] if first else []
    more = [html.A(str(LATER), href=ask.link(PATH, first=str(first + SIZE)))] if first + count < total else []
    return html.Nav([*back, said, *more], className="pages")
