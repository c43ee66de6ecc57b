"""Standards and rules as tables for a file: the same rows and words as on the screen.

Knows rows. Must not know file formats.
"""

from components.standards import BASIS as BASIS_HEAD
from components.standards import COUNTS, HEADS, LIMIT, NODE, RULE, SEVERITY, SHORT, STATE, TYPES, WARN, limits, state
from data import catalogue
from data.answer import Head, Table
from data.ask import Ask
from data.catalogue import monitoring
from data.catalogue.monitoring import RESPECTS, Standard
from data.definitions.indicators import rules as counts
from data.text import Text

TESTED, STANDING, WARNED = Text("规则", "Rules"), Text("未消除命中", "Hits standing"), Text("预警", "Warned")
STATUS, MEANING, VALID_FROM = Text("核实情况", "Verified"), Text("含义", "Meaning"), Text("生效日", "Valid from")
ABOUT = (BASIS_HEAD, STATUS, VALID_FROM)
NUMBERS = (STANDING, WARNED, *SHORT)


def matrix(found, _: Ask) -> Table:
    labels = (TYPES, NODE, *HEADS.values(), TESTED, STANDING, WARNED, *ABOUT)
    return Table(_heads(labels), tuple(_standard(row, found) for row in found.rows))


def rules(found, _: Ask) -> Table:
    labels = (RULE, MEANING, STATE, *SHORT, LIMIT, WARN, SEVERITY, *ABOUT)
    return Table(_heads(labels), tuple(_rule(each, found) for each in found.entries.values()))


def _heads(labels: tuple[Text, ...]) -> tuple[Head, ...]:
    return tuple(Head(label, "count" if label in NUMBERS else "text") for label in labels)


def _standard(row: Standard, found) -> tuple:
    keys = [key for each in RESPECTS for key in row.rules[each] if key in found.rules.entries]
    asked = [str(row.asks(each) or "") for each in RESPECTS]
    hits = [_sum(found.rules, keys, each) for each in (counts.STANDING, counts.WARNED)]
    names = [str(catalogue.codes("case_type")[row.type_code]), str(catalogue.codes("node")[row.node])]
    return (*names, *asked, " ".join(keys), *hits, *_about(row))


def _rule(each: monitoring.Entry, found) -> tuple:
    hits = [_sum(found, [each.rule], one) if found.runs(each.rule) else None for one in COUNTS]
    ahead = "" if each.warn_days is None else str(each.warn_days)
    named = (f"{each.rule} {each.label}", str(each.meaning), state(each.rule, found))
    return (*named, *hits, limits(each.rule), ahead, str(catalogue.codes("rule_severity")[each.severity]), *_about(each))


def _sum(found, keys: list[str], each) -> int:
    return sum(found.hits[key][each.key].value or 0 for key in keys if key in found.hits)


def _about(row) -> tuple[str, str, str]:
    return str(monitoring.basis(row.basis)), str(catalogue.codes("basis_status")[row.status]), str(row.valid_from or "")
