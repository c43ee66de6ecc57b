"""The tables of units, departments, staff, postings and recusals.

Knows their columns. Must not know cases.
"""

from datetime import date

import pyarrow as pa

from data.demo import columns as col
from data.demo.days import AS_OF
from data.demo.people import Department, People, Staff, day_text
from data.demo.units import CITY, PROVINCE, Unit

ROLE = {"prosecutor": "002", "assistant": "003"}
# Indicator, from, to: what a plan of a year looks like; an empty bound is open.
TARGETS = (("review_rate", "0.10", None), ("return_rate", None, "0.15"), ("conclusion", "0.85", "0.95"), ("late_share", None, "0.01"))
CATEGORY = {"prosecutor": "员额检察官", "assistant": "检察官助理"}


def tables(units: list[Unit], staff: Staff) -> dict[str, pa.Table]:
    return {
        "XT_ZZJG_DWBM": _units(units),
        "XT_ZZJG_BMBM": _departments(units, staff.people),
        "XT_ZZJG_RYBM": _people(units, staff),
        "XT_QX_RYJSFP": _postings(units, staff.people),
        "AL_MBCS": _targets(units),
        "YX_AG_HBGX": _recusals(units, staff.people),
    }


def _units(units: list[Unit]) -> pa.Table:
    root = ("100000", "最高人民检察院", "高检", "1", "", "0", "0")
    rows = [root] + [(one.code, one.name, one.short, one.stated_level, one.parent, str(one.sort), one.nature) for one in units]
    return _table(("DWBM", "DWMC", "DWJC", "DWJB", "FDWBM", "DWPX", "DWSX"), rows)


def _departments(units: list[Unit], people: People) -> pa.Table:
    rows = [_department(units[one.office].code, one) for one in people.departments]
    return _table(("DWBM", "BMBM", "BMMC", "BMJC", "SFCBBM", "BMXH", "ZNMC", "QYRQ", "TYRQ", "BRBM"), rows)


def _department(office: str, one: Department) -> tuple[str, ...]:
    manages = "1" if "management" in one.lines else "0"
    days = day_text(one.valid_from), day_text(int(one.valid_to))
    return (
        office,
        one.code,
        one.name,
        one.name.removesuffix("检察部"),
        manages,
        str(int(one.code)),
        ";".join(one.lines),
        *days,
        one.successor,
    )


def _people(units: list[Unit], staff: Staff) -> pa.Table:
    posted = sorted({person for person, *_ in staff.people.postings})
    names = staff.names.take(pa.array(posted)).to_pylist()
    rows = []
    for at, name in zip(posted, names, strict=True):
        one = staff.people.persons[at]
        since, until = day_text(one.active_from), day_text(int(one.active_to))
        row = (units[one.office].code, one.badge, name, "1" if one.male else "0", CATEGORY[one.category], "NY"[one.leader], since, until)
        rows.append(row)
    return _table(("DWBM", "GH", "MC", "XB", "RYLB_MC", "SFLD", "RERQ", "LRRQ"), rows)


def _postings(units: list[Unit], people: People) -> pa.Table:
    rows = []
    for person, department, since, until in people.postings:
        one, where = people.persons[person], people.departments[department]
        row = (units[one.office].code, where.code, one.badge, ROLE[one.category], day_text(since), day_text(int(until)))
        rows.append(row)
    return _table(("DWBM", "BMBM", "GH", "JSBM", "KSRQ", "JSRQ"), rows)


def _recusals(units: list[Unit], people: People) -> pa.Table:
    """Of every office two who are related, and of every fifth two with an interest."""
    members: dict[int, list[int]] = {}
    for person in sorted({person for person, *_ in people.postings}):
        if people.persons[person].category == "prosecutor":
            members.setdefault(people.persons[person].office, []).append(person)
    rows = []
    for office, there in members.items():
        pairs = [("近亲属", there[:2])] + ([("利害关系", there[2:4])] if office % 5 == 0 else [])
        for reason, pair in pairs:
            if len(pair) == 2:
                one, other = (people.persons[each].badge for each in pair)
                code = units[office].code
                rows.append((f"HB{len(rows) + 1:06d}", code, one, code, other, reason, "2020-01-01", ""))
    return _table(("DJBH", "DWBM", "GH", "GXR_DWBM", "GXR_GH", "HBSY_MC", "KSRQ", "JSRQ"), rows)


def _targets(units: list[Unit]) -> pa.Table:
    """What every city plans for the last year of the data, in the bands of its plan."""
    year = str(date.fromordinal(719163 + AS_OF).year)
    rows = [(one.code, year, key, None, low, high) for one in units if one.kind in (CITY, PROVINCE) for key, low, high in TARGETS]
    return _table(("DWBM", "ND", "ZB", "JS", "XX", "SX"), rows)


def _table(names: tuple[str, ...], rows: list[tuple[str, ...]]) -> pa.Table:
    columns = [pa.array([value or None for value in column], pa.string()) for column in zip(*rows, strict=True)]
    return col.table(len(rows), **dict(zip(names, columns, strict=True)))
