"""What a table of units comes to: where more came in than went out, what is pending, how long cases take.

Knows answers as they are handed in. Must not know queries. It says how many units, and names none.
"""

from components import numbers, sentences, words
from data.answer import Answer
from data.definitions.indicators import flow, time
from data.text import Text

SAYS = Text("{n} 个{what}中 {k} 个办结少于受理", "{k} of {n} units ({what}) concluded fewer than they accepted")
PENDING = Text("未结合计 {pending}", "{pending} pending in all")
DAYS = Text("办理天数中位数 {low} 至 {high} 自然日", "median days from {low} to {high}")


def standing(answer: Answer, what: str) -> str:
    """Of one unit, or without the figures it is made of, what a table says by itself."""
    there = {each.key for each in answer.indicators}
    if len(answer.groups) < 2 or not {flow.ACCEPTED.key, flow.CONCLUDED.key, flow.PENDING.key} <= there:
        return sentences.spread(answer, answer.indicators[0], what)
    behind = sum((group[flow.CONCLUDED.key].value or 0) < (group[flow.ACCEPTED.key].value or 0) for group in answer.groups)
    pending = numbers.with_unit(flow.PENDING, sentences.whole(answer, flow.PENDING))
    parts = [SAYS.format(n=len(answer.groups), what=what, k=behind), PENDING.format(pending=pending), _days(answer)]
    return words.sentence(parts)


def _days(answer: Answer) -> str:
    if time.MEDIAN_DAYS not in answer.indicators:
        return ""
    days = [group[time.MEDIAN_DAYS.key].value for group in answer.groups if group[time.MEDIAN_DAYS.key].value is not None]
    low, high = (numbers.plain(time.MEDIAN_DAYS, end(days)) for end in (min, max)) if days else ("", "")
    return DAYS.format(low=low, high=high) if days else ""
