"""Periods as reported: the form that publishes one, the list, and one of them beside what is known now, with the cases between.

Knows publications as they are handed in. Must not know where they are kept.
"""

from dash import html

from components import forms, links, notices, numbers, tables, values, words
from components.links import current
from components.tables import Col
from data.ask import Ask
from data.definitions import columns as known
from data.text import Text

PATH, RIGHT, WHOLE = "/published", "decide", "*"
PUBLISH, TITLE = Text("按当前单位和统计期发布", "Publish the unit and period in force"), Text("标题", "Title")
NOTE = Text("发布即冻结：数值、口径版本和数据版本都留存；以后数据补录，两种说法都可查。",
            "What is published is frozen: figures, versions and snapshot are kept; both accounts stay answerable.")  # fmt: skip
NONE_YET = Text("还没有发布过统计期", "No period has been published yet")
PUBLISHED = Text("已发布 {n} 个统计期，最近一次是 {day} 发布的“{title}”", "Periods published: {n}, the last on {day}: “{title}”")
NO_DESK = Text("此处没有可写的工作台，不能发布", "There is no desk here to publish on")
PERIOD, UNIT, BY, SNAPSHOT = (Text("统计期", "Period"), Text("单位", "Unit"), Text("发布", "Published"), Text("数据版本", "Snapshot"))
EVERYTHING = Text("全部单位", "All units")
ON = Text("发布于 {at}，数据版本 {snapshot}；现在所知：数据截至 {day}",
          "published on {at} from snapshot {snapshot}; known now: data as of {day}")  # fmt: skip
SAME = Text("{title}：{unit}的 {n} 项指标，发布时与现在所知全部一致",
            "{title}: all {n} figures of {unit} are today what they were when reported")
OTHER = Text("{title}：{unit}的 {n} 项指标中 {k} 项与发布时不同；点指标看是哪些案件",
             "{title}: {k} of {n} figures of {unit} differ from what was reported; an indicator leads to the cases")  # fmt: skip
SPECIAL = Text("发布者与您对特殊案件（封存、涉密等）的查看权限不同，差异可能由此而来",
              "Whoever published sees special cases otherwise than you do: differences may come from that")  # fmt: skip
INDICATOR, THEN, NOW, CHANGE, VERSION = (Text("指标", "Indicator"), Text("发布时", "As reported"), Text("现在所知", "As known now"),
                                         Text("变化", "Change"), Text("口径版本", "Version"))  # fmt: skip
NEW_FORMULA = Text("{version}（口径已变）", "{version} (another now)")
MOVED = Text("{name}：新计入 {came} 处、不再计入 {left} 处", "{name}: counted now and not then {came}, counted then and not now {left}")
NOT_ONE = Text("{name}：没有案件进出，差异来自口径", "{name}: no case came or went; the formula makes the difference")
GONE = Text("{name}：发布所用的数据版本已不在或由程序的另一版本生成，只能对照发布的数值",
            "{name}: its snapshot is no longer there, or another version built it; only the figures can be compared")  # fmt: skip
MANY = Text("{name}：案件太多，请选一个下级单位再看", "{name}: too many cases; choose a unit below")
CASE, PART, WHAT, WAY = Text("案件", "Case"), Text("计入", "Counted in"), Text("案件有何变化", "What changed of it"), Text("方向", "Way")
PARTS = {"numerator": words.NUMERATOR, "denominator": words.DENOMINATOR}
CAME, LEFT = Text("新计入", "counted now"), Text("不再计入", "no longer")
NOT_THEN, NOT_NOW = Text("发布时没有此案", "not in the records then"), Text("现在没有此案", "not in the records now")
BESIDE = Text("案件本身未变，其下的记录有变", "the case is unchanged; records below it changed")
ONLY = Text("仅列前 {n} 处", "the first {n} only")


def shelf(found, ask: Ask) -> html.Div:
    if ask.desk is None:
        return html.Div(html.P(str(NO_DESK), className="muted note"), className="drawn")
    listed = _list(found.publications, ask) if found.publications else notices.empty(NONE_YET)
    return html.Div([*_publishing(ask), listed], className="drawn")


def _publishing(ask: Ask) -> list:
    """Nothing for those who may not."""
    if not ask.viewer.may(RIGHT):
        return []
    title = forms.line("title", TITLE, required=True, maxlength=200)
    form = forms.form("publish_period", [title], PUBLISH, ask.link(PATH, published=None), className="deed in-line")
    return [form, html.P(str(NOTE), className="muted note")]


def _list(rows, ask: Ask):
    columns = [
        Col(TITLE, lambda row: html.A(row["title"], href=_link(ask, row["publication_id"]))),
        Col(UNIT, lambda row: _unit(row["unit"], ask)),
        Col(PERIOD, lambda row: f"{row['since']} – {row['until']}", "day"),
        Col(BY, lambda row: words.listed((row["at"].date(), row["name"] or row["account"]))),
        Col(SNAPSHOT, lambda row: row["snapshot"]),
    ]
    last = max(rows, key=lambda row: row["at"])
    says = PUBLISHED.format(n=len(rows), day=last["at"].date(), title=last["title"])
    return html.Div([html.P(says, className="headline"), tables.simple(columns, rows, str(TITLE))], className="drawn")


