"""To write down a comparison of the three documents of a person: what they say, the verdict, whose error it is.

Knows the fields compared. Must not know forms.
"""

import json
from collections.abc import Callable, Mapping

import sqlalchemy as sa

from data.catalogue import compared
from data.desk.deed import Deed, Doing, Field
from data.desk.tables.case_reviews import context
from data.desk.tables.comparisons import comparisons
from data.errors import BadInput, Conflict, NotFound
from data.law.calendar import local
from data.text import Text
from queries.casefile import one_case
from queries.compared import beside

DONE = Text("已记录比对", "The comparison is written down")
NO_SUCH = Text("本案没有这名已判决人员", "No such person of this case has been judged")
WHOSE = Text("认定存在错误时，须指明责任方", "An error must be somebody's: say whose")
NOBODYS = Text("未认定错误时，不填责任方", "Without an error it is nobody's")
CHANGED = Text(
    "{who}已于 {at} 记录了比对。您填写的内容没有保存；请刷新后再办。",
    "{who} wrote it down at {at}. What you filled in was not saved; open it anew.",
)


def among(known: Mapping[str, Text]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    return parse


def _cells() -> tuple[Field, ...]:
    """What a person may write down where the card says nothing; what it says comes first."""
    return tuple(
        Field(each.cell(name), each.cell_label(name), required=False) for each in compared.fields() for name in each.by_hand
    )


def _compare(doing: Doing, values: Mapping) -> Text:
    """Raises NotFound, BadInput, Conflict."""
    file = one_case(doing.ask.with_(case=values["case"]))
    person = next((each for each in file.parts.get("persons", []) if each["person_id"] == values["person"]), None)
    if person is None or person["judged_on"] is None:
        raise NotFound(NO_SUCH)
    if (values["verdict"] == "error") != (values["owner"] is not None):
        raise BadInput(WHOSE if values["owner"] is None else NOBODYS)
    key = {"case_id": values["case"], "person_id": values["person"]}
    before = doing.con.execute(sa.select(comparisons).filter_by(**key)).mappings().first()
    if (before["version"] if before else 0) != values["version"]:
        last = before or {"name": "—", "account": "", "at": doing.now}
        raise Conflict(CHANGED, who=last["name"] or last["account"], at=f"{local(last['at']):%Y-%m-%d %H:%M}")
    written = {field.key: values[field.key] for field in CELLS if values[field.key]}
    row = {**key, **{column.name: file.head[column.name] for column in context()}, "judged_on": person["judged_on"],
           "written": json.dumps(written, ensure_ascii=False), "verdict": values["verdict"], "owner": values["owner"],
           "note": values["note"] or "", "version": values["version"] + 1, "account": doing.account, "name": doing.ask.viewer.name,
           "at": doing.now}  # fmt: skip
    row["differences"] = json.dumps(beside(file.head, person, row).differences)
    doing.con.execute(sa.delete(comparisons).filter_by(**key))
    doing.con.execute(sa.insert(comparisons).values(row))
    return DONE


CELLS = _cells()
deeds = (
    Deed("compare", Text("记录三书比对", "Write a comparison down"), "review", _compare, (
        Field("case", Text("案件", "Case"), longest=64, logged=True), Field("person", Text("人员", "Person"), longest=64, logged=True),
        Field("version", Text("版本", "Version"), int, logged=True),
        Field("verdict", Text("结论", "Verdict"), among(compared.VERDICTS), logged=True),
        Field("owner", Text("责任方", "Whose error"), among(compared.OWNERS), required=False, logged=True),
        Field("note", Text("说明", "Note"), required=False, longest=2000), *CELLS,
    )),
)  # fmt: skip
