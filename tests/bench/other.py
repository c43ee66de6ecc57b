"""What pm4py takes for the same map: run by an environment of its own (requirements-bench.txt), for its licence is not ours.

`python other.py LOG.csv OUT.json`: the moves with counts and median days, the variants, seconds and memory. Knows pm4py.
Must not know Anliu: nothing of it is there.
"""

import importlib
import json
import resource
import sys
import time
import warnings
from pathlib import Path


def main(log: str, out: str) -> None:
    warnings.simplefilter("ignore")
    pandas, pm4py = importlib.import_module("pandas"), importlib.import_module("pm4py")
    frame = pandas.read_csv(log)
    frame = frame.rename(columns={"case_no": "case:concept:name", "activity": "concept:name", "day": "time:timestamp"})
    frame["case:concept:name"] = frame["case:concept:name"].astype(str)
    frame["time:timestamp"] = pandas.to_datetime(frame["time:timestamp"], utc=True)
    seconds = {}

    def timed(name, function):
        began = time.perf_counter()
        worked = time.process_time()
        found = function()
        seconds[name] = {"wall": time.perf_counter() - began, "work": time.process_time() - worked}
        return found

    counts, _, _ = timed("counts", lambda: pm4py.discover_dfg(frame))
    days, _, _ = timed("days", lambda: pm4py.discover_performance_dfg(frame, perf_aggregation_key="median"))
    variants = timed("variants", lambda: pm4py.get_variants(frame))
    moves = [(source, target, int(n), days[source, target]["median"] / 86400 if isinstance(days[source, target], dict)
              else days[source, target] / 86400) for (source, target), n in counts.items()]  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found = {"moves": moves, "variants": len(variants), "seconds": seconds, "peak_mb": peak}
    Path(out).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