def _link(ask: Ask, number: int, **texts: str | None) -> str:
    return ask.link(PATH, published=str(number), **{"org": None, "indicator": None, "department": None, **texts})


def _unit(code: str, ask: Ask) -> str:
    if code == WHOLE:
        return str(EVERYTHING)
    return str(ask.names.of("department" if "-" in code else "org", code))


def opened(found, ask: Ask) -> html.Div:
    """The publication in force, then beside now."""
    one = found.opened
    if one is None:
        return notices.empty(NONE_YET if not found.publications else CHOOSE)
    differing = [line for line in one.lines if line.differs]
    said = {"title": one.publication["title"], "unit": _unit(one.unit, ask), "n": len(one.lines), "k": len(differing)}
    says = (OTHER if differing else SAME).format(**said)
    note = [] if one.alike else [html.P(str(SPECIAL), className="muted note")]
    return html.Div([html.P(says, className="headline"), *note, _units(one, ask), *_why(one, ask), _lines(one, ask), _when(one, ask)],
                    className="drawn")  # fmt: skip


def _when(one, ask: Ask) -> html.Div:
    """Which days stand beside each other."""
    row = one.publication
    said = ON.format(at=row["at"].date(), snapshot=row["snapshot"], day=ask.scope.as_of)
    return html.Div(html.Span(words.listed((f"{row['since']} – {row['until']}", said)), className="caption"), className="panel-foot")


CHOOSE = Text("请选择一次发布", "Choose a publication")


def _units(one, ask: Ask) -> html.Details:
    number = one.publication["publication_id"]
    links = [html.A(_unit(code, ask), href=_link(ask, number, org=code), className="choice", **current(code == one.unit))
             for code in one.units]  # fmt: skip
    return html.Details([html.Summary([html.Span(str(UNIT), className="muted"), " ", html.B(_unit(one.unit, ask))]),
                         html.Nav(links, className="choices", **{"aria-label": str(UNIT)})])  # fmt: skip


def _lines(one, ask: Ask):
    """What differs first."""
    rows = sorted(one.lines, key=lambda line: not line.differs)
    columns = [
        Col(INDICATOR, lambda line: _named(line, one, ask)), Col(THEN, lambda line: _figure(line.indicator, line.then), "number"),
        Col(NOW, lambda line: _figure(line.indicator, line.now) if line.now else "", "number"),
        Col(CHANGE, lambda line: _change(line), "number"),
        Col(VERSION, lambda line: NEW_FORMULA.format(version=line.version) if line.changed else line.version),
    ]  # fmt: skip
    return tables.simple(columns, rows, str(INDICATOR))


def _named(line, one, ask: Ask):
    name = str(line.indicator.label)
    if not line.differs:
        return name
    unit = None if one.unit == WHOLE else one.unit
    return html.A(name, href=_link(ask, one.publication["publication_id"], org=unit, indicator=line.indicator.key))


def _figure(each, figure) -> str:
    parts = numbers.parts(figure)
    shown = numbers.with_unit(each, figure)
    return words.bracketed(shown, parts) if parts else shown


def _change(line) -> str:
    if line.now is None or line.now.value is None or line.then.value is None or not line.differs:
        return ""
    return numbers.signed(line.indicator, line.now.value - line.then.value)


def _why(one, ask: Ask) -> list:
    why = one.why
    if why is None:
        return []
    name = why.line.indicator.label
    if why.gone or why.many:
        return [html.P((GONE if why.gone else MANY).format(name=name), className="note")]
    if not why.moved:
        return [html.P(NOT_ONE.format(name=name), className="note")]
    columns = [
        Col(CASE, lambda row: links.case(row.case_id, ask) if row.after is not None else row.case_id),
        Col(PART, lambda row: str(PARTS[row.part])), Col(WAY, lambda row: str(CAME if row.came else LEFT)),
        Col(WHAT, lambda row: _what(row, ask)),
    ]  # fmt: skip
    more = [html.P(ONLY.format(n=len(why.moved)), className="muted note")] if why.came + why.left > len(why.moved) else []
    said = MOVED.format(name=name, came=numbers.digits(why.came), left=numbers.digits(why.left))
    return [html.H4(said), tables.simple(columns, why.moved, str(CASE)), *more]


def _what(row, ask: Ask) -> str:
    if row.before is None or row.after is None:
        return str(NOT_THEN if row.before is None else NOT_NOW)
    about = known.of("cases")
    changed = [
        words.about(about[name].label, words.changed_to(*(_said(about[name], side[name], ask) for side in (row.before, row.after))))
        for name in row.after if name in about
    ]  # fmt: skip
    return words.sentence(changed) or str(BESIDE)


def _said(column, value, ask: Ask) -> str:
    return values.text(column, value, ask) or str(words.NOT_FILLED)
