"""What every fact carries of its case: where it is handled, its line, type, custody; and what persons say about the case.

Knows staged cases and persons, the catalogue, the tree. Must not know the other facts.
"""

from datetime import date

import duckdb
import sqlalchemy as sa

from data import catalogue, schema
from data.catalogue import roles
from data.snapshots.target import insert_rows, literal, staged

OF_AGE = 18
TYPE_COLUMNS = ("type_code", "nature", "minor", "line", "kind", "family", "countable")


def build(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Make `work.context`: one row per case, in order of case number, with its days and its type's attributes."""
    _persons(con, as_of)
    con.execute(f"create or replace table work.typed as {TYPED}")
    _types(con)
    con.execute(f"create or replace table work.context as {CONTEXT.format(special=_special())}")
    con.execute(f"create or replace table work.again as {AGAIN}")
    con.execute("drop table work.typed; drop table work.person_facts")


def _special() -> str:
    """The masks of the special kinds that a case is of. A mark nobody knows makes it one: what is shown cannot be taken back."""
    return " + ".join(f"case when {_is_one(each)} then {each.mask} else 0 end" for each in roles.special().values())


def _is_one(kind: roles.Special) -> str:
    if isinstance(schema.cases.c[kind.column].type, sa.Boolean):
        return f"coalesce(c.{kind.column}, false)"
    return f"trim(c.{kind.column}) not in ('', {', '.join(map(literal, kind.open))})"


def _persons(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """`work.person_facts`: how many, whether one was a minor (age known), whether one was held while the case was open."""
    rows = "staged_persons" if "persons" in staged(con) else "(select *, null::integer as age_at_offence, null::date as detained_on, " \
        "null::date as released_on from staged_cases where false)"  # fmt: skip
    con.execute(f"""
        create or replace table work.person_facts as
        select k.case_no, count(*) as person_count, bool_or(p.age_at_offence < {OF_AGE}) filter (p.age_at_offence > 0) as minor,
            bool_or(coalesce(p.detained_on <= coalesce(k.concluded_on, date {literal(as_of)})
                and (p.released_on is null or p.released_on >= k.accepted_on), false)) as held
        from {rows} p join work.keys k using (case_id) group by k.case_no
    """)


# Whether the process of a case has ended. A source that knows no day of completion at all ends it with the conclusion.
ENDED = """(
    c.completed_on is not null or c.archived_on is not null or coalesce(c.status = 'archived', false)
    or (c.concluded_on is not null and not exists (select 1 from staged_cases where completed_on is not null))
)"""
TYPED = f"""
    select k.case_no, c.office, c.department, c.handler, c.type_code, coalesce(left(c.nature_code, 5), '') as nature,
        coalesce(c.sealed, false) as sealed, c.secrecy, c.sensitive, coalesce(c.leader_case, l.is_leader) as leader_case,
        k.accepted_on, k.concluded_on, p.person_count, p.minor, p.held, {ENDED} as ended,
        case when c.unified_no is not null then hash(c.unified_no, c.office, c.type_code) end as matter,
        case when c.unified_no is not null then (hash(c.unified_no) >> 1)::bigint end as unified
    from staged_cases c join work.keys k using (case_id) left join work.person_facts p using (case_no)
    left join (select prosecutor_code, bool_or(is_leader) as is_leader from built.prosecutor group by prosecutor_code) l
        on l.prosecutor_code = c.handler
    order by k.case_no
"""
CONTEXT = """
    select c.case_no, o.province, o.city, c.office, c.department, c.handler, t.line, c.type_code,
        case when c.person_count is null then 'unknown' when c.held then 'in_custody' else 'not_in_custody' end as custody,
        ({special})::smallint as special, c.leader_case, c.accepted_on, c.concluded_on, c.ended, t.kind, t.family, t.countable,
        c.person_count, c.minor, c.unified
    from work.typed c
    left join (select distinct org_code, province, city from built.org) o on o.org_code = c.office
    left join work.types t on t.type_code = c.type_code and t.nature = c.nature and t.minor = coalesce(c.minor, false)
    order by c.case_no
"""
# The same matter taken in again by the same office as the same type, once it had been concluded.
AGAIN = """
    select a.case_no, min(b.accepted_on) as reopened_on
    from (select case_no, matter, concluded_on from work.typed where matter is not null and concluded_on is not null) a
    join (select case_no, matter, accepted_on from work.typed) b
        on b.matter = a.matter and b.case_no <> a.case_no and b.accepted_on >= a.concluded_on
    group by a.case_no
"""


def _types(con: duckdb.DuckDBPyConnection) -> None:
    """`work.types`: line, kind, family of each type as it occurs; a type nobody knows counts and is called unclassified."""
    con.execute("""
        create or replace table work.types (type_code varchar, nature varchar, minor boolean,
            line varchar, kind varchar, family varchar, countable boolean)
    """)
    found = con.execute("select distinct type_code, nature, coalesce(minor, false) from work.typed order by all").fetchall()
    insert_rows(con, "work.types", TYPE_COLUMNS, [(*row, *_attributes(*row)) for row in found])


def _attributes(type_code: str, nature: str, minor: bool) -> tuple[str, str, str, bool]:
    known = catalogue.case_types().get(type_code)
    line = catalogue.line_of(type_code, nature, minor)
    return (line, known.kind, known.family, known.countable) if known else (line, "unclassified", "other", True)
