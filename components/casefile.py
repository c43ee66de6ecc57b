"""The record of one case in parts: head, persons, panorama, the tables of what was recorded, linked cases.

Knows a case file. Must not know queries. A part whose table was not delivered says so; it is never shown as empty.
"""

from collections.abc import Sequence
from datetime import date, datetime

from dash import html

from components import auditing, clocks, following, links, tables, timeline, unmasking, values, words
from components.timeline import Item, Lane
from data.ask import Ask
from data.catalogue import masking
from data.definitions import columns as known
from data.text import Text

HEAD = (
    ("type_code", "line", "charge_name", "source_code", "investigator", "sent_opinion", "handling_mode"),
    ("office", "department", "handler", "status", "stage", "outcome", "unified_no"),
    ("accepted_on", "assigned_on", "started_on", "due_on", "concluded_on", "completed_on", "archived_on"),
    ("custody", "person_count", "plea", "supervised", "leader_case", "risk_level", "days"),
)
SHOWN = {
    "persons": ("name", "charge_name", "coercive", "detained_on", "released_on", "outcome", "outcome_reason", "decided_on", "plea",
                "age_at_offence", "judged_on", "sentence"),
    "events": ("occurred_at", "activity", "holder", "actor", "actor_role", "planned_due_on", "recorded_at", "gap_days"),
    "measures": ("person_id", "coercive", "began_on", "legal_end_on", "ended_on", "decided_by", "place"),
    "documents": ("document_name", "document_no", "made_at", "approver_level", "approved_at", "sealed_at", "delivered_at", "public_state"),
    "allocations": ("allocated_at", "mode", "group_id", "assigned_to", "reason", "approved_by", "is_change"),
    "reviews": ("review_kind", "review_mode", "state", "began_on", "reviewed_on", "scale", "grade", "proposed_grade", "objection",
                "rectified", "reviewer"),
    "review_findings": ("dimension", "item_name", "severity", "remark"),
    "findings": ("found_on", "problem", "level", "replied_on", "reply", "source_level", "rule_id"),
    "defence": ("lawyer_name", "law_firm", "matter", "requested_on", "arranged_on", "done_on", "result"),
    "properties": ("property_kind", "quantity", "value_wan", "measure", "received_on", "released_on", "release_kind"),
    "disclosures": ("disclosure_kind", "due_on", "published_on", "public_state"),
    "dossiers": ("made_on", "volumes", "pages", "make_state"),
}  # fmt: skip
LINKED = ("case_id", "case_name", "type_code", "office", "accepted_on", "concluded_on", "status")
LANES = {
    "clocks": Text("时限与退查", "Clocks, returns"),
    "held": Text("案件所在", "Held by"),
    "nodes": Text("节点", "Nodes"),
    "measures": Text("强制措施", "Measures"),
    "documents": Text("文书", "Documents"),
    "reviews": Text("质量评查", "Reviews"),
    "findings": Text("流程监控", "Monitoring"),
}
CONCLUDED = Text("办结", "concluded")
EXTENDED = Text("第{n}次延长", "extension {n}")
PERSON = Text("人员", "Person")
NOTHING_KNOWN = Text("没有期限记录", "no clock is recorded")
OF_THE_CASE = Text("{name}：{status}，{clock}", "{name}: {status}, {clock}")


def head(file, ask: Ask) -> html.Div:
    """The case in a sentence, its clocks, its facts in four columns."""
    row, known_columns = file.head, known.of("cases")
    running = clocks.of(file, ask.scope.as_of)
    says = OF_THE_CASE.format(
        name=(row["case_name"] or row["case_id"]) if file.unmasked else masking.case_name(row["case_name"] or row["case_id"], _names(file)),
        status=values.text(known_columns["status"], row["status"], ask) or words.NOT_FILLED,
        clock=words.about(running[0].name, running[0].says) if running else str(NOTHING_KNOWN),
    )
    columns = [html.Dl([_fact(known_columns[name], row, ask) for name in names]) for names in HEAD]
    told = html.P(says, className="headline")
    facts = html.Div(columns, className="facts")
    acts = html.Div([following.mark(file, ask), unmasking.ask_for(file, ask)], className="case-acts")
    return html.Div([told, _clocks(running), facts, acts, auditing.readers(file.readers)], className="drawn")


