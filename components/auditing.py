"""The log on the screen and as a file, and beneath a case or a person who has opened it.

Knows entries of the log. Must not know the desk. Its own controls write the address as those of the filter bar do.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import dash_bootstrap_components as dbc
from dash import html

from components import messages, numbers, tables
from components.picks import picks
from components.svg import mark
from components.tables import Col
from data.answer import Head, Table
from data.ask import Ask
from data.definitions import filters as by
from data.definitions import recorded
from data.text import Text, same

PATH, SIZE = "/audit", 100
SAYS = Text("{n} 条记录，时间为北京时间，最新的在前", "{n} entries, times in Beijing, the latest first")
AT, ACCOUNT, WHAT, SUBJECT = Text("时间", "Time"), Text("账号", "Account"), Text("操作", "What"), Text("对象", "About")
SNAPSHOT, ROWS, NO = Text("数据版本", "Snapshot"), Text("行数", "Rows"), Text("序号", "No.")
DETAILS, HASH = Text("筛选与内容", "Filters and details"), same("SHA-256")
NOBODY = Text("未登录", "not signed in")
RANGE, EARLIER, LATER = Text("第 {first}–{last} 条，共 {n} 条", "{first}–{last} of {n}"), Text("较早", "Earlier"), Text("较新", "Later")
OPENED_BY = Text("谁查看过：{n} 个账号", "Who has opened this: {n} accounts")
NOT_YET = Text("此前没有查看记录", "Nobody has opened this before")
TIMES, LAST = Text("次数", "Times"), Text("最近一次", "Last")
KINDS = {
    "filters": Text("筛选", "filters"), "values": Text("内容", "values"), "filled": Text("已填", "filled in"),
    "reason": Text("事由", "reason"),
}  # fmt: skip


def trail(found, ask: Ask, titles: Mapping[str, Text] = MappingProxyType({})) -> html.Div:
    """Controls, the number of entries, the entries, and the way to earlier ones; `titles` are what pages are called."""
    columns = [
        Col(AT, lambda row: moment(row["at"]), "moment"), Col(ACCOUNT, lambda row: _account(row["account"], ask)),
        Col(WHAT, lambda row: str(recorded.KINDS[row["what"]].label)), Col(SUBJECT, lambda row: _subject(row, titles, ask)),
        Col(ROWS, lambda row: "" if row["row_count"] is None else numbers.digits(row["row_count"]), "number"),
        Col(DETAILS, lambda row: details(row)), Col(SNAPSHOT, lambda row: row["snapshot"], "day"),
        Col(NO, lambda row: str(row["no"]), "number"),
    ]  # fmt: skip
    said = html.P(SAYS.format(n=numbers.digits(found.total)), className="headline")
    return html.Div([_controls(found, ask), said, tables.simple(columns, found.rows, str(AT)), _pages(ask, found)], className="drawn")


def table(found, ask: Ask) -> Table:
    """The entries for a file."""
    labels = (NO, AT, ACCOUNT, WHAT, SUBJECT, ROWS, DETAILS, SNAPSHOT, HASH)
    heads = tuple(Head(each, "count" if each in (NO, ROWS) else "text") for each in labels)
    rows = tuple(
        (row["no"], moment(row["at"]), row["account"], recorded.KINDS[row["what"]].label, row["subject"], row["row_count"], details(row),
         row["snapshot"], row["hash"])
        for row in found.rows
    )  # fmt: skip
    return Table(heads, rows)


def readers(rows: Sequence[dict] | None) -> html.Details | None:
    """Folded away under what was opened; nothing for those who may not know."""
    if rows is None:
        return None
    if not rows:
        return html.Details(html.Summary(str(NOT_YET)), className="readers")
    columns = [
        Col(ACCOUNT, lambda row: row["account"] or str(NOBODY)), Col(TIMES, lambda row: numbers.digits(row["times"]), "number"),
        Col(LAST, lambda row: moment(row["last_at"]), "moment"),
    ]  # fmt: skip
    said = OPENED_BY.format(n=len(rows))
    return html.Details([html.Summary(said), tables.simple(columns, rows, said)], className="readers")


def moment(at: datetime) -> str:
    return at.isoformat(" ", "seconds")


def details(row: dict) -> str:
    """What an entry tells beside its columns, as `key: value`."""
    told = json.loads(row["details"])
    parts = [f"{_key(key)}{messages.COLON}{_said(value)}" for key, value in sorted(told.items())]
    return str(messages.SEMICOLON).join(parts)


def _key(key: str) -> Text:
    return KINDS.get(key) or (by.ALL[key].label if key in by.ALL else same(key))


def _said(value) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}={each}" for key, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _account(account: str, ask: Ask) -> html.A | str:
    return html.A(account, href=ask.link(PATH, account=account, first=None)) if account else str(NOBODY)


def _subject(row: dict, titles: Mapping[str, Text], ask: Ask) -> html.A | str:
    """All entries about the same thing."""
    subject = row["subject"]
    return html.A(str(titles.get(subject, subject)), href=ask.link(PATH, about=subject, first=None)) if subject else ""


def _controls(found, ask: Ask) -> html.Div:
    kinds = [(kind.key, str(kind.label)) for kind in recorded.KINDS.values()]
    accounts = [(account, account) for account in found.accounts if account]
    days = [write(by.ALL[key], "date", ask) for key in ("since", "until")]
    about = write(by.ABOUT, "search", ask)
    return html.Div([select(by.ACCOUNT, accounts, ask), select(by.DID, kinds, ask), *days, about], className="controls")


def select(each: by.Filter, choices: Sequence[tuple[str, str]], ask: Ask) -> html.Label:
    options = [{"label": label, "value": picks(**{each.key: code}, first="")} for code, label in (("", str(messages.ALL)), *choices)]
    chosen = dbc.Select(options=options, value=picks(**{each.key: ask.filters.text(each.key)}, first=""))
    return html.Label([html.Span(str(each.label), className="control-label"), chosen], className="control", **{"data-pick": each.key})


def write(each: by.Filter, kind: str, ask: Ask) -> html.Label:
    box = mark("input", type=kind, value=ask.filters.text(each.key), className="form-control", autocomplete="off")
    return html.Label([html.Span(str(each.label), className="control-label"), box], className="control", **{"data-write": each.key})


def _pages(ask: Ask, found) -> html.Nav:
    first, count = max(ask.filters.get("first") or 0, 0), len(found.rows)
    stretch = [numbers.digits(each) for each in (min(first + 1, found.total), first + count, found.total)]
    said = html.Span(RANGE.format(**dict(zip(("first", "last", "n"), stretch, strict=True))))
    later = [html.A(str(LATER), href=ask.link(PATH, first=str(max(first - SIZE, 0)) if first > SIZE else None))] if first else []
    earlier = [html.A(str(EARLIER), href=ask.link(PATH, first=str(first + SIZE)))] if first + count < found.total else []
    return html.Nav([*later, said, *earlier], className="pages")
