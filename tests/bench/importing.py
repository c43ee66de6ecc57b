"""One import, in a process of its own, so that its memory is its own: prints a line of JSON.

`python -m tests.bench.importing HOME CASES [--keep-extract] [--memory LIMIT]`: an extract that lies in HOME is used again.
"""

import argparse
import json
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

from data import demo
from data.settings import Settings
from data.snapshots import pipeline
from tests.bench.timing import Clock, peak_mebibytes

NATIONAL_FROM = 2_000_000
CSV_UP_TO = 500_000


def extract(folder: Path, cases: int, form: str) -> float:
    """Seconds it took to write; none when it is there already."""
    facts = folder / demo.FACTS_FILE  # written last
    if facts.exists() and json.loads(facts.read_text(encoding="utf-8"))["cases"] == cases:
        return 0.0
    began = time.perf_counter()
    demo.write(folder, cases, form=form, national=cases >= NATIONAL_FROM)
    return time.perf_counter() - began


def main(home: Path, cases: int, keep_extract: bool, memory: str | None) -> None:
    folder, form = home / "extract", "csv" if cases <= CSV_UP_TO else "parquet"
    written, clock = extract(folder, cases, form), Clock()
    size = sum(file.stat().st_size for file in folder.iterdir())
    settings = Settings(home=home)
    settings = replace(settings, build_memory_limit=memory) if memory else settings
    began, worked = time.perf_counter(), time.process_time()
    outcome = pipeline.run(settings, [str(folder)], "ubas", demo.AS_OF, demo=True, progress=clock)
    whole, worked = time.perf_counter() - began, time.process_time() - worked
    if not keep_extract:
        shutil.rmtree(folder)
    built = clock.seconds.get("Building the snapshot", 0)
    print(json.dumps({
        "cases": outcome.rows["cases"], "events": outcome.rows["events"], "rows": outcome.rows_read, "form": form, "write_s": written,
        "read_s": whole - built, "build_s": built, "cpu_s": worked, "load": os.getloadavg()[2], "extract_mb": size / 2**20,
        "peak_mb": peak_mebibytes(), "tasks": clock.seconds,
        "snapshot_mb": (settings.snapshots / f"{outcome.snapshot_id}.duckdb").stat().st_size / 2**20,
    }))  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("cases", type=int)
    parser.add_argument("--keep-extract", action="store_true")
    parser.add_argument("--memory", help="memory limit of the build, as the setting writes it")
    given = parser.parse_args()
    main(given.home, given.cases, given.keep_extract, given.memory)
