"""The indicators of outcomes, acts, structure and registers once more, row by row, from their meaning."""

import csv
from collections.abc import Callable
from datetime import date

from data import catalogue
from data.period import Period
from tests.queries.twins_of_backlog import later
from tests.queries.twins_of_deadlines import open_

Row = dict
NOT_CHARGED = ("nonpros_statutory", "nonpros_discretionary", "nonpros_insufficient")
TYPES = {row["code"]: row for row in csv.DictReader((catalogue.FOLDER / "case_types.csv").read_text("utf-8").splitlines())}
PARAMETERS = {
    (row["measure"], row["name"]): row["value"]
    for row in csv.DictReader((catalogue.FOLDER / "measure_parameters.csv").read_text("utf-8").splitlines())
}


def on(name: str) -> Callable:
    return lambda r, p: r[name] is not None and p.since <= r[name] <= p.until


def both(*rows: Callable) -> Callable:
    return lambda r, p: all(each(r, p) for each in rows)


def having(name: str, *values) -> Callable:
    return lambda r, p: r[name] in values


def listed(measure: str, name: str, column: str) -> Callable:
    codes = PARAMETERS[measure, name].split()
    return lambda r, p: r[column] in codes


def of_family(family: str, line: str | None = None) -> Callable:
    def holds(row: Row, p: Period) -> bool:
        known = TYPES.get(row["type_code"])
        return known is not None and known["family"] == family and (line is None or known["line"] == line)

    return holds


def countable(row: Row, p: Period) -> bool:
    return bool(row["countable"])


def in_custody_when_accepted(row: Row, p: Period) -> bool:
    held, free, day = row["detained_on"], row["released_on"], row["accepted_on"]
    return held is not None and held <= day and (free is None or free > day)


accepted, concluded = both(countable, on("accepted_on")), both(countable, on("concluded_on"))
came, charged_or_not = on("accepted_on"), both(on("decided_on"), having("outcome", "indicted", *NOT_CHARGED))
arrested, judged = having("coercive", "arrested"), both(on("judged_on"), lambda r, p: r["sentence"] is not None)
not_arrested = both(on("decided_on"), having("outcome", "not_arrested"))
not_prosecuted = both(on("decided_on"), having("outcome", *NOT_CHARGED))
prosecuted = both(came, of_family("prosecution"))
juveniles = both(
    on("decided_on"), having("outcome", "indicted", *NOT_CHARGED, "nonpros_conditional"), of_family("prosecution", "juvenile"),
)  # fmt: skip
civil = both(concluded, having("family", "civil"), lambda r, p: r["outcome"] is not None)


def within_months(row: Row, p: Period) -> bool:
    return row["concluded_on"] <= later(row["accepted_on"], int(PARAMETERS["civil_in_time", "months"]))


def within_days(row: Row, p: Period) -> bool:
    days = PARAMETERS.get(("within_standard", row["family"])) or PARAMETERS["within_standard", "*"]
    return (row["concluded_on"] - row["accepted_on"]).days <= int(days)


def act(*nodes: str) -> Callable:
    return lambda r, p: not r["voided"] and on("occurred_on")(r, p) and r["activity"] in nodes


def activity(row: Row, p: Period) -> bool:
    return act(*PARAMETERS["activities_per_case", "activities"].split())(row, p)


def kept(row: Row, p: Period) -> bool:
    return row["ended_on"] is not None and row["ended_on"] <= row["due_on"]


def limit(code: str) -> Callable:
    return both(on("due_on"), having("limit_code", code))


def stored(row: Row, last: date) -> bool:
    return row["received_on"] is not None and row["received_on"] <= last and (row["released_on"] is None or row["released_on"] > last)


def held(row: Row, p: Period) -> bool:
    came, gone = row["received_on"], row["released_on"]
    return came is not None and came <= p.until and (gone is None or (gone >= p.since and gone >= came))


def overdue(row: Row, p: Period) -> bool:
    return open_(row, p) and row["due_on"] < p.until


