"""Every indicator by its key, in the order of the reference."""

from data.definitions.indicators import (
    acts,
    backlog,
    clocks,
    deadlines,
    flow,
    grading,
    mandatory,
    outcomes,
    persons,
    process,
    quality,
    registers,
    reviews,
    rules,
    stays,
    structure,
    time,
)
from data.definitions.indicators.base import Indicator

GROUPS = {
    "flow": flow.ALL,
    "process": process.ALL,
    "time": time.ALL,
    "clocks": clocks.ALL,
    "deadlines": deadlines.ALL,
    "stays": stays.ALL,
    "backlog": backlog.ALL,
    "persons": persons.ALL,
    "outcomes": outcomes.ALL,
    "acts": acts.ALL,
    "structure": structure.ALL,
    "registers": registers.ALL,
    "quality": quality.ALL,
    "reviews": reviews.ALL,
    "grading": grading.ALL,
    "rules": rules.ALL,
    "mandatory": mandatory.ALL,
}
_listed = [each for group in GROUPS.values() for each in group]
ALL: dict[str, Indicator] = {each.key: each for each in _listed}
if len(ALL) != len(_listed):
    raise ValueError("two indicators share a key: " + ", ".join(sorted({i.key for i in _listed if _listed.count(i) > 1})))
