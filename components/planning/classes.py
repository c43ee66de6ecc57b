"""Which cases must be reviewed: each class with its cases and how many have been; the classes no field tells; why a case is in.

Knows how a class and its figures stand in a table. Must not know queries.
"""

from dash import html

from components import body, links, numbers, tables, words
from components.planning import adding
from components.tables import Col
from data import catalogue
from data.answer import Head, Table
from data.ask import Ask
from data.catalogue import mandatory, monitoring
from data.catalogue.mandatory import Entry
from data.definitions import columns as known
from data.definitions import mandatory as conditions
from data.definitions.indicators import mandatory as counts
from data.definitions.mandatory import Nowhere
from data.text import Text

SAYS = Text(
    "统计期内 {cases} 件列入必评，已评 {done} 件、未评 {open} 件；{classes} 类中 {computed} 类可计算，{lacking} 类缺少数据",
    "{cases} cases came under a class in the period, {done} reviewed and {open} not; of {classes} classes {computed} are computed, "
    "{lacking} lack data",
)
ONCE = Text("一案可属于几个类别：分类数相加大于案件数", "A case may come under several classes: they add up to more than the cases")
CLASS, LINE = Text("必评类别", "Class"), Text("条线", "Line")
SHORT = (Text("列入", "Listed"), Text("已评", "Reviewed"), Text("未评", "Not yet"), Text("完成率", "Share reviewed"))
BASIS, MEANING, WHY = Text("依据", "Basis"), Text("含义", "Meaning"), Text("不可计算的原因", "Why it is not computed")
MISSING = Text("不可计算的类别（可人工添加案件）", "Classes that are not computed (cases can be added by hand)")
LACKS = Text("缺少“{what}”", "“{what}” is missing")
LACKS_OF = Text("缺少“{table}”的“{what}”", "“{what}” of “{table}” is missing")
OFF = Text("已停用", "switched off")
IN_PART = Text("部分可计算：{what}", "computed in part: {what}")
STATE = Text("状态", "State")
MUST = Text(
    "该案属于 {n} 个必评类别，{since} 起应当评查；{state}", "The case comes under {n} classes and must be reviewed since {since}; {state}",
)
REVIEWED, NOT_REVIEWED = Text("已于 {day} 完成评查", "reviewed on {day}"), Text("尚未完成评查", "not reviewed yet")
NOT_MANDATORY = Text("该案不属于任何可计算的必评类别", "The case comes under none of the classes that are computed")
SINCE, OTHER = Text("列入日", "Since"), Text("关联案件", "Linked case")


def classes(found, ask: Ask) -> html.Div:
    """The lists one under the other, then what cannot be computed."""
    computed = [each for each in found.entries if found.runs(each.code)]
    lists = [part for code, label in catalogue.codes("mandatory_list").items() for part in _list(code, label, computed, found, ask)]
    absent = [each for each in found.entries if not found.runs(each.code)]
    rest = [html.H4(str(MISSING)), _missing(absent, found)] if absent else []
    foot = body.foot(ask, (*counts.ALL,))
    note = html.P(str(ONCE), className="muted note")
    return html.Div([html.P(says(found, ask), className="headline"), note, *lists, *rest, foot], className="drawn")


def says(found, ask: Ask) -> str:
    counted = (counts.CASES, counts.CASES_REVIEWED, counts.CASES_OPEN)
    total = {each.key: numbers.digits(found.total[each.key].value or 0) for each in counted}
    computed = sum(found.runs(each.code) for each in found.entries)
    return SAYS.format(
        cases=total[counts.CASES.key], done=total[counts.CASES_REVIEWED.key], open=total[counts.CASES_OPEN.key],
        classes=len(found.entries), computed=computed, lacking=len(found.entries) - computed,
    )  # fmt: skip


def _list(code: str, label: Text, entries, found, ask: Ask) -> list:
    rows = [each for each in entries if each.list == code]
    columns = [
        Col(CLASS, _named), Col(LINE, lambda each: str(catalogue.codes("line").get(each.line, each.line))),
        *(Col(short, _figure(count, found, ask), "number") for short, count in zip(SHORT, counts.ALL[:4], strict=True)),
        Col(MEANING, lambda each: str(each.meaning)),
    ]  # fmt: skip
    bases = words.listed(dict.fromkeys(str(monitoring.basis(each.basis)) for each in rows))
    head = [html.H4(str(label)), html.P(words.about(BASIS, bases), className="muted note")]
    return [*head, tables.simple(columns, rows, str(label))] if rows else []