found, published = on("found_on"), both(on("due_on"), lambda r, p: r["public_state"] is not None and r["public_state"] != "exempt")
LINES = {
    "civil": ("civil",), "administrative": ("administrative",), "public_interest": ("public_interest",),
    "criminal": ("arrest", "prosecution", "retrial", "juvenile", "execution", "self_investigation"),
}  # fmt: skip
FROM = {"transferred": ("police", "supervision", "court", "own"), "applied": ("application",), "ex_officio": ("ex_officio",)}
TWINS = {
    "persons_concluded": (on("concluded_on"), None),
    "clearance_persons": (on("concluded_on"), came),
    "not_arrested": (not_arrested, None),
    "persons_reconsidered": (both(came, listed("reconsidered_arrest", "types", "type_code")), None),
    "reconsidered_arrest": (both(came, listed("reconsidered_arrest", "types", "type_code")), not_arrested),
    "arrested_decided": (both(charged_or_not, arrested), None),
    "arrest_nonpros": (both(not_prosecuted, arrested), both(charged_or_not, arrested)),
    "judged": (judged, None),
    "arrested_judged": (both(judged, arrested), None),
    "arrest_light": (both(judged, arrested, listed("arrest_light", "light_sentences", "sentence")), both(judged, arrested)),
    "acquittal": (both(judged, having("sentence", "acquitted")), judged),
    "prosecution_accepted": (prosecuted, None),
    "custody_at_charge": (both(prosecuted, in_custody_when_accepted), prosecuted),
    "persons_returned": (on("returned1_on"), None),
    "return_rate_persons": (on("returned1_on"), prosecuted),
    "indictment": (both(on("decided_on"), having("outcome", "indicted")), charged_or_not),
    "persons_reconsidered_nonpros": (both(came, listed("reconsidered_nonpros", "types", "type_code")), None),
    "not_prosecuted": (not_prosecuted, None),
    "reconsidered_nonpros": (both(came, listed("reconsidered_nonpros", "types", "type_code")), not_prosecuted),
    "persons_withdrawn": (on("withdrawn_on"), None),
    "withdrawal_rate": (on("withdrawn_on"), both(on("decided_on"), having("outcome", "indicted"))),
    "juveniles_decided": (juveniles, None),
    "conditional_rate": (both(juveniles, having("outcome", "nonpros_conditional")), juveniles),
    "own_supplements": (act("own_supplement"), None),
    "own_supplement_rate": (act("own_supplement"), both(concluded, having("family", "prosecution"))),
    "judgments": (act("judgment"), None),
    "appeals": (act("appealed"), None),
    "appeal_rate": (act("appealed"), act("judgment")),
    "protests": (act("protest"), None),
    "protest_rate": (act("protest"), act("judgment")),
    "filings_ordered": (act("ask_reason", "notify_filing"), None),
    "corrections": (act("correction_notice"), None),
    "case_activities": (activity, None),
    "accepted_prosecution": (both(accepted, having("family", "prosecution")), None),
    "activities_per_case": (activity, both(accepted, having("family", "prosecution"))),
    "overdue_rate": (overdue, open_),
    "letters_due": (limit("procedural_reply"), None),
    "letters_replied": (both(limit("procedural_reply"), kept), limit("procedural_reply")),
    "answers_due": (limit("letters"), None),
    "letters_answered": (both(limit("letters"), kept), limit("letters")),
    "advice_due": (limit("advice_reply"), None),
    "advice_answered": (both(limit("advice_reply"), kept), limit("advice_reply")),
    "findings_per_100": (found, concluded),
    "findings_corrected": (both(found, having("reply", "corrected")), found),
    "findings_own": (both(found, having("source_level", "own")), found),
    **{f"function_{key}": (both(concluded, having("line", *lines)), concluded) for key, lines in LINES.items()},
    **{f"source_{key}": (both(accepted, having("source_code", *codes)), accepted) for key, codes in FROM.items()},
    "leaders_share": (both(concluded, having("leader_case", True)), concluded),
    "civil_concluded": (civil, None),
    "civil_support": (both(civil, having("outcome", "supported")), civil),
    "civil_in_time": (both(civil, within_months), civil),
    "within_standard": (both(concluded, within_days), concluded),
    "cases_per_handler": (concluded, concluded),
    "disclosures_due": (published, None),
    "disclosure_rate": (both(published, lambda r, p: r["published_on"] is not None), published),
    "undisclosed": (both(published, having("published_on", None)), None),
    "dossiers_due": (came, None),
    "dossier_rate": (both(came, lambda r, p: r["made_on"] is not None), came),
    "property_stored": (lambda r, p: stored(r, p.until), None),
    "property_long": (
        lambda r, p: stored(r, p.until) and later(r["received_on"], int(PARAMETERS["property_long", "months"])) <= p.until, None,
    ),
    "property_held": (held, None),
    "property_out": (on("released_on"), None),
    "property_released": (on("released_on"), held),
}  # fmt: skip
