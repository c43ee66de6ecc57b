"""One import, in a process of its own, so that its memory is its own: prints a line of JSON."""

import json
import shutil
import sys
import time
from pathlib import Path

from data import demo
from data.settings import Settings
from data.snapshots import pipeline
from tests.bench.timing import Clock, peak_mebibytes

NATIONAL_FROM = 2_000_000
CSV_UP_TO = 500_000


def main(home: Path, cases: int) -> None:
    extract = home / "extract"
    form = "csv" if cases <= CSV_UP_TO else "parquet"
    began = time.perf_counter()
    demo.write(extract, cases, form=form, national=cases >= NATIONAL_FROM)
    written, clock = time.perf_counter() - began, Clock()
    size = sum(file.stat().st_size for file in extract.iterdir())
    settings = Settings(home=home)
    began = time.perf_counter()
    outcome = pipeline.run(settings, [str(extract)], "ubas", demo.AS_OF, demo=True, progress=clock)
    whole = time.perf_counter() - began
    shutil.rmtree(extract)
    built = clock.seconds.get("Building the snapshot", 0)
    print(json.dumps({
        "cases": outcome.rows["cases"], "events": outcome.rows["events"], "rows": outcome.rows_read, "form": form, "write_s": written,
        "read_s": whole - built, "build_s": built, "extract_mb": size / 2**20, "peak_mb": peak_mebibytes(), "tasks": clock.seconds,
        "snapshot_mb": (settings.snapshots / f"{outcome.snapshot_id}.duckdb").stat().st_size / 2**20,
    }))  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
