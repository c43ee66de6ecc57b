"""Rows that point to others: belonging to nothing sets a row aside, naming something unknown flags it.

Knows the declared references and the tables already staged. Must not know where they came from.
"""

import pyarrow as pa

from data import catalogue
from data.sources.account import Account
from data.sources.integrity import KEYS, REFERENCES, Reference
from data.sources.merging import Group
from data.sources.sql import literal

KNOWN_ORGS = "known_orgs"


def know_orgs(account: Account) -> None:
    """The catalogue's organisations, beside those that are delivered."""
    orgs = catalogue.orgs()
    parents = pa.array([org.parent for org in orgs], pa.string())
    account.con.register("listed_orgs", pa.table({"org_code": [org.code for org in orgs], "parent": parents}))
    account.con.execute(f"CREATE OR REPLACE TEMP TABLE {KNOWN_ORGS} AS SELECT * FROM listed_orgs")
    account.con.unregister("listed_orgs")


def belong(account: Account, group: Group, staged: set[str]) -> None:
    """Sets aside the rows whose record was not delivered, or was itself set aside."""
    for reference in _of(group, belongs=True):
        if reference.parent in staged:
            account.issue(_orphans(reference, group, [f"staged_{reference.parent}"]))
    account.sweep(group)


def enrich(account: Account, group: Group, mains: list[str]) -> None:
    """The same for a table that only adds columns to rows others deliver."""
    key = KEYS[group.table]
    account.issue(_orphans(Reference(group.table, key, group.table, key), group, mains))
    account.sweep(group)


def name_known(account: Account, group: Group, parents: dict[str, list[str]]) -> None:
    """Flags the rows that name a record nobody delivered; `parents` says in which tables the records of a name stand."""
    for reference in _of(group, belongs=False):
        if parents.get(reference.parent):
            account.issue(_strangers(reference, group, parents[reference.parent]))


def _of(group: Group, belongs: bool) -> list[Reference]:
    mine = [each for each in REFERENCES if each.table == group.table and each.belongs == belongs]
    return [each for each in mine if set(each.columns) <= group.fields]


def _orphans(reference: Reference, group: Group, parents: list[str]) -> str:
    case = reference.columns[0] == "case_id"
    gone = f"g.case_id IN (SELECT case_id FROM aside WHERE table_name = {literal('cases')})" if case else "false"
    said = ", ".join(f"g.{column}" for column in reference.columns)
    return (
        f"SELECT g.source_file, g.source_row, {literal(group.table)}, {literal(reference.columns[0])}, concat_ws(' ', {said}), "
        f"CASE WHEN {gone} THEN 'parent_set_aside' ELSE 'reference_to_nothing' END "
        f"FROM {group.name} AS g ANTI JOIN ({_all(reference, parents)}) AS p ON {_same(reference)}"
    )


def _strangers(reference: Reference, group: Group, parents: list[str]) -> str:
    last = reference.columns[-1]
    return (
        f"SELECT g.source_file, g.source_row, {literal(group.table)}, {literal(last)}, g.{last}, 'unknown_reference' "
        f"FROM {group.name} AS g ANTI JOIN ({_all(reference, parents)}) AS p ON {_same(reference)} WHERE g.{last} IS NOT NULL"
    )


def _all(reference: Reference, parents: list[str]) -> str:
    columns = ", ".join(reference.parent_columns)
    return " UNION ALL ".join(f"SELECT {columns} FROM {parent}" for parent in parents)


def _same(reference: Reference) -> str:
    pairs = zip(reference.columns, reference.parent_columns, strict=True)
    return " AND ".join(f"g.{here} = p.{there}" for here, there in pairs)