def panorama(file, ask: Ask) -> html.Div:
    """All lanes that the record fills, over one axis of days."""
    lanes = [Lane(str(LANES[key]), items) for key, items in _lanes(file, ask).items()]
    missing = [_label(name) for name in ("events", "measures", "documents", "reviews", "findings") if name in file.missing]
    notes = [html.P(words.NOT_SUPPLIED.format(table=name), className="muted note") for name in missing]
    return html.Div([timeline.panorama(lanes, ask.scope.as_of), *notes], className="drawn")


def part(*names: str):
    """The view of some tables of the record, one under the other."""

    def view(file, ask: Ask) -> html.Div:
        shown = [_part(name, file, ask, len(names) > 1) for name in names]
        return html.Div(shown, className="drawn")

    return view


def linked(file, ask: Ask) -> html.Div:
    """Cases of the same matter, as far as they are in scope, each a link to its own record."""
    shown = [_col(known.of("links")["link_kind"], ask), *(_col(known.of("cases")[name], ask) for name in LINKED)]
    if "links" not in ask.scope.snapshot.supplied and not file.linked:
        return html.Div(html.P(words.NOT_SUPPLIED.format(table=_label("links")), className="muted note"), className="drawn")
    return html.Div(tables.simple(shown, file.linked, str(known.label("links"))), className="drawn")


def issues(file, ask: Ask) -> html.Div:
    """What the import noted about rows of this case."""
    columns = [known.of("quarantine")[name] for name in ("reason", "table_name", "column_name", "value", "file_name", "source_row")]
    table = tables.simple([_col(c, ask) for c in columns], file.issues, str(known.label("quarantine")))
    return html.Div(table, className="drawn")


def _part(name: str, file, ask: Ask, titled: bool) -> html.Div:
    title = [html.H4(_label(name))] if titled else []
    if name in file.missing:
        return html.Div([*title, html.P(words.NOT_SUPPLIED.format(table=_label(name)), className="muted note")])
    rows = file.parts.get(name, [])
    shown = [_col(known.of(name)[column], ask, file) for column in SHOWN[name] if any(row[column] is not None for row in rows)]
    if not shown:
        return html.Div([*title, html.P(str(words.NO_ROWS), className="muted note")])
    return html.Div([*title, tables.simple(shown, rows, _label(name))])


def _label(name: str) -> str:
    return str(known.label(name))


def _col(column: known.Column, ask: Ask, file=None) -> tables.Col:
    """A column of the record; of a person's number the name. Masked, unless the viewer has said why not."""
    open_ = file is not None and file.unmasked
    shown = (lambda name: name) if open_ else masking.name
    names = {row["person_id"]: shown(row["name"] or "") for row in file.parts.get("persons", [])} if file else {}

    def cell(row: dict):
        said = values.text(column, row[column.name], ask, not open_)
        if column.name == "person_id":
            return names.get(row["person_id"]) or said
        return links.case(said, ask) if column.name == "case_id" and said else said

    return tables.Col(column.label if column.name != "person_id" else PERSON, cell, column.kind)


def _fact(column: known.Column, row: dict, ask: Ask) -> html.Div:
    said = values.text(column, row[column.name], ask)
    return html.Div([html.Dt(str(column.label)), html.Dd(said or html.Span("—", className="muted"))])


def _names(file) -> tuple[str, ...]:
    return tuple(row["name"] for row in file.parts.get("persons", []) if row["name"])


