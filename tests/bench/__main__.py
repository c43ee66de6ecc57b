"""`python -m tests.bench [SIZE …] [--home FOLDER] [--keep-extract] [--memory LIMIT]`: builds what is missing, measures, prints
Markdown tables. `python -m tests.bench load …`: many readers at once (tests/bench/load.py)."""

import argparse
import json
import platform
import subprocess
import sys
from pathlib import Path

import psutil

from data.settings import Settings
from tests.bench import load, peer
from tests.bench.asking import Asked
from tests.bench.timing import Timed, peak_mebibytes

SIZES = (200_000, 2_000_000)  # ten million take 40 GB of disk while they are built, 8 GB of memory and more than an hour


def built(home: Path, cases: int, given: list[str]) -> dict:
    """What the import of so many cases took; done once, the result is kept beside the snapshot."""
    kept = home / "import.json"
    if not kept.exists():
        home.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.bench.importing", str(home), str(cases), *given]
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        kept.write_text(said.splitlines()[-1], encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def imported(found: list[dict]) -> None:
    heads = ("cases", "events", "rows read", "source", "read, rows/s", "build, s", "per million, s", "CPU, s", "snapshot, MB", "peak, MB")
    print("\n| " + " | ".join(heads) + " |")
    print("|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|")
    for one in found:
        rate, per_million = one["rows"] / one["read_s"], one["build_s"] / one["cases"] * 1e6
        print(f"| {one['cases']:,} | {one['events']:,} | {one['rows']:,} | {one['form']} | {rate:,.0f} | {one['build_s']:.1f} "
              f"| {per_million:.1f} | {one.get('cpu_s', 0):,.0f} | {one['snapshot_mb']:,.0f} | {one['peak_mb']:,} |")  # fmt: skip


def asked(cases: int, home: Path) -> dict[str, Timed]:
    """p50 / p95 in milliseconds (the processors' own), every answer computed anew. Each panel's time over everything."""
    asking = Asked(Settings(home=home))
    print(f"\n### {cases:,} cases: milliseconds, p50 / p95 (processors)\n")
    whole = _panels(asking)
    print("\n| list | ms |\n|---|--:|")
    for name, time in asking.lists():
        print(f"| {name} | {time} |")
    print("\n| the same answer | mart | rows | rows / mart, processors |\n|---|--:|--:|--:|")
    for name, mart, rows in asking.marts_against_rows():
        print(f"| {name} | {mart} | {rows} | {rows.work / mart.work:.1f} × |")
    print("\n| server path | ms |\n|---|--:|")
    for name, time in asking.served():
        print(f"| {name} | {time} |")
    print(f"\nMemory of the asking process: {psutil.Process().memory_info().rss // 2**20} MB (peak {peak_mebibytes()} MB).", flush=True)
    return whole


def _panels(asking: Asked) -> dict[str, Timed]:
    names = list(asking.narrowings)
    print(f"| panel | {' | '.join(names)} |\n|---|{'--:|' * len(names)}")
    rows: dict[str, list] = {}
    for panel, _, time in asking.panels():
        rows.setdefault(panel, []).append(time)
    for panel, times in rows.items():
        print(f"| {panel} | {' | '.join('–' if time is None else str(time) for time in times)} |")
    return {panel: times[0] for panel, times in rows.items() if times[0] is not None}


def grown(found: dict[int, dict[str, Timed]]) -> None:
    """How much more a panel costs over more cases: flat is 1."""
    least, most = min(found), max(found)
    print(f"\n| panel, everything | {least:,} | {most:,} | ratio, processors |\n|---|--:|--:|--:|")
    for panel, small in found[least].items():
        if large := found[most].get(panel):
            print(f"| {panel} | {small} | {large} | {large.work / small.work:.1f} × |")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), help="numbers of cases")
    parser.add_argument("--home", type=Path, default=Path("var/bench"))
    parser.add_argument("--keep-extract", action="store_true", help="leave what was imported beside the snapshot, to be used again")
    parser.add_argument("--memory", help="memory limit of the imports, as the setting writes it")
    given = parser.parse_args()
    of_import = ["--keep-extract"] * given.keep_extract + (["--memory", given.memory] if given.memory else [])
    memory, load = psutil.virtual_memory().total / 2**30, psutil.getloadavg()[0]
    print(f"Machine: {platform.machine()}, {psutil.cpu_count()} cores, {memory:.0f} GiB; load before {load:.1f}.")
    homes = {cases: given.home / str(cases) for cases in given.sizes}
    imported([built(home, cases, of_import) for cases, home in homes.items()])
    found = {cases: asked(cases, home) for cases, home in homes.items()}
    if len(found) > 1:
        grown(found)
    generated = {f"demonstration, {cases:,}": home for cases, home in homes.items() if cases <= 2_000_000}
    against = {**dict(peer.public(given.home)), **generated}
    # In a process of its own: a file that has been asked here cannot be opened another way.
    subprocess.run([sys.executable, "-m", "tests.bench.peer", *(f"{name}={home}" for name, home in against.items())], check=True)


if __name__ == "__main__":
    load.main(sys.argv[2:]) if sys.argv[1:2] == ["load"] else main()
