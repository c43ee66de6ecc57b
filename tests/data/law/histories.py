"""Invented histories of cases: lawful ones and absurd ones, with holidays, leap years and ends of months among their days."""

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from tests.data.law.naive import Case
from tests.data.snapshots.staging import AS_OF, OFFICE, case

FIRST = date(2011, 1, 4)
TYPES = ("0201", "0301", "0301", "0301", "1722", "1701", "0202", "0303", "0215", "0701", "0701", "0702", "0803", "0901", "0204", "1723",
         "PA02", "PC02", "1402", "1608", "0904", "1302", "9901")  # fmt: skip
ODD_DAYS = tuple(date(year, month, day) for year in (2012, 2015, 2016, 2020, 2024) for month, day in (
    (1, 30), (1, 31), (2, 28), (3, 31), (4, 30), (8, 31), (9, 25), (9, 30), (10, 1), (11, 30), (12, 2), (12, 31)))  # fmt: skip
LOG = {
    "prosecution": ("return1", "resubmit1", "return2", "resubmit2", "extend1", "extend2", "extend3", "appraisal", "appraisal_back",
                    "transfer", "notify_rights", "court_accept", "court_suspend", "resume", "adjourn", "resume_trial", "judgment",
                    "judgment_received", "judgment_review", "protest", "effective", "withdraw_pros", "nonpros"),
    "arrest": ("extend1", "transfer", "deliver", "execution_receipt"),
    "appeal": ("notice_read", "appeal_read"),
    "custody": ("necessity_first", "extend1", "necessity_advice", "necessity_reply"),
    "civil": ("acceptance_notice", "suspend", "resume", "retrieve_file", "file_arrived", "appraisal", "appraisal_back", "no_support",
              "deliver"),
    "complaints": ("procedural_reply", "petition_file", "extend1", "petition_decide", "deliver"),
    "supervision": ("ask_reason", "reason_received", "notify_filing", "police_filed"),
    "juvenile": ("probation_start", "deliver", "probation_end"),
    "public_interest": ("pi_notice", "pi_sue", "pi_advice", "pi_reply"),
    "management": ("monitor_notice", "monitor_reply"),
    "execution": ("extend1",),
}  # fmt: skip
CARD = ("returned1_on", "resubmitted1_on", "returned2_on", "resubmitted2_on", "extended1_on", "extended2_on", "extended3_on")
days_of_start = st.one_of(st.sampled_from(ODD_DAYS), st.integers(0, (AS_OF - FIRST).days).map(lambda n: FIRST + timedelta(days=n)))
gaps = st.one_of(st.integers(0, 45), st.sampled_from((0, 1, 10, 14, 15, 28, 29, 30, 31, 60, 92)))
some = st.integers(0, 9)


def later(draw, day: date) -> date:
    return min(day + timedelta(days=draw(gaps)), AS_OF)


@st.composite
def histories(draw) -> Case:
    accepted = draw(days_of_start)
    card = case(
        "", type_code=draw(st.sampled_from(TYPES)), accepted_on=accepted, office=OFFICE,
        nature_code=draw(st.sampled_from(("0702301", "0702501", None))),
        procedure=draw(st.sampled_from((None, None, "fast", "summary", "ordinary"))),
        source_code=draw(st.sampled_from(("police", "police", "supervision", "own", None))),
        outcome=draw(st.sampled_from(("not_arrested", "arrested", None))),
    )  # fmt: skip
    made = Case(card)
    last = _log(draw, made, accepted) if draw(some) < 8 else _fields(draw, made, accepted)
    if draw(some) < 7:
        card["concluded_on"] = later(draw, last) if draw(some) else accepted - timedelta(days=draw(gaps))
        if draw(some) < 7:
            card["completed_on"] = later(draw, card["concluded_on"])
    elif draw(some) < 4:
        _without_conclusion(draw, card, last)
    _persons(draw, made, accepted)
    _beside(draw, made, accepted)
    return made


def _without_conclusion(draw, card: dict, last: date) -> None:
    """Past its conclusion by its state, of which no day is on the card; perhaps a later day is."""
    card["status"] = draw(st.sampled_from(("concluded", "archived")))
    if draw(some) < 5:
        card[draw(st.sampled_from(("completed_on", "archived_on")))] = later(draw, last)


