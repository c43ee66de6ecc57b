"""Which made-up cases must be reviewed, told from how they were made: what is written beside the extract for whoever checks.

Knows outcomes, persons and which case grew out of which, as the generator drew them. Must not know the importer's rules.
"""

from collections.abc import Iterable, Iterator
from zlib import crc32

import numpy as np
import pyarrow as pa

from data.demo.days import AS_OF, NEVER
from data.demo.portion import ARREST_PROSECUTION, RECONSIDERATION, Portion
from data.demo.trial import ACQUITTED, EXEMPTED, FIXED
from data.demo.vocabulary import NODE, OUTCOME, TYPE

ARRESTS, TRIALS = [TYPE[code] for code in ("0201", "1701")], [TYPE[code] for code in ("0301", "0314", "1722", "1723")]
NOT_TRIED = [OUTCOME[f"nonpros_{kind}"] for kind in ("statutory", "discretionary", "insufficient")]
NOT_TRIED_AT_ALL = [*NOT_TRIED, OUTCOME["nonpros_conditional"]]
ENDS = {  # class → types, outcome of the case, the beginning of its nature
    "K11": (("0901",), "supported"), "K12": (("0904",), "supported"), "W12": (("0305",), "supported"),
    "W13": (("0901",), "supported"), "W15": (("0904",), "supported"), "W05": (("0202", "0203", "0306", "0307"), "supported"),
}  # fmt: skip


def planted(portion: Portion) -> dict[str, dict[str, int]]:
    """Class → how many cases come under it, and a sum of numbers made of their case numbers. Civil natures are left out."""
    return {code: _told(portion, np.unique(at)) for code, at in _classes(portion)}


def added(total: dict, more: dict) -> dict:
    keys = total.keys() | more.keys()
    none = {"cases": 0, "sum": 0}
    both = {key: (total.get(key, none), more.get(key, none)) for key in sorted(keys)}
    return {key: {"cases": a["cases"] + b["cases"], "sum": a["sum"] + b["sum"]} for key, (a, b) in both.items()}


def _told(portion: Portion, at: np.ndarray) -> dict[str, int]:
    numbers = portion.number.take(pa.array(at, pa.int64())).to_pylist()
    return {"cases": len(at), "sum": checksum(numbers)}


def checksum(numbers: Iterable[str]) -> int:
    """The same for the same case numbers in whatever order."""
    return sum(crc32(number.encode()) for number in numbers)


def _classes(portion: Portion) -> Iterator[tuple[str, np.ndarray]]:
    each, cases, events = portion.persons, portion.cases, portion.events
    kind, done = cases.type[each.case], cases.decided[each.case] <= AS_OF
    minor = (each.age >= 1) & (each.age < 18) | (each.age < 1) & np.isin(kind, [TYPE["1701"], TYPE["1722"], TYPE["1723"]])
    arrest, trial = np.isin(kind, ARRESTS) & done, np.isin(kind, TRIALS[:3:2]) & done
    arrested = arrest & (each.outcome == OUTCOME["arrested"])
    refused = arrest & (each.outcome == OUTCOME["not_arrested"])
    contested = np.isin(np.arange(len(cases)), cases.parent[cases.link == RECONSIDERATION])[each.case]
    in_force = np.isin(np.arange(len(cases)), events.case[(events.node == NODE["effective"]) & ~events.voided])[each.case]
    judged = trial & (each.judged <= AS_OF)
    withdrawn = trial & (each.indicted <= AS_OF) & (cases.withdrawn[each.case] <= AS_OF)
    acquitted = judged & (each.sentence == ACQUITTED)
    not_tried, not_at_all = (trial & np.isin(each.outcome, kinds) for kinds in (NOT_TRIED, NOT_TRIED_AT_ALL))
    after = {name: _then(portion, rows) for name, rows in (("not", not_tried), ("all", not_at_all), ("free", acquitted),
             ("back", trial & (each.outcome == OUTCOME["pros_withdrawn"])))}  # fmt: skip
    for codes, whose in ((("K01", "K02", "K03", "K04", "K05", "K06"), ~minor), (("K15", "K16", "K17", "K18", "K19", "K20"), minor)):
        found = (arrested & after["not"], arrested & (dropped_on(portion) <= AS_OF), arrested & after["free"], not_tried, withdrawn,
                 acquitted & in_force)  # fmt: skip
        yield from ((code, each.case[whose & rows]) for code, rows in zip(codes, found, strict=True))
    short = judged & minor & (each.sentence == FIXED) & (each.months >= 0) & (each.months <= 12)
    yield from ((code, each.case[rows]) for code, rows in {
        "K14": short, "W01": refused & (each.refusal == 0), "W02": arrested & after["all"], "W03": arrested & after["back"],
        "W04": refused & ~contested & after["all"], "W06": withdrawn, "W07": acquitted, "W08": judged & (each.sentence == EXEMPTED),
    }.items())  # fmt: skip
    for code, (types, outcome) in ENDS.items():
        at = cases.of(*types)
        yield code, at[(cases.outcome[at] == OUTCOME[outcome]) & (cases.decided[at] <= AS_OF)]
    given_up = events.case[(events.node == NODE["withdraw_protest"]) & ~events.voided]
    given_up = given_up[cases.decided[given_up] <= AS_OF]
    yield from (("K07", given_up), ("W11", given_up))


def _then(portion: Portion, rows: np.ndarray) -> np.ndarray:
    """Of every row of persons, whether the same human being is among `rows` of a prosecution that grew out of the case."""
    each, cases = portion.persons, portion.cases
    later = np.flatnonzero(rows & (cases.link[each.case] == ARREST_PROSECUTION))
    key = cases.parent[each.case[later]].astype(np.int64) << 32
    return np.isin((each.case.astype(np.int64) << 32) + each.identity % (1 << 32), key + each.identity[later] % (1 << 32))


def dropped_on(portion: Portion) -> np.ndarray:
    """The day on which the police dropped the case of an arrested person; rarely, and never where a prosecution followed."""
    each, cases = portion.persons, portion.cases
    followed = np.isin(each.case, cases.parent[cases.link == ARREST_PROSECUTION])
    some = (each.outcome == OUTCOME["arrested"]) & ~followed & (each.identity % 89 == 7)
    day = cases.decided[each.case] + 20 + (each.identity % 31).astype(np.int32)
    return np.where(some & (cases.decided[each.case] < NEVER), day, NEVER).astype(np.int32)
