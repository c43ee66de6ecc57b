"""What each pre-aggregate is made of, as a fingerprint: its columns and the declarations that fill them.

Two with one fingerprint hold the same numbers of the same rows, so a snapshot keeps the fingerprints beside its tables: what a
newer program declares otherwise is known by name, and is neither read nor kept.
Knows every kind of pre-aggregate. Must not know how they are filled or asked.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import md5

import sqlalchemy as sa

from data import schema
from data.definitions import delays, flows, heads, judged, latest, marts, moments, once, opened, overall, rare, turned, waits, ways
from data.definitions.indicators.stays import STAY_MEDIAN
from data.definitions.relations import ALLOCATIONS, CASES, EVENTS, FINDINGS, PERSONS


@cache
def made_of() -> dict[str, str]:
    """Name of each pre-aggregate → fingerprint."""
    said = {table.name: [_columns(table)] for table in marts.tables()}
    for table, text in _declared():
        said[table.name].append(text)
    return {name: _digest(texts) for name, texts in said.items()}


@cache
def shape() -> str:
    """A fingerprint of every table a snapshot has: what was built for other tables cannot be read by this program."""
    return _digest([*(_columns(table) for table in schema.metadata.sorted_tables), *(f"{name} {made}" for name, made in made_of().items())])


def _declared() -> Iterator[tuple[sa.Table, str]]:
    """(pre-aggregate, what fills it)."""
    spans = " ".join((*moments.GRAINS, moments.LAST, moments.FORMER))
    for relation in marts.relations():
        counted = "\n".join(f"{name}: {marts.signature(tally, relation)}" for name, tally in marts.tallies(relation).values())
        yield from ((mart.table, f"{counted} {spans}" if mart.opening else counted) for mart in marts.of(relation))
        for histogram, table in marts.histograms(relation):
            yield table, f"{marts.signature(histogram.count.tallies[0], relation)} {histogram.column}"
    n, stay = sa.column("n", sa.Integer), STAY_MEDIAN.count.tallies[0]
    sums = moments.sums(sa.column("value", sa.Integer), n)
    yield moments.TABLE, f"{spans} {marts.signature(stay, STAY_MEDIAN.over)} {_all(sums.values())}"
    yield from ((table, opened.ENDS[relation]) for relation, table in opened.TABLES.items())
    for relation, table in rare.TABLES.items():
        c = relation.table.c
        raised = (rare.raised_by(c, FINDINGS.table.c),) if rare.RAISED in table.c else ()
        yield table, _all((rare.ROWS[relation](c), *raised))
    for each in heads.every():
        yield each.table, f"{marts.signature(each.of.count.tallies[0], each.of.over)} {each.of.column} {spans}"
    for table, every in once.tables().values():
        counted = "\n".join(f"{each.key}: {marts.signature(each.count.tallies[0], each.over)}" for each in every)
        yield table, f"{counted} {spans}"
    yield judged.TABLE, _all((judged.due(PERSONS.table.c),))
    c = ALLOCATIONS.table.c
    yield from ((table, f"{_all((turned.given(c), turned.by_turn(c)))} {spans}") for table in turned.TABLES)
    yield from ((table, f"{relation.day} {latest.DAYS}") for relation, table in latest.TABLES.items())
    yield latest.NUMBERS, " ".join(relation.key for relation in latest.NUMBERED)
    yield latest.ARRIVED, CASES.day
    for flow in flows.ALL:
        moves = [_all((where, *values.values())) for where, values in flows.kinds(flow, flow.relation.table.c)]
        yield from ((table, "\n".join(moves)) for table in flow.tables)
    yield from ((table, f"{marts.signature(stay, STAY_MEDIAN.over)} {_all(sums.values())}") for table in delays.TABLES)
    counted = " ".join(marts.signature(tally, EVENTS) for count in waits.COUNTED.values() for tally in count.tallies)
    yield from ((table, f"{counted} {waits.DAYS} {spans}") for table in (*waits.TABLES.values(), delays.LYING))
    persons = PERSONS.table.c
    yield overall.TABLE, _all(overall.fills())
    yield from ((table, _all((ways.met(persons), *ways.followed(persons).values()))) for table in ways.TABLES.values())


def _all(expressions) -> str:
    return " | ".join(str(each.compile(compile_kwargs={"literal_binds": True})) for each in expressions)


def _columns(table: sa.Table) -> str:
    return f"{table.name}({','.join(column.name for column in table.columns)})"


def _digest(texts) -> str:
    return md5("\n".join(texts).encode(), usedforsecurity=False).hexdigest()[:12]
