"""The indicators of mandatory review once more, row by row, from their meaning."""

from data.period import Period

Row = dict


def listed(row: Row, p: Period) -> bool:
    return p.since <= row["selected_on"] <= p.until


def reviewed(row: Row, p: Period) -> bool:
    return listed(row, p) and row["reviewed_on"] is not None


def waiting(row: Row, p: Period) -> bool:
    return listed(row, p) and row["reviewed_on"] is None


TWINS = {
    "mandatory_listed": (listed, None),
    "mandatory_listed_reviewed": (reviewed, None),
    "mandatory_listed_open": (waiting, None),
    "mandatory_listed_rate": (reviewed, listed),
    "mandatory_cases": (listed, None),
    "mandatory_cases_reviewed": (reviewed, None),
    "mandatory_cases_open": (waiting, None),
}
EACH_ONCE = {key: "case_no" for key in TWINS if key.startswith("mandatory_cases")}
