"""The ledger of one case: its clocks in reading order, each with its entries, every entry a sentence with day, act, law and due day.

Knows the tables of clocks and the words of the catalogue. Must not know how they are drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from data import catalogue
from data.ask import Ask
from data.definitions.causes import cause
from data.edition import Row
from data.law.limits import limits
from data.text import Text
from queries.casefile import head_of

STARTS = Text("{day} {cause}，{limit}{act}（{basis}），{due}", "{day} {cause}: {limit}; {act} ({basis}), {due}")
MOVES = Text("{day} {cause}，{act}，{due}", "{day} {cause}: {act}, {due}")
ENDS = Text("{day} {cause}，期限{act}", "{day} {cause}: {act}")
BY_LAW = Text("{act}（{basis}）", "{act} ({basis})")
DUE = Text("到期日 {due}", "due {due}")
DUE_OR = Text("到期日 {due}，若延长为 {more}", "due {due}, {more} if extended")
NO_DUE = Text("暂无到期日", "no due day yet")
TO_BE_CONFIRMED = Text("{basis}，待核实", "{basis}, to be confirmed")
NO_LAW = Text("法律未定期限", "the law sets no limit")
CANNOT = Text("无法计算：{missing}", "Cannot be computed: {missing}")


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: the row, and what it says."""

    row: Row
    says: Text


@dataclass(frozen=True)
class Run:
    """One run of one clock. `missing` says why no due day can be computed, when none can."""

    row: Row
    label: Text
    entries: tuple[Entry, ...]
    missing: Text | None


def one_ledger(ask: Ask) -> tuple[Run, ...]:
    """The clocks of the case that the filter `case` names, in order of kind, person and day. Raises NotFound."""
    case_no = head_of(ask)["case_no"]
    clocks, entries = ask.scope.table("clocks"), ask.scope.table("clock_entries")
    rows = ask.scope.fetch(sa.select(clocks).where(clocks.c.case_no == case_no).order_by(clocks.c.clock_no))
    lines = sa.select(entries).where(entries.c.case_no == case_no).order_by(entries.c.clock_no, entries.c.entry)
    written: dict[int, list[Row]] = {}
    for line in ask.scope.fetch(lines):
        written.setdefault(line["clock_no"], []).append(line)
    return tuple(_run(row, written.get(row["clock_no"], [])) for row in rows)


def _run(row: Row, lines: list[Row]) -> Run:
    entries = tuple(Entry(line, says(line)) for line in lines)
    missing = CANNOT.filled(missing=catalogue.codes("clock_missing")[row["missing"]]) if row["missing"] else None
    return Run(row, catalogue.codes("clock")[row["clock"]], entries, missing)


def says(line: Row) -> Text:
    """An entry as a sentence."""
    act = catalogue.codes("clock_act")[line["act"]]
    parts = {"day": line["entered_on"], "cause": cause(line["cause"]), "act": act, "due": _due(line)}
    if line["act"] in ("start", "restart"):
        limit = catalogue.codes("limit")[line["limit_code"]] if line["limit_code"] else NO_LAW
        return STARTS.filled(limit=limit, basis=_basis(line) or NO_LAW, **parts)
    basis = _basis(line)
    told = BY_LAW.filled(act=act, basis=basis) if basis else act
    return (ENDS if line["act"] in ("stop", "end") else MOVES).filled(**{**parts, "act": told})


def _basis(line: Row) -> Text | None:
    if not line["basis"]:
        return None
    article = catalogue.articles()[line["basis"]]
    sure = article.confirmed and all(each.confirmed for each in _limits(line))
    return article.label if sure else TO_BE_CONFIRMED.filled(basis=article.label)


def _limits(line: Row) -> Iterator:
    return (each for each in limits() if each.code == line["limit_code"] and each.article == line["basis"])


def _due(line: Row) -> Text:
    if line["due_on"] is None:
        return NO_DUE
    more = line["conditional_due_on"]
    return DUE_OR.filled(due=line["due_on"], more=more) if more else DUE.filled(due=line["due_on"])
