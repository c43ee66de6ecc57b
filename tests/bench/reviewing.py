"""`python -m tests.bench.reviewing [--home FOLDER] [--cases N]`: 33,000 reviews that say of each of 288 points how it is, 9.5 million rows.

Builds a demonstration whose reviews are so many, says what the import cost, then times every panel of the pages on reviews and a
page of the list, under each width of question. The demo's own reviews are the pattern: who reviewed, how it was graded.
"""

import argparse
import json
import time
from pathlib import Path

import duckdb

from data import demo
from data.definitions import relations
from data.progress import Quiet
from data.settings import Settings
from data.snapshots import pipeline
from pages import PAGES
from queries import lists
from tests.bench.asking import Asked
from tests.bench.timing import peak_mebibytes

REVIEWS, POINTS = 33_000, 288
FEW_IN_A_THOUSAND, SPARED_IN_A_THOUSAND = 25, 60
PAGES_MEANT = ("quality", "reviewreport", "plans", "underway", "threedocuments", "reviews")
LAST_DAY = "2025-10-15"  # a case concluded by then was reviewed a month later at the latest


def write(folder: Path, cases: int) -> None:
    """A demo, its reviews replaced by so many, each of another concluded case, with a result for each point and the problems among them."""
    demo.write(folder, cases, form="parquet")
    with duckdb.connect() as con:
        con.execute("set threads = 2; set memory_limit = '2GB'")
        for table in (_cases, _reviews, _results, _problems):
            con.execute(table(folder))
        for table, rows in {"YX_PC_JBXX": "reviews", "YX_PC_PCXJG": "results", "YX_PC_PCX": "problems"}.items():
            con.execute(f"copy {rows} to '{folder / table}.parquet' (format parquet, compression zstd)")


def _cases(folder: Path) -> str:
    return f"""create table picked as select row_number() over (order by hash(BMSAH)) as n, BMSAH, CBDW_BM, try_cast(BJRQ as date) as done
        from '{folder}/TYYW_GG_AJJBXX.parquet' where done < date '{LAST_DAY}' and SFSC = 'N' and BMSAH is not null qualify n <= {REVIEWS}"""


def _reviews(folder: Path) -> str:
    return f"""create table reviews as
        with pattern as (select row_number() over (order by PCSLBM) as t, count(*) over () as many, *
            from '{folder}/YX_PC_JBXX.parquet' where JSRQ is not null and PCFS_MC <> '部门自查' and BMSAH is not null)
        select * exclude (t, many, n, done, CBDW_BM) replace (n::varchar as PCSLBM, picked.BMSAH as BMSAH, CBDW_BM as PCDWBM,
            (done + 10)::varchar as KSRQ, (done + 30 + (n % 10)::integer)::varchar as JSRQ)
        from picked join pattern on t = n % many + 1"""


def _results(_: Path) -> str:
    chance = f"hash(n * {POINTS} + p) % 1000"
    code = f"case when {chance} < {FEW_IN_A_THOUSAND} then '1' when {chance} < {SPARED_IN_A_THOUSAND} then '2' else '0' end"
    return f"""create table results as
        select n::varchar as PCSLBM, BMSAH, (20001 + p % 11)::varchar as PCXFLBM, (41000 + p)::varchar as XTDM,
            '要点' || p as PCXMC, {code} as PDJG, 'N' as SFSC
        from picked cross join range({POINTS}) points(p) order by n"""


def _problems(_: Path) -> str:
    return """create table problems as select row_number() over (order by PCSLBM, XTDM)::varchar as PCXSLBM, PCSLBM, BMSAH, PCXFLBM, XTDM,
        PCXMC, case when XTDM::integer % 9 = 0 then '30002' else '30003' end as YZCD, null::varchar as BZ, 'N' as SFSC
        from results where PDJG = '1'"""


def build(home: Path, cases: int) -> None:
    """Once; what it cost is kept beside the snapshot."""
    kept = home / "import.json"
    if kept.exists():
        return
    extract = home / "extract"
    extract.mkdir(parents=True, exist_ok=True)
    write(extract, cases)
    settings = Settings(home=home, build_memory_limit="3GB")
    clock, work = time.perf_counter(), time.process_time()
    done = pipeline.run(settings, [str(extract)], "ubas", demo.AS_OF, demo=True, progress=Quiet())
    size = sum(file.stat().st_size for file in settings.snapshots.glob("*.duckdb")) / 2**20
    cost = {"cases": done.rows["cases"], "reviews": done.rows["reviews"], "results": done.rows["review_results"], "mb": round(size),
            "seconds": round(time.perf_counter() - clock), "processors": round(time.process_time() - work),
            "peak_mb": peak_mebibytes()}  # fmt: skip
    kept.write_text(json.dumps(cost), encoding="utf-8")


def questions(asking: Asked):
    """(what, width, question, its filters)"""
    for width, texts in asking.narrowings.items():
        for page in (page for page in PAGES if page.name in PAGES_MEANT):
            for panel in page.panels:
                yield f"{page.name}/{panel.name}", width, panel.query, texts
        yield "list of results", width, lambda ask: lists.page(relations.REVIEW_RESULTS, ask), texts


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=Path("var/bench/reviewing"))
    parser.add_argument("--cases", type=int, default=60_000)
    given = parser.parse_args()
    build(given.home, given.cases)
    print((given.home / "import.json").read_text(encoding="utf-8"))
    asking = Asked(Settings(home=given.home))
    found: list[tuple[float, float, str]] = []
    for what, width, query, texts in questions(asking):
        if timed := _timed(asking, query, texts):
            found.append((timed.work, timed.p50, f"{what}, {width}"))
            print(f"{what}, {width}: {timed}", flush=True)
    found.sort()
    for name, place in (("median", 0.5), ("95th of a hundred", 0.95)):
        work, clock, what = found[round((len(found) - 1) * place)]
        print(f"{name} of {len(found)}: {work:.1f} ms of the processors, {clock:.1f} ms by the clock ({what})")


def _timed(asking: Asked, query, texts: dict[str, str]):
    """Asked anew each time: what is kept as long as a question lives would take nothing."""
    from data.errors import AppError

    try:
        return asking.timed(lambda: query(asking.ask(**texts)), times=5)
    except AppError:
        return None


if __name__ == "__main__":
    main()
