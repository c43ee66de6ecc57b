"""An extract in the national system's own shape, made up: one province as it is, or the whole country.

Knows the order of work and what is written beside the tables. Must not know the importer. The same arguments give the same
bytes; no person in it exists.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.demo import mandatory, organisation, person_tables, problems, reviews, sides, tables
from data.demo.cases import World
from data.demo.days import AS_OF_DAY, first_day
from data.demo.files import Files
from data.demo.people import day_text, staff
from data.demo.portion import Portion, portion
from data.demo.stories import STORIES
from data.demo.ugly import Pool, Spoiler, nothing
from data.demo.units import Unit, units
from data.errors import BadInput
from data.progress import Progress, Quiet
from data.text import Text

AS_OF = AS_OF_DAY
FACTS_FILE = "planted.json"
LEAST_CASES = 2000  # below, some of what is planted would find no place
_PORTION = 60_000
_TABLES: dict[str, Callable] = {
    "TYYW_GG_AJJBXX": tables.cases,
    "TYYW_GS_SCQS": tables.reviews_for_prosecution,
    "TYYW_GG_XYRJBXX": person_tables.basics,
    "TYYW_ZJ_FZXYR": person_tables.arrested,
    "TYYW_GS_XYRQK": person_tables.prosecuted,
    "YX_LC_JDJL": tables.events,
    "TYYW_GG_QZCSQK": person_tables.measures,
    "YX_AG_GLAJ": tables.links,
    "YX_AG_AJFPRZ": sides.allocations,
    "YX_AG_BHDLDJ": sides.defence,
    "YX_AG_SAKWDJ": sides.properties,
    "TYYW_AG_LCJKRZ": sides.monitoring,
    "YX_DZJZ_JZAJXX": sides.dossiers,
    "FACT_JWGK_AJGKRZ": sides.disclosures,
    "YX_WS_AJJZWJ": sides.documents,
}


@dataclass(frozen=True)
class Written:
    folder: Path
    rows: dict[str, int]
    facts: dict


def write(
    folder: Path | str,
    cases: int,
    years: int = 5,
    seed: int = 1,
    form: str = "csv",
    encoding: str = "gb18030",
    national: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Write the extract into a folder; one written there before is replaced. Raises BadInput."""
    _check(cases, years, encoding)
    _clear(Path(folder))
    label = Text("写入演示数据", "Writing the demo")
    offices = units(seed, national)
    people = staff(offices, cases, years, seed)
    world, pool, reviewed = World(offices, people, years, seed), Pool(), {}
    with Files(Path(folder), form, encoding) as files, (progress or Quiet()).task(label, cases, "件") as advance:
        for name, table in organisation.tables(offices, people).items():
            files.add(name, table)
        for at, (part, counts) in enumerate(_plan(offices, cases)):
            made = portion(world, at, part, counts)
            _write_portion(files, pool, made)
            reviewed = mandatory.added(reviewed, mandatory.planted(made))
            advance(sum(counts.values()))
        spoiler = Spoiler(files, pool, cases)
        spoiler.spoil()
    facts = _facts(cases, years, seed, form, encoding, national, files.rows, spoiler.account) | {"mandatory": reviewed}
    (files.folder / FACTS_FILE).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return Written(files.folder, files.rows, facts)


def _check(cases: int, years: int, encoding: str) -> None:
    if cases < LEAST_CASES:
        raise BadInput(Text("演示数据至少 {least} 件", "A demo needs at least {least} cases"), least=LEAST_CASES)
    if not 3 <= years <= 15:
        raise BadInput(Text("年数应在3到15之间", "Years must be between 3 and 15"))
    if encoding not in ("gb18030", "utf-8"):
        raise BadInput(Text("不支持的编码：{encoding}", "Unknown encoding: {encoding}"), encoding=encoding)


def _clear(folder: Path) -> None:
    facts = folder / FACTS_FILE
    if facts.exists():
        written = json.loads(facts.read_text(encoding="utf-8"))
        for name in written["files"]:
            (folder / f"{name}.{written['form']}").unlink(missing_ok=True)


def _write_portion(files: Files, pool: Pool, made: Portion) -> None:
    for name, maker in _TABLES.items():
        table = maker(made)
        files.add(name, table)
        pool.keep(name, table)
    each = reviews.reviews_of(made)
    table = reviews.reviews(made, each)
    pool.keep("YX_PC_JBXX", table)
    files.add("YX_PC_JBXX", table)
    noted = problems.noted(made, each)
    files.add("YX_PC_PCX", problems.problems(made, each, noted))
    files.add("YX_PC_PCXJG", problems.results(made, each, noted))


def _plan(offices: list[Unit], cases: int) -> Iterator[tuple[tuple[int, int], dict[int, int]]]:
    """Portions of about sixty thousand cases: small cities together, large ones in slices."""
    waiting: dict[int, int] = {}
    for counts in _by_city(offices, cases):
        total = sum(counts.values())
        if sum(waiting.values()) + total > _PORTION and waiting:
            yield (0, 1), waiting
            waiting = {}
        if total <= _PORTION:
            waiting |= counts
        else:
            yield from _slices(counts, -(-total // _PORTION))
    if waiting:
        yield (0, 1), waiting


def _slices(counts: dict[int, int], slices: int) -> Iterator[tuple[tuple[int, int], dict[int, int]]]:
    for at in range(slices):
        share = {office: count // slices + (at < count % slices) for office, count in counts.items()}
        yield (at, slices), {office: count for office, count in share.items() if count}


def _by_city(offices: list[Unit], cases: int) -> Iterator[dict[int, int]]:
    """Cases per office, adding up to exactly what was asked for, city by city."""
    wanted = np.array([unit.weight for unit in offices]) * cases
    counts = wanted.astype(int)
    counts[np.argsort(counts - wanted, kind="stable")[: cases - counts.sum()]] += 1
    for group in dict.fromkeys(unit.group for unit in offices):
        found = {at: int(counts[at]) for at, unit in enumerate(offices) if unit.group == group and counts[at]}
        if found:
            yield found


def _facts(cases, years, seed, form, encoding, national, rows, account) -> dict:
    return {
        "cases": cases,
        "years": years,
        "seed": seed,
        "form": form,
        "encoding": encoding if form == "csv" else None,
        "national": national,
        "first_day": day_text(first_day(years)),
        "as_of": AS_OF.isoformat(),
        "stories": [story.written() for story in STORIES],
        "files": {name: {"rows": count, **account.get(name, nothing())} for name, count in rows.items()},
    }
