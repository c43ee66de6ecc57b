"""三书比对: the three documents of a person side by side, differences marked; how many are due and done; the ledger.

Knows what was read side by side, and forms. Must not know where it is kept.
"""

import json
from collections.abc import Sequence

from dash import html

from components import forms, links, notices, numbers, tables, values, words
from components.casereview.says import moment
from components.tables import Col
from data.ask import Ask
from data.catalogue import compared, masking
from data.definitions import columns as known
from data.names import shown
from data.text import Text

NONE_JUDGED = Text("本案没有已起诉并判决的人员，无需比对。", "Nobody of this case was prosecuted and judged: nothing to compare.")
SAYS = Text("{name}：{said}", "{name}: {said}")
DIFFERS, NO_DIFFERENCE = Text("{fields}不一致", "{fields}: not alike"), Text("已知内容未见不一致", "what is known is alike")
FIELD, VERDICT, OWNER, NOTE, BY, AT, DIFFERENCES = (
    Text("比对内容", "Field"), Text("结论", "Verdict"), Text("责任方", "Whose error"), Text("说明", "Note"), Text("记录人", "By"),
    Text("记录时间", "At"), Text("不一致内容", "Differences"),
)  # fmt: skip
NOT_ON_CARD, UNLIKE = Text("案卡未提供", "not on the card"), Text("不一致", "unlike")
RECORD, NOBODY, CHOOSE = Text("记录比对", "Write it down"), Text("无", "nobody's"), Text("请选择", "Choose")
RECORDED = Text("{verdict}（{by}，{at}）", "{verdict} ({by}, {at})")
UNIT, DUE, DONE, LEFT = (
    Text("单位", "Unit"), Text("应比对（人）", "Due (persons)"), Text("已比对（人）", "Done"), Text("未比对（人）", "Open"),
)  # fmt: skip
SAID = Text("统计期内判决、应比对 {due} 人，已比对 {done} 人",
            "{due} persons judged in the period are due to be compared; {done} have been")  # fmt: skip
CASE, PERSON, CHARGE, OFFICE, HANDLER, JUDGED, SENTENCE = (
    Text("案件", "Case"), Text("人员", "Person"), Text("案由", "Charge"), Text("承办单位", "Office"), Text("承办检察官", "Handler"),
    Text("判决日期", "Judged on"), Text("宣告刑", "Sentence"),
)  # fmt: skip
ALL_DONE = Text("没有待比对的人员。", "Nobody waits to be compared.")
WAITING = Text("列出最早判决的 {n} 人，点案号打开比对", "The {n} persons judged first; open the case to compare")
KEPT = Text("比对记录 {n} 条，最近的在前", "{n} comparisons on record, the latest first")
NO_LEDGER = Text("还没有比对记录。", "No comparison has been written down.")


def of_case(side, ask: Ask) -> html.Div:
    """Every judged person of the case: the table, what was found, the form."""
    if not side.persons:
        return html.Div(html.P(str(NONE_JUDGED), className="muted note"), className="drawn")
    return html.Div([part for each in side.persons for part in _person(each, side, ask)], className="drawn")


def _person(each, side, ask: Ask) -> list:
    name = masking.name(each.person["name"] or "")
    labels = {one.key: str(one.label) for one in compared.fields()}
    said = DIFFERS.format(fields=words.enumerated(labels[key] for key in each.differences)) if each.differences else str(NO_DIFFERENCE)
    kept = each.kept
    recorded = [html.P(RECORDED.format(verdict=_verdict(kept), by=kept["name"] or kept["account"], at=moment(kept["at"])))] if kept else []
    return [html.P(SAYS.format(name=name, said=said), className="headline"), _table(each, ask), *recorded, _form(each, side, ask)]


def _table(each, ask: Ask) -> html.Div:
    columns = [Col(FIELD, lambda one: _name(one, each))]
    columns += [Col(label, lambda one, name=name: _cell(each.cells[one.key][name], ask)) for name, label in compared.DOCUMENTS.items()]
    return tables.simple(columns, compared.fields(), str(FIELD))


def _name(one, each):
    mark = [html.B(f" {UNLIKE}", className="unlike")] if one.key in each.differences else []
    return html.Span([str(one.label), *mark])


def _cell(cell, ask: Ask):
    if cell.value in (None, ""):
        return html.Span("—" if cell.column else str(NOT_ON_CARD), className="muted")
    if not cell.column:
        return shown(cell.value)
    if isinstance(cell.value, float):
        return f"{cell.value:,.2f}"  # to the hundred yuan: what differs must be seen to differ
    table, _, name = cell.column.partition(".")
    return values.text(known.of(table)[name], cell.value, ask)


