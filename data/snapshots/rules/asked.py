"""What a condition of a rule is asked for: its parameters of one time, its case types and offices, a stretch of cases; and days as SQL.

Knows the built facts and the arithmetic of the clocks. Must not know the kinds of conditions.
"""

from dataclasses import dataclass

from data.catalogue import monitoring
from data.catalogue.monitoring import Parameter
from data.definitions.rules.base import DEFECT, TABLES, Check, Clock, More, Node, Rule, Within, columns_of, parts
from data.snapshots.target import compiled, literal

NEXT_WORKDAY = "coalesce((select max(w.next_workday) from work.clock_days w where w.day = {day}), {day})"
NTH_WORKDAY = """(select max(w.day) from work.clock_workdays w
    where w.work_no = {n} + (select max(u.work_no) from work.clock_days u where u.day = {day}))"""
AT_LIMIT = "at_limit"  # a warning of a number that may not be passed
HERE = "(select *, rowid from built.{0} where case_no between {{first}} and {{last}}) as {1}"
JOINS = {
    "persons": f"join {HERE.format('persons', 'persons')} on persons.case_no = cases.case_no",
    "measures": f"join {HERE.format('measures', 'measures')} on measures.case_no = cases.case_no "
    f"left join {HERE.format('persons', 'held')} on held.case_no = cases.case_no and held.person_id = measures.person_id",
    "clocks": f"join {HERE.format('clocks', 'clocks')} on clocks.case_no = cases.case_no",
}
WHO = {"persons": "persons.person_no", "measures": "held.person_no", "clocks": "clocks.person_no"}
PLACE = {"persons": "1", "measures": "row_number() over (partition by cases.case_no, measures.person_id order by measures.began_on, "
         "measures.measure_id)", "clocks": "coalesce(clocks.round, 1)"}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One condition of a rule with the parameters of one time and one group of case types, for cases `first` to `last`."""

    rule: Rule
    check: Check
    limit: Parameter | None
    after: Parameter | None
    first: int
    last: int

    @property
    def firings(self) -> tuple[str, ...]:
        if isinstance(self.check, Within | Clock):
            return self.check.fires
        return (DEFECT, AT_LIMIT) if isinstance(self.check, More) else (DEFECT,)


def asked(rule: Rule, first: int, last: int) -> list[Asked]:
    """All conditions of a rule, each with each of its parameters."""
    found = []
    for check in rule.checks:
        names = [getattr(check, name, "") for name in ("limit", "most", "after")]
        limits = rule.values(names[0] or names[1]) or (None,)
        after = rule.values(names[2]) if names[2] else (None,)
        found += [Asked(rule, check, limit, more, first, last) for limit in limits for more in after]
    return found


def rows(ask: Asked, table: str, began: str, ended: str, more: str, raw_due: str = "") -> str:
    """A row for each case, or for each row of another table of it."""
    return f"""
        select cases.case_no, {WHO.get(table, 'null::bigint')} as person_no,
            {PLACE.get(table) or getattr(ask.check, 'occurrence', 1)} as occurrence, {began} as began_on,
            {raw_due or due(ask, began)} as raw_due, {ended} as ended_on, cases.archived_on, cases.custody {more}
        from built.cases as cases {JOINS.get(table, '').format(first=ask.first, last=ask.last)}
        where ({began}) is not null and {where(ask, began)}"""


def where(ask: Asked, began: str) -> str:
    """Its cases, its types, its offices, the time in which rule and parameter hold, its own condition."""
    entry = ask.rule.entry
    types = set(monitoring.types_named(entry.types))
    for parameter in (ask.limit, ask.after):
        types &= set(monitoring.types_named(parameter.types)) if parameter and parameter.types else types
    found = [f"cases.case_no between {ask.first} and {ask.last}"]
    found.append(f"cases.type_code in ({', '.join(literal(each) for each in sorted(types)) or 'null'})")
    if entry.offices:
        offices = ", ".join(literal(each) for each in entry.offices)
        found.append(f"(cases.office in ({offices}) or cases.city in ({offices}) or cases.province in ({offices}))")
    found += [day for each in (entry, ask.limit, ask.after) if each for day in _valid(each, began)]
    rows = getattr(ask.check, "rows", None)
    return " and ".join([*found, *([f"({compiled(rows)})"] if rows is not None else [])])


def _valid(each, day: str) -> list[str]:
    since, until = each.valid_from, each.valid_to
    return [f"{day} {sign} date {literal(end)}" for sign, end in ((">=", since), ("<=", until)) if end]


def due(ask: Asked, began: str) -> str:
    return plus(plus(began, ask.after) if ask.after else began, ask.limit)


def plus(day: str, limit: Parameter | None) -> str:
    """So long after a day, whose own day is not counted (CPL 105), by the arithmetic of the clocks."""
    if limit is None:
        return "null::date"
    units = {"day": f"({day} + {limit.value})", "month": f"months_later({day}, {limit.value})",
             "workday": NTH_WORKDAY.format(day=day, n=limit.value)}  # fmt: skip
    return units.get(limit.unit, "null::date")


def earliest(points) -> str:
    days = [compiled(each) for each in points if not isinstance(each, Node)]
    return f"least({', '.join(days)})" if days else "null::date"


def table_of(check: Check) -> str:
    """The table whose rows a check looks at one by one, beside the case's."""
    named = {column.table.name for column in columns_of(*parts(check))}
    return next((name for name in TABLES if name in named), "")


def listed(of: Node) -> str:
    return ", ".join(literal(each) for each in of.activities)


def due_day(hold: str = "hold", raw: str = "raw_due") -> str:
    """The due day: in custody the day itself, else the first working day from it (CPL 105)."""
    return f"case when {hold} then {raw} else {NEXT_WORKDAY.format(day=raw)} end"
