"""What a log is expected to reach, and within how many days, as a mapping says it under `[[awaited]]`.

    [[awaited]]
    key = "payment"
    title = { zh = "一年内缴款", en = "Paid within a year" }
    begins = "Create Fine"       # the first such event starts the days
    ends = ["Payment"]           # any of these ends them
    days = 365

Knows that form. Must not know events or forecasts.
"""

from collections.abc import Callable
from typing import Any

from data.definitions.risk import Awaited
from data.errors import BadInput
from data.text import Text

FORM = Text(
    "需要 key、title（zh、en）、begins（节点）、ends（节点列表）、days（正整数）",
    "needs key, title (zh, en), begins (an activity), ends (a list of activities), days (a positive number)",
)


def read(raw: Any, bad: Callable[[str, Text], BadInput]) -> tuple[Awaited, ...]:
    """Raises what `bad` makes of a place in the file and a reason."""
    if not isinstance(raw, list):
        raise bad("[[awaited]]", FORM)
    return tuple(_one(each, f"[[awaited]] {number}", bad) for number, each in enumerate(raw, 1))


def _one(raw: Any, place: str, bad: Callable[[str, Text], BadInput]) -> Awaited:
    try:
        key, begins, ends, days = raw["key"], raw["begins"], raw["ends"], raw["days"]
        label = Text(raw["title"]["zh"], raw["title"]["en"])
    except (KeyError, TypeError) as error:
        raise bad(place, FORM) from error
    sound = isinstance(days, int) and days > 0 and isinstance(ends, list) and ends and len(raw) == 5
    if not sound or not all(isinstance(each, str) and each for each in (key, begins, *ends)):
        raise bad(place, FORM)
    return Awaited(key, label, begins, tuple(ends), days)