def _form(each, side, ask: Ask) -> html.Details | None:
    if not side.may:
        return None
    kept, case_id = each.kept, side.file.head["case_id"]
    sent = {"case": case_id, "person": each.person["person_id"], "version": str(kept["version"] if kept else 0)}
    body = forms.form("compare", [*_cells(each), *_judgment(kept)], RECORD, ask.case(case_id), sent)
    return html.Details([html.Summary(str(RECORD)), body], className="act", **{"data-picker": f"compare-{each.person['person_id']}"})


def _cells(each) -> list:
    """A line for each cell of which the card says nothing."""
    return [
        forms.line(one.cell(name), one.cell_label(name), shown(each.cells[one.key][name].value), maxlength=500)
        for one in compared.fields() for name in one.by_hand if not each.cells[one.key][name].column
    ]  # fmt: skip


def _judgment(kept) -> list:
    verdicts = [("", str(CHOOSE)), *((key, str(label)) for key, label in compared.VERDICTS.items())]
    owners = [("", str(NOBODY)), *((key, str(label)) for key, label in compared.OWNERS.items())]
    return [forms.choice("verdict", VERDICT, verdicts, kept["verdict"] if kept else "", required=True),
            forms.choice("owner", OWNER, owners, (kept["owner"] or "") if kept else ""),
            forms.lines("note", NOTE, kept["note"] if kept else "")]  # fmt: skip


def _verdict(row) -> str:
    said = str(compared.VERDICTS[row["verdict"]])
    return words.bracketed(said, compared.OWNERS[row["owner"]]) if row["owner"] else said


def standing(found, ask: Ask) -> html.Div:
    """Due and done by the units below."""
    due, done = sum(found.due.values()), sum(found.done.values())
    columns = [
        Col(UNIT, lambda code: html.A(str(ask.names.of(found.codes, code)), href=ask.link("/three-documents", org=code))),
        Col(DUE, lambda code: numbers.digits(found.due.get(code, 0)), "number"),
        Col(DONE, lambda code: numbers.digits(found.done.get(code, 0)), "number"),
        Col(LEFT, lambda code: numbers.digits(found.due.get(code, 0) - found.done.get(code, 0)), "number"),
    ]  # fmt: skip
    said = html.P(SAID.format(due=numbers.digits(due), done=numbers.digits(done)), className="headline")
    table = tables.simple(columns, sorted({*found.due, *found.done} - {None}), str(UNIT))
    return html.Div([said, table, _when(ask)], className="drawn")


def _when(ask: Ask) -> html.Div:
    """The period of the judgments and the day of the data."""
    said = words.listed((ask.period.label, words.AS_OF.format(day=ask.scope.as_of)))
    return html.Div(html.Span(said, className="caption"), className="panel-foot")


def waiting(rows: Sequence[dict], ask: Ask) -> html.Div:
    if not rows:
        return notices.empty(ALL_DONE)
    about = known.of("persons")
    columns = [
        Col(CASE, lambda row: links.case(row["case_id"], ask)), Col(PERSON, lambda row: masking.name(row["name"] or "")),
        Col(CHARGE, lambda row: values.text(about["charge_name"], row["charge_name"], ask)),
        Col(OFFICE, lambda row: str(ask.names.of("org", row["office"]))),
        Col(HANDLER, lambda row: str(ask.names.of("prosecutor", row["handler"]))), Col(JUDGED, lambda row: str(row["judged_on"]), "day"),
        Col(SENTENCE, lambda row: values.text(about["sentence"], row["sentence"], ask)),
    ]  # fmt: skip
    said = html.P(WAITING.format(n=numbers.digits(len(rows))), className="headline")
    return html.Div([said, tables.simple(columns, rows, str(PERSON)), _when(ask)], className="drawn")


def ledger(rows: Sequence[dict], ask: Ask) -> html.Div:
    if not rows:
        return notices.empty(NO_LEDGER)
    labels = {one.key: str(one.label) for one in compared.fields()}
    columns = [
        Col(CASE, lambda row: links.case(row["case_id"], ask)), Col(OFFICE, lambda row: str(ask.names.of("org", row["office"]))),
        Col(HANDLER, lambda row: str(ask.names.of("prosecutor", row["handler"]))), Col(JUDGED, lambda row: str(row["judged_on"]), "day"),
        Col(DIFFERENCES, lambda row: words.listed(labels.get(key, key) for key in json.loads(row["differences"]))),
        Col(VERDICT, _verdict), Col(NOTE, lambda row: row["note"]), Col(BY, lambda row: row["name"] or row["account"]),
        Col(AT, lambda row: moment(row["at"]), "moment"),
    ]  # fmt: skip
    said = html.P(KEPT.format(n=numbers.digits(len(rows))), className="headline")
    return html.Div([said, tables.simple(columns, rows, str(VERDICT)), _when(ask)], className="drawn")

