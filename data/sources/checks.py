"""What is wrong with rows only seen beside others: keys delivered twice, orders across tables, levels, bases.

Knows groups of typed rows. Must not know files or mappings beyond their names.
"""

from data.sources.account import Account
from data.sources.integrity import KEYS, orders
from data.sources.merging import Group
from data.sources.sql import literal

KEYS_AT_ONCE = 20_000_000


def duplicates(account: Account, group: Group, later_files_win: bool) -> None:
    """Of rows with one key one is kept. Equal rows: the first. Otherwise the one modified last where the source says so,
    else the last delivered; the others are set aside."""
    table, name = group.table, group.name
    if not set(KEYS[table]) <= group.fields:
        return
    if not _suspect(account, group):
        return
    key, content = ", ".join(KEYS[table]), ", ".join(sorted(group.fields))
    rows = f"SELECT *, hash(ROW({content})) AS content FROM {name} WHERE {_whole(table)} AND hash({key}) IN (SELECT h FROM temp.suspects)"
    ranked = f"SELECT *, row_number() OVER (PARTITION BY {key}, content ORDER BY source_file, source_row) AS copy FROM ({rows})"
    best = f"PARTITION BY {key} ORDER BY copy > 1, modified DESC NULLS LAST, source_file DESC, source_row DESC"
    chosen = f"SELECT *, row_number() OVER ({best}) AS place, first_value(source_file) OVER ({best}) AS kept_file FROM ({ranked})"
    differs = "CASE WHEN kept_file > source_file THEN 'superseded' ELSE 'duplicate_key' END" if later_files_win else "'duplicate_key'"
    said = f"concat_ws(' ', {', '.join(f'{part}::VARCHAR' for part in KEYS[table])})"
    account.issue(
        f"SELECT source_file, source_row, {literal(table)}, {literal(KEYS[table][-1])}, {said}, "
        f"CASE WHEN copy > 1 THEN 'duplicate_row' ELSE {differs} END FROM ({chosen}) WHERE place > 1"
    )
    account.sweep(group)


def _suspect(account: Account, group: Group) -> bool:
    """`suspects`: the hashes that more than one key of a group has, so nearly only those of keys that occur twice.

    Numbers are counted instead of texts, and of a large group only a share at a time: memory stays bounded.
    """
    con, hashed = account.con, f"SELECT hash({', '.join(KEYS[group.table])}) AS h FROM {group.name} WHERE {_whole(group.table)}"
    con.execute("CREATE OR REPLACE TEMP TABLE suspects (h UBIGINT)")
    shares = -(-con.execute(f"SELECT count(*) FROM {group.name}").fetchone()[0] // KEYS_AT_ONCE)
    if shares > 1:
        con.execute(f"CREATE OR REPLACE TABLE hashes AS {hashed}")
        hashed = "SELECT h FROM hashes"
    for share in range(shares):
        of_share = f"SELECT h FROM ({hashed}) WHERE h % {shares} = {share}"
        con.execute(f"INSERT INTO suspects SELECT h FROM ({of_share}) GROUP BY h HAVING count(*) > 1")
    con.execute("DROP TABLE IF EXISTS hashes")
    return con.execute("SELECT 1 FROM suspects LIMIT 1").fetchone() is not None


def _whole(table: str) -> str:
    """No part of the key is empty."""
    return " AND ".join(f"{part} IS NOT NULL" for part in KEYS[table])


def across(account: Account, group: Group) -> None:
    """Days of a row against the days of its case."""
    for order in orders():
        if order.table != group.table or not order.across or order.later not in group.fields:
            continue
        earlier = order.earlier.removeprefix("cases.")
        account.issue(
            f"SELECT g.source_file, g.source_row, {literal(group.table)}, {literal(order.later)}, "
            f"g.{order.later}::VARCHAR || ' < ' || c.{earlier}::VARCHAR, 'impossible_order' "
            f"FROM {group.name} AS g JOIN staged_cases AS c USING (case_id) WHERE c.{earlier} > g.{order.later}"
        )
    account.sweep(group)


def bases(account: Account, group: Group) -> None:
    """A concluded review counts in a rate whose base are concluded cases."""
    account.issue(
        f"SELECT g.source_file, g.source_row, 'reviews', 'case_id', g.case_id, 'numerator_not_in_base' "
        f"FROM {group.name} AS g JOIN staged_cases AS c USING (case_id) WHERE g.state = 'concluded' AND c.concluded_on IS NULL"
    )


def states(account: Account, group: Group) -> None:
    """A case that is past its conclusion by its state says on which day it was concluded."""
    if not {"status", "concluded_on"} <= group.fields:
        return
    account.issue(
        f"SELECT source_file, source_row, 'cases', 'concluded_on', NULL::VARCHAR, 'ended_without_day' "
        f"FROM {group.name} WHERE status IN ('concluded', 'archived') AND concluded_on IS NULL"
    )


def levels(account: Account, group: Group, known: str) -> None:
    """The stated level of a unit against its depth in the tree; `known` holds the catalogue's (org_code, parent)."""
    if not {"parent", "stated_level"} <= group.fields:
        return
    account.issue(
        f"WITH RECURSIVE tree AS (SELECT org_code, parent FROM {group.name} UNION SELECT org_code, parent FROM {known} "
        f"WHERE org_code NOT IN (SELECT org_code FROM {group.name})), "
        "walk AS (SELECT org_code AS code, parent AS up, 1 AS depth FROM tree UNION ALL "
        "SELECT code, tree.parent, depth + 1 FROM walk JOIN tree ON tree.org_code = up WHERE depth < 9), "
        "deep AS (SELECT code, max(depth) AS level FROM walk GROUP BY 1) "
        f"SELECT source_file, source_row, 'org', 'stated_level', stated_level::VARCHAR, 'wrong_unit_level' "
        f"FROM {group.name} JOIN deep ON code = org_code WHERE stated_level <> level"
    )