def _log(draw, made: Case, day: date) -> date:
    """Events in an order that mostly makes sense: the list is walked once, with steps left out and a few repeated."""
    known = LOG.get(made.family, ())
    chosen = [each for each in known if draw(some) < 4] + draw(st.lists(st.sampled_from(known or ("read_file",)), max_size=2))
    if draw(some) == 0:
        chosen = draw(st.permutations(chosen))
    for activity in chosen:
        day = later(draw, day)
        made.events.append({"activity": activity, "day": day})
    made.events.sort(key=lambda event: event["day"])
    for seq, event in enumerate(made.events, 1):
        event["seq"] = seq
    return day


def _fields(draw, made: Case, day: date) -> date:
    for name in CARD:
        if draw(some) < 4:
            made.card[name] = day = later(draw, day)
    return day


def _persons(draw, made: Case, accepted: date) -> None:
    for number in range(draw(st.sampled_from((0, 1, 1, 2)))):
        since = accepted + timedelta(days=draw(st.integers(-40, 40))) if draw(some) < 6 else None
        until = later(draw, since) if since and draw(some) < 5 else None
        made.persons.append({"person_id": f"p{number}", "detained_on": since, "released_on": until})


def _beside(draw, made: Case, accepted: date) -> None:
    """What lies beside the log. Cases of the supervision commission often bring a first detention: it would else be rare."""
    sent = made.card["source_code"] == "supervision"
    for person in made.persons:
        if draw(some) < (7 if sent else 3):
            began = accepted + timedelta(days=draw(st.integers(-300, 20)))
            ended = began + timedelta(days=draw(st.integers(-3, 400))) if draw(some) < 6 else None
            kind = draw(st.sampled_from(("bail", "surveillance", "detained", "arrested", *(("detained",) * 4 if sent else ()))))
            made.measures.append({"person_id": person["person_id"], "coercive": kind, "began_on": began, "ended_on": ended})
    if draw(some) < 2:
        asked = later(draw, accepted)
        arranged = asked + timedelta(days=draw(st.integers(-1, 9))) if draw(some) < 8 else None
        made.defence.append({"matter": draw(st.sampled_from(("read_file", "meet"))), "requested_on": asked, "arranged_on": arranged})
    if draw(some) < 2:
        found = later(draw, accepted)
        replied = later(draw, found) if draw(some) < 7 else None
        level = draw(st.sampled_from(("oral", "notice", "notice_report")))
        made.findings.append({"level": level, "found_on": found, "replied_on": replied})


def first_detentions() -> list[Case]:
    """Detained on the case's arrival from the supervision commission, year by year: what is drawn at random may miss it."""
    made = [Case(case("", type_code="0301", accepted_on=day, office=OFFICE, source_code="supervision")) for day in ODD_DAYS]
    for number, each in enumerate(made):
        began = each.card["accepted_on"] + timedelta(days=number % 3)
        each.persons.append({"person_id": "p0", "detained_on": None, "released_on": None})
        ended = began + timedelta(days=6 + number) if number % 4 else None
        each.measures.append({"person_id": "p0", "coercive": "detained", "began_on": began, "ended_on": ended})
    return made


def staged(cases: list[Case]) -> dict[str, list[dict]]:
    """The histories as tables of an import; case numbers follow their place."""
    tables: dict[str, list[dict]] = {name: [] for name in ("cases", "events", "persons", "measures", "defence", "findings")}
    for number, made in enumerate(cases):
        key = made.card["case_id"] = f"案{number:06}"
        tables["cases"].append(made.card)
        for place, event in enumerate(made.events):
            at = datetime.combine(event["day"], time(8, place))
            tables["events"].append({"case_id": key, "activity": event["activity"], "occurred_at": at})
        tables["persons"] += [{"case_id": key, **person} for person in made.persons]
        for name, column in (("measures", "measure_id"), ("defence", "defence_id"), ("findings", "finding_id")):
            tables[name] += [{"case_id": key, column: f"{number}", **row} for number, row in enumerate(getattr(made, name))]
    return tables
