"""The ledger of one case once more: slowly, act by act and day by day, from the same declarations and nothing of the build.

A case is what a prosecutor would have in the file: its card, events, persons, measures, requests and notices as plain rows.
"""

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from data import catalogue
from data.law.calendar import is_workday

CATALOGUE = Path(catalogue.__file__).parent
DAY = timedelta(days=1)


def table(name: str) -> list[dict[str, str]]:
    with (CATALOGUE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ACTS = [{**row, "rule": number} for number, row in enumerate(table("clock_acts.csv"), 1)]
LIMITS = table("limits.csv")
CLOCKS = [row["code"] for row in table("codes.csv") if row["list"] == "clock"]
TYPES = {row["code"]: row for row in table("case_types.csv")}


@dataclass
class Case:
    """`card` has the columns of a case; the others are rows as they would be staged; events are in order and not voided."""

    card: dict
    events: list[dict] = field(default_factory=list)
    persons: list[dict] = field(default_factory=list)
    measures: list[dict] = field(default_factory=list)
    defence: list[dict] = field(default_factory=list)
    findings: list[dict] = field(default_factory=list)
    line: str = ""

    @property
    def family(self) -> str:
        known = TYPES.get(self.card["type_code"])
        return known["family"] if known else "other"


@dataclass
class Run:
    clock: str
    round: int
    began_on: date
    started: dict
    person: str | None = None
    changes: list[dict] = field(default_factory=list)
    ended_on: date | None = None
    ended: dict | None = None
    ended_by: str | None = None
    disordered: bool = False
    ledger: list[dict] = field(default_factory=list)
    limit: dict | None = None
    extension: dict | None = None
    missing: str | None = None
    excluded: int = 0


# --- days ---


def month_later(day: date) -> date:
    """The same number; the last day where the month is shorter, and from a last day always to the last."""
    last = (day + DAY).month != day.month
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    end = date(year, month, 28)
    while (end + DAY).month == month:
        end += DAY
    return end if last or day.day > end.day else date(year, month, day.day)


def months_later(day: date, months: int) -> date:
    """Counted as one stretch: a number that a month in between lacks is not lost."""
    last = (day + DAY).month != day.month
    month = day.replace(day=1)
    for _ in range(months):
        month = month_later(month)
    end = month_later(month) - DAY
    return end if last or day.day > end.day else month.replace(day=day.day)


def after(day: date, amount: int, unit: str) -> date:
    if unit == "m":
        return months_later(day, amount)
    if unit == "hm":
        day, amount = months_later(day, amount // 2), 15 * (amount % 2)
    left = amount
    while left:
        day += DAY
        left -= unit != "wd" or is_workday(day)
    return day


def off_holidays(day: date) -> date:
    while not is_workday(day):
        day += DAY
    return day


# --- what moved the clocks ---


def meant(row: dict, case: Case) -> bool:
    words = row["types"].split()
    names = [case.card["type_code"], "family:" + case.family]
    return (
        ("*" in words or any(name in words for name in names))
        and not any("-" + name in words for name in names)
        and row["line"] in ("", case.line)
    )  # fmt: skip


def valid(row: dict, day: date) -> bool:
    return (row["valid_from"] or "0000") <= day.isoformat() <= (row["valid_to"] or "9999")


def fits(row: dict, case: Case, day: date) -> bool:
    column, _, value = row["when"].partition("=")
    return meant(row, case) and valid(row, day) and (not value or case.card.get(column) == value)


def acts_of(case: Case) -> list[dict]:
    """Every act with its clock, thread, day, and the day it is counted on."""
    found = []
    for row in ACTS:
        found += [
            {**row, "day": event["day"], "counted": event["day"], "seq": event["seq"], "thread": 0, "person": None}
            for event in case.events if event["activity"] == row["cause"] and fits(row, case, event["day"])
        ]  # fmt: skip
        found += _sides(row, case)
    for row in ACTS:
        found += _cards(row, case, found)
    return found


def _sides(row: dict, case: Case) -> list[dict]:
    found, named = [], row["cause"].split(".")
    sides = (("measures", "coercive", "began_on", "ended_on"), ("defence", "matter", "requested_on", "arranged_on"),
             ("findings", "level", "found_on", "replied_on"))  # fmt: skip
    for table_name, kind, began, ended in sides:
        for number, side in enumerate(getattr(case, table_name), 1):
            day = None
            if named == [table_name, side[kind]]:
                day = side[began]
            elif named in ([table_name, side[kind], ended], [table_name, ended]):
                day = side.get(ended)
            if day is not None and fits(row, case, day):
                thread = 0 if row["clock"] == "handling" else f"{table_name} {number}"
                person = side.get("person_id") if table_name == "measures" else None
                found.append({**row, "day": day, "counted": max(day, side[began]), "seq": None, "thread": thread, "person": person})
    return found


def _cards(row: dict, case: Case, found: list[dict]) -> list[dict]:
    if not row["cause"].startswith("cases."):
        return []
    day = case.card.get(row["cause"][6:])
    if day is None or not fits(row, case, day):
        return []
    if row["instead_of"] and any(a["clock"] == row["clock"] and a["cause"] == row["instead_of"] for a in found):
        return []
    threads = {a["thread"]: a for a in found if a["clock"] == row["clock"] and a["act"] == "start" and a["thread"] != 0}
    if row["clock"] in ("bail", "surveillance", "first_detention", "file_reading"):
        return [
            {**row, "day": day, "counted": max(day, start["day"]), "seq": None, "thread": thread, "person": start["person"]}
            for thread, start in threads.items()
        ]  # fmt: skip
    return [{**row, "day": day, "counted": max(day, case.card["accepted_on"]), "seq": None, "thread": 0, "person": None}]


# --- acts put to runs ---


def runs_of(case: Case) -> list[Run]:
    acts, runs = acts_of(case), []
    for clock in CLOCKS:
        threads = sorted({a["thread"] for a in acts if a["clock"] == clock}, key=str)
        for thread in threads:
            own = [a for a in acts if a["clock"] == clock and a["thread"] == thread]
            own.sort(key=lambda a: (a["counted"], a["rule"], a["seq"] is None, a["seq"] or 0))
            runs += walked(clock, own)
    return runs


def walked(clock: str, acts: list[dict]) -> list[Run]:
    runs: list[Run] = []
    over = False
    for act in acts:
        running = runs[-1] if runs and runs[-1].ended_on is None else None
        if act["act"] == "start" or (act["act"] == "restart" and not over):
            if running:
                running.ended_on, running.ended, running.ended_by = act["counted"], {**act, "act": "stop"}, act["ended_by"] or "restarted"
            runs.append(Run(clock, len(runs) + 1, act["counted"], act, act["person"], disordered=act["day"] < act["counted"]))
        elif running and act["act"] in ("stop", "end"):
            running.ended_on, running.ended, running.ended_by = act["day"], act, act["ended_by"]
            running.disordered |= act["day"] < act["counted"]
        elif running and act["act"] in ("extend", "suspend", "resume"):
            running.changes.append(act)
            running.disordered |= act["day"] < act["counted"]
        over = over or act["act"] == "end"
    return runs


# --- limits and due days ---


def held(person: dict, run: Run, as_of: date) -> bool:
    """In custody on a day of the run before its last."""
    since, until = person.get("detained_on"), person.get("released_on")
    day, last = run.began_on, run.ended_on - DAY if run.ended_on else as_of
    while since is not None:
        if since <= day and (until is None or until > day):
            return True
        day += DAY
        if day > last:
            return False
    return False


def custody_of(case: Case, run: Run, as_of: date) -> str:
    if not case.persons:
        return "unknown"
    return "yes" if any(held(person, run, as_of) for person in case.persons) else "no"


def applies(row: dict, custody: str | None, procedure: str | None, source: str) -> bool:
    by_procedure = {"": True, "other": procedure != "fast"}.get(row["procedure"], procedure == row["procedure"])
    return row["custody"] in ("", custody) and by_procedure and row["source"] in ("", source)


def limited(case: Case, run: Run, custody: str) -> None:
    """The limit and the extension in force on the day the run began; else why there is none."""
    source = case.card.get("source_code") if case.card.get("source_code") in ("own", "supervision") else "other"
    procedure = case.card.get("procedure")
    known = [row for row in LIMITS if row["clock"] == run.clock and meant(row, case)]
    holding = [row for row in known if applies(row, custody, procedure, source)]
    for row in holding:
        if valid(row, run.began_on):
            if row["role"] == "base":
                run.limit = row
            else:
                run.extension = row
    bases = [row for row in known if row["role"] == "base"]
    if run.disordered:
        run.missing = "order"
    elif run.limit is None:
        run.missing = _gap(bases, holding, custody, procedure, source)
    elif run.ended_on is None and over_by_its_state(case, run.clock):
        run.missing = "end"


def over_by_its_state(case: Case, clock: str) -> bool:
    """The state of the case says that the clock has ended, and no record says when."""
    ends = {"concluded": ("cases.concluded_on",), "archived": ("cases.concluded_on", "cases.completed_on")}
    causes = ends.get(case.card.get("status"), ())
    return any(row["clock"] == clock and row["cause"] in causes and meant(row, case) for row in ACTS)


def _gap(bases: list[dict], holding: list[dict], custody: str, procedure: str | None, source: str) -> str:
    if any(row["role"] == "base" for row in holding):
        return "law"
    if custody == "unknown" and any(applies(row, known, procedure, source) for row in bases for known in ("yes", "no")):
        return "custody"
    if procedure is None and any(applies(row, custody, known, source) for row in bases for known in ("fast", "summary", "ordinary")):
        return "procedure"
    return "no_limit"


class Clock:
    """The end of one run as it moves."""

    def __init__(self, run: Run, custody: str):
        self.run, self.custody, self.used, self.open = run, custody, 0, {}
        limit = run.limit
        self.end = after(run.began_on, int(limit["amount"]), limit["unit"]) if run.missing is None else None

    def more(self) -> date | None:
        extension = self.run.extension
        if extension is None or self.end is None or self.used >= int(extension["times"]):
            return None
        first = self.run.began_on + self.run.excluded * DAY if extension["role"] == "ceiling" else self.end
        return after(first, int(extension["amount"]), extension["unit"])

    def shown(self, end: date | None, plain: bool = False) -> date | None:
        if end is None or self.open:
            return None
        shift = self.run.limit["shift"]
        if plain or shift == "never" or (shift == "custody" and self.custody == "yes"):
            return end
        if shift == "custody" and self.custody == "unknown":
            return end if is_workday(end) else None
        return off_holidays(end)

    def take(self, act: dict) -> bool:
        """Whether the act changes anything."""
        if act["act"] == "extend":
            end = self.more()
            if end is None and self.end is not None:
                return False
            if self.run.extension is None or self.used >= int(self.run.extension["times"]):
                return False
            self.end, self.used = end, self.used + 1
            return True
        if act["act"] == "suspend":
            if act["ground"] in self.open:
                return False
            self.open[act["ground"]] = act["day"]
            self.since = min(self.open.values()) if len(self.open) == 1 else self.since
            return True
        return self._resumed(act)

    def _resumed(self, act: dict) -> bool:
        if act["ground"] not in self.open:
            return False
        del self.open[act["ground"]]
        if not self.open:
            away = (act["day"] - self.since).days
            self.run.excluded += away
            self.end = self.end + away * DAY if self.end else None
        return True


def entry(clock: Clock, act: str, day: date, told: dict, plain: bool) -> dict:
    due, more = clock.shown(clock.end, plain), clock.shown(clock.more(), plain)
    return {"act": act, "day": day, "cause": told["cause"], "seq": told["seq"], "article": told["article"], "due": due, "more": more}


def written(run: Run, custody: str, plain: bool = False) -> Run:
    """The run with its entries; `plain` as it binds custody: never moved off a holiday."""
    clock, started = Clock(run, custody), run.started
    run.ledger = [entry(clock, started["act"], run.began_on, started, plain)]
    for act in run.changes:
        counts = clock.take(act)
        run.ledger.append(entry(clock, act["act"] if counts else "void", act["day"], act, plain))
    if run.ended_on:
        run.ledger.append(entry(clock, run.ended["act"], run.ended_on, run.ended, plain))
    if run.missing is None and clock.open:
        run.missing = "resume" if run.ended_on else "suspended"
    if run.missing is None and not plain and clock.end and clock.shown(clock.end) is None:
        run.missing = "custody"
    return run


def ledger(case: Case, as_of: date) -> list[Run]:
    """All clocks of a case, those of persons in custody among them."""
    found = []
    for run in runs_of(case):
        custody = custody_of(case, run, as_of)
        limited(case, run, custody)
        if run.limit and run.limit["held"]:
            found += [of_person(case, run, person, as_of) for person in case.persons if held(person, run, as_of)]
        found.append(written(run, custody))
    return found


def of_person(case: Case, run: Run, person: dict, as_of: date) -> Run:
    since, until = person["detained_on"], person.get("released_on")
    copy = Run(run.clock, run.round, run.began_on, run.started, None, run.changes, run.ended_on, run.ended, run.ended_by, run.disordered)
    copy.limit, copy.extension, copy.missing = run.limit, run.extension, run.missing
    written(copy, "yes", plain=True)
    copy.clock, copy.person, own = "custody", person["person_id"], copy.ledger
    joined, released = since > run.began_on, until is not None and (run.ended_on is None or until <= run.ended_on)
    if joined:
        copy.began_on = since
        own[0] = {**own[0], "day": since, "cause": "persons.detained_on", "seq": None}
    if released:
        ending = {**own[-1], "act": "end", "day": until, "cause": "persons.released_on", "seq": None}
        copy.ledger = [*(own[:-1] if run.ended_on else own), ending]
        copy.ended_on, copy.ended_by = until, "released"
    last = copy.ended_on or as_of
    changes = [each for each in copy.ledger[1 : len(run.changes) + 1] if copy.began_on < each["day"] <= last]
    copy.ledger = [copy.ledger[0], *changes, *copy.ledger[len(run.changes) + 1 :]]
    return copy