def _clocks(running: Sequence[clocks.Clock]) -> html.Ul:
    drawn = [
        html.Li([
            html.Span(clock.name, className="clock-name"),
            html.Span(html.Span(style={"width": f"{min(clock.used, 1) * 100:.0f}%"}), className="clock-bar", **{"aria-hidden": "true"}),
            html.Span(f"{clock.began_on} → {clock.due_on or '—'}", className="clock-days"),
            html.B(clock.says, className="clock-says"),
        ], className=f"clock {clock.state}")
        for clock in running
    ]  # fmt: skip
    return html.Ul(drawn, className="clocks")


# --- the lanes of the panorama ---


def _lanes(file, ask: Ask) -> dict[str, list[Item]]:
    parts = file.parts
    return {
        "clocks": _clock_items(file, ask),
        "held": _held(parts.get("events", []), ask),
        "nodes": [Item(row["occurred_on"], _said("events", "activity", row, ask)) for row in parts.get("events", []) if row["occurred_on"]],
        "measures": [_measure(row, ask) for row in parts.get("measures", []) if row["began_on"]],
        "documents": [_document(row, ask) for row in parts.get("documents", []) if row["made_at"]],
        "reviews": [_review(row, ask) for row in parts.get("reviews", []) if row["reviewed_on"] or row["began_on"]],
        "findings": [_finding(row, ask) for row in parts.get("findings", []) if row["found_on"]],
    }


def _said(table: str, column: str, row: dict, ask: Ask) -> str:
    return values.text(known.of(table)[column], row[column], ask)


def _day(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _clock_items(file, ask: Ask) -> list[Item]:
    row, found = file.head, []
    of_the_case = [row for row in file.parts.get("clocks", []) if row["person_no"] is None]  # custody has its own lane
    for each in (clocks.of_row(row, {}, ask.scope.as_of) for row in of_the_case):
        if each.due_on:
            found.append(Item(each.began_on, words.about(each.name, each.says), each.due_on, each.state))
    if row["concluded_on"]:
        found.append(Item(row["concluded_on"], str(CONCLUDED), role="done"))
    days = [(n, row[f"extended{n}_on"]) for n in (1, 2, 3)]
    return found + [Item(day, EXTENDED.format(n=n), role="due-soon") for n, day in days if day]


def _held(events: Sequence[dict], ask: Ask) -> list[Item]:
    """Who had the case from one change of hands to the next."""
    known_holders = [row for row in events if row["holder"] and row["occurred_on"]]
    changes = [row for place, row in enumerate(known_holders) if not place or row["holder"] != known_holders[place - 1]["holder"]]
    if not changes:
        return []
    ends = [row["occurred_on"] for row in changes[1:]] + [known_holders[-1]["occurred_on"]]
    roles = ["plain" if row["holder"] == "own_office" else "away" for row in changes]
    return [
        Item(row["occurred_on"], _said("events", "holder", row, ask), end, role)
        for row, end, role in zip(changes, ends, roles, strict=True)
    ]


def _measure(row: dict, ask: Ask) -> Item:
    until = row["ended_on"] or max(row["began_on"], ask.scope.as_of)
    role = "custody" if row["coercive"] in ("detained", "arrested", "liuzhi") else "plain"
    return Item(row["began_on"], _said("measures", "coercive", row, ask), until, role, row["ended_on"] is None)


def _document(row: dict, ask: Ask) -> Item:
    return Item(_day(row["made_at"]), _said("documents", "document_name", row, ask))


def _review(row: dict, ask: Ask) -> Item:
    said = words.listed((_said("reviews", "review_kind", row, ask), _said("reviews", "grade", row, ask)))
    return Item(row["reviewed_on"] or row["began_on"], said, role="review")


def _finding(row: dict, ask: Ask) -> Item:
    said = words.listed((_said("findings", "problem", row, ask), _said("findings", "level", row, ask)))
    return Item(row["found_on"], said, role="overdue")
