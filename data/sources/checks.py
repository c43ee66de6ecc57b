"""What is wrong with rows only seen beside others: keys delivered twice, orders across tables, levels, bases.

Knows groups of typed rows. Must not know files or mappings beyond their names.
"""

from data.sources.account import Account
from data.sources.integrity import KEYS, orders
from data.sources.merging import Group
from data.sources.sql import literal


def duplicates(account: Account, group: Group, later_files_win: bool) -> None:
    """Of rows with one key one is kept. Equal rows: the first. Otherwise the one modified last where the source says so,
    else the last delivered; the others are set aside."""
    table, name = group.table, group.name
    if not set(KEYS[table]) <= group.fields:
        return
    key = ", ".join(KEYS[table])
    whole = " AND ".join(f"{part} IS NOT NULL" for part in KEYS[table])
    twice = f"SELECT {key} FROM {name} WHERE {whole} GROUP BY ALL HAVING count(*) > 1"
    if not account.con.execute(f"SELECT 1 FROM ({twice}) LIMIT 1").fetchone():
        return
    content = ", ".join(sorted(group.fields))
    rows = f"SELECT *, hash(ROW({content})) AS content FROM {name} WHERE ({key}) IN ({twice})"
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