def _named(each: Entry):
    """The class; what it means as a title, and what of it is left out."""
    name = html.Span([html.B(each.code), f" {each.label}"], title=str(each.meaning))
    return [name, html.Br(), html.Small(IN_PART.format(what=each.part), className="muted")] if each.part else name


def _figure(count, found, ask: Ask):
    """The number with a link to its cases; of a class without any, a nought that leads to an empty list."""

    def cell(each: Entry):
        group = found.figures.get(each.code)
        href = ask.behind(count, mandatory=each.code)
        if group is None:
            return html.A("0", href=href) if count.counts else html.Span(numbers.UNDEFINED, className="muted")
        return tables.number(count, group[count.key], href, ask)

    return cell


def _missing(entries, found):
    columns = [Col(CLASS, _named), Col(WHY, lambda each: why(each, found.states.get(each.code))), Col(MEANING, lambda e: str(e.meaning)),
               Col(BASIS, lambda each: str(monitoring.basis(each.basis)))]  # fmt: skip
    return tables.simple(columns, entries, str(MISSING))


def why(each: Entry, state) -> str:
    """For want of what a class is not computed."""
    if state is None or state["state"] == "off":
        return str(OFF)
    condition = conditions.CONDITIONS[each.code]
    if isinstance(condition, Nowhere):
        return LACKS.format(what=condition.lacks)
    table = known.label(state["lacks_table"])
    own = known.of(state["lacks_table"]).get(state["lacks"])
    return LACKS_OF.format(table=table, what=own.label) if own else LACKS.format(what=table)


def sheet(found, ask: Ask) -> Table:
    """All classes with their figures, or why they have none."""
    heads = (Head(CLASS), Head(LINE), *(Head(short, "percent" if count.percent else "count")
             for short, count in zip(SHORT, counts.ALL[:4], strict=True)), Head(WHY), Head(BASIS), Head(MEANING))  # fmt: skip
    return Table(heads, tuple(_row(each, found) for each in found.entries))


def _row(each: Entry, found) -> tuple:
    group, runs = found.figures.get(each.code), found.runs(each.code)
    none = tuple(0 if count.counts and runs else None for count in counts.ALL[:4])
    values = tuple(group[count.key].value for count in counts.ALL[:4]) if group else none
    line = catalogue.codes("line").get(each.line, each.line)
    missing = each.part if runs else why(each, found.states.get(each.code))
    return (catalogue.codes("mandatory")[each.code], line, *values, missing, monitoring.basis(each.basis), each.meaning)


def of_case(found, ask: Ask) -> html.Div:
    """Why a case must be reviewed: the classes, their basis, the linked case that shows it; what was added by hand."""
    computed = _computed(found.rows, ask) if found.rows else [html.P(str(NOT_MANDATORY), className="muted note")]
    return html.Div([*computed, *adding.of_case(found, ask)], className="drawn")


def _computed(rows, ask: Ask) -> list:
    done = rows[0]["reviewed_on"]
    said = MUST.format(n=len(rows), since=rows[0]["selected_on"], state=REVIEWED.format(day=done) if done else NOT_REVIEWED)
    entries = mandatory.classes()
    columns = [
        Col(CLASS, lambda row: _named(entries[row["mandatory"]]) if row["mandatory"] in entries else row["mandatory"]),
        Col(SINCE, lambda row: str(row["selected_on"]), "day"),
        Col(OTHER, lambda row: links.case(row["other_case_id"], ask) if row["other_case_id"] else ""),
        Col(MEANING, lambda row: str(entries[row["mandatory"]].meaning) if row["mandatory"] in entries else ""),
        Col(BASIS, lambda row: str(monitoring.basis(entries[row["mandatory"]].basis)) if row["mandatory"] in entries else ""),
    ]
    return [html.P(said, className="headline"), tables.simple(columns, rows, str(CLASS))]
