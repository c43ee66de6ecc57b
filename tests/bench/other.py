"""What pm4py takes for the same: run by an environment of its own (requirements-bench.txt), for its licence is not ours.

`python other.py LOG.csv OUT.json`: of moments, all that `python -m queries flow` tells (moves with counts and median days, activities,
first and last ones, variants, durations); of days alone, the moves. Seconds, of which the least of three for a log that is small, and
memory. Knows pm4py. Must not know Anliu: nothing of it is there.
"""

import importlib
import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

SECONDS_OF_A_DAY = 86400
SMALL = 1_000_000  # events: the first time one asks, much is loaded, which would be all there is to see


def main(log: str, out: str) -> None:
    warnings.simplefilter("ignore")
    pandas, pm4py = importlib.import_module("pandas"), importlib.import_module("pm4py")
    frame = pandas.read_csv(log, dtype={"case_no": str}).rename(columns={"case_no": "case:concept:name", "activity": "concept:name"})
    found = {name: _told(_timed(_of(pandas, frame, name), questions(pm4py))) for name, questions in QUESTIONS.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    Path(out).write_text(json.dumps({**found, "peak_mb": peak}), encoding="utf-8")


def _moves(pm4py) -> dict[str, Callable]:
    return {"counts": lambda log: pm4py.discover_dfg(log)[0],
            "days": lambda log: pm4py.discover_performance_dfg(log, perf_aggregation_key="median")[0]}  # fmt: skip


def _course(pm4py) -> dict[str, Callable]:
    return {**_moves(pm4py), "activities": lambda log: pm4py.get_event_attribute_values(log, "concept:name"),
            "starts": pm4py.get_start_activities, "ends": pm4py.get_end_activities, "variants": pm4py.get_variants,
            "durations": pm4py.get_all_case_durations}  # fmt: skip


QUESTIONS = {"moment": _course, "day": _moves}  # of which column of the log


def _of(pandas, frame, column: str):
    """The log, each event at its moment or on its day."""
    return frame.assign(**{"time:timestamp": pandas.to_datetime(frame[column], utc=True, format="ISO8601")}).drop(columns=list(QUESTIONS))


def _timed(log, questions: dict[str, Callable]) -> dict[str, tuple]:
    """Of each question the answer, and its seconds by the clock and of the processors."""
    times = 3 if len(log) < SMALL else 1
    return {name: min((_once(log, question) for _ in range(times)), key=_work) for name, question in questions.items()}


def _once(log, question: Callable) -> tuple:
    began, worked = time.perf_counter(), time.process_time()
    answer = question(log)
    return answer, {"wall": time.perf_counter() - began, "work": time.process_time() - worked}


def _work(found: tuple) -> float:
    return found[1]["work"]


def _told(found: dict[str, tuple]) -> dict:
    """As JSON has it: of variants how many, of durations the median."""
    days, told = found["days"][0], {name: seconds for name, (_, seconds) in found.items()}
    of = {name: found[name][0] for name in found}
    moves = [(source, target, int(n), _median(days[source, target])) for (source, target), n in of["counts"].items()]
    rest = {}
    if "variants" in of:
        ordered = sorted(of["durations"])
        middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
        rest = {**{name: of[name] for name in ("activities", "starts", "ends")}, "variants": len(of["variants"]),
                "median_days": middle / SECONDS_OF_A_DAY}  # fmt: skip
    return {"moves": moves, **rest, "seconds": told}


def _median(days) -> float:
    return (days["median"] if isinstance(days, dict) else days) / SECONDS_OF_A_DAY


if __name__ == "__main__":
    main(*sys.argv[1:])
