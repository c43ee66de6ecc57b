"""T01-T37, T58, T60: time limits of criminal cases. Declarations; limits stand in the catalogue."""

import sqlalchemy as sa

from data import schema
from data.definitions.rules.base import (
    DONE,
    OPEN,
    WARNING,
    Check,
    Clock,
    Crowded,
    LateExtension,
    More,
    Order,
    Shifted,
    Sooner,
    Within,
    node,
)

cases, persons, measures, clocks = schema.cases.c, schema.persons.c, schema.measures.c, schema.clocks.c
DETAINED = persons.coercive == "detained"
SOURCE = sa.func.coalesce(cases.source_code, "")
OWN, SUPERVISION = SOURCE == "own", SOURCE == "supervision"
ONE_OFFICE = sa.func.coalesce(cases.jurisdiction_changed, sa.false()).is_(False)
COMPLEX, PLAIN = cases.complex.is_(True), sa.func.coalesce(cases.complex, sa.false()).is_(False)
DECIDED = (persons.decided_on, cases.concluded_on)
CONCLUDED = (cases.concluded_on,)
EXTENDED = clocks.limit_code.in_(("review", "review_extended")) & clocks.conditional_due_on.is_(None)  # none is left
OPEN_ONLY = (OPEN, WARNING)
RETURNS = (cases.returned1_on, cases.returned2_on)
EXTENSIONS = (cases.extended1_on, cases.extended2_on, cases.extended3_on)
RECEIVED = node("judgment_received")
REPORTED = node("extend1", "extend2", "extend3", "return1", "return2", "transfer", "extend_detention", "restart_detention")


CHECKS: dict[str, tuple[Check, ...]] = {
    "T01": (Within(cases.accepted_on, DECIDED, rows=DETAINED & ~OWN, custody="held"),),
    "T02": (Within(cases.accepted_on, DECIDED, rows=~DETAINED & PLAIN),),
    "T03": (Within(cases.accepted_on, DECIDED, rows=~DETAINED & COMPLEX),),
    "T04": (
        Within(cases.accepted_on, DECIDED, rows=DETAINED & OWN & PLAIN, custody="held"),
        Within(cases.accepted_on, DECIDED, "special", rows=DETAINED & OWN & COMPLEX, custody="held"),
    ),
    "T05": (
        Within(measures.began_on, (measures.ended_on,), rows=(measures.coercive == "detained") & SUPERVISION & PLAIN, custody="held"),
        Within(measures.began_on, (measures.ended_on,), "special", rows=(measures.coercive == "detained") & SUPERVISION & COMPLEX,
               custody="held"),
    ),
    "T06": (Within(cases.accepted_on, CONCLUDED),),
    "T07": (Within(cases.accepted_on, CONCLUDED),),
    "T08": (Clock("handling", (clocks.limit_code == "review") & ~EXTENDED),),
    "T09": (Clock("handling", EXTENDED),),
    "T10": (Clock("handling", clocks.limit_code.in_(("fast", "fast_extended"))),),
    "T11": (LateExtension("handling"),),
    "T12": (Crowded(EXTENSIONS, RETURNS),),
    "T13": (More(node("return1", "return2")),),
    "T14": (Clock("supplement", fires=OPEN_ONLY),),
    "T15": (Clock("supplement", clocks.ended_by == "resubmitted", fires=(DONE,)),),
    "T16": (
        Order(cases.returned1_on, cases.resubmitted1_on, 1), Order(cases.resubmitted1_on, cases.returned2_on, 2),
        Order(cases.returned2_on, cases.resubmitted2_on, 3), Order(cases.resubmitted1_on, cases.concluded_on, 4),
        Order(cases.resubmitted2_on, cases.concluded_on, 5),
    ),
    "T17": (
        Within(cases.accepted_on, CONCLUDED, "half", after="limit", custody="case", without=node("appraisal"),
               rows=ONE_OFFICE & ~SUPERVISION),
    ),
    "T18": (Within(node("jurisdiction_found"), (node("transfer"),)),),
    "T19": (Within(cases.accepted_on, (cases.dispatched_on,), rows=cases.fast_suggested.is_(True), fires=(OPEN, DONE)),),
    "T20": (Within(node("withdraw_pros"), (node("nonpros"),)),),
    "T21": (Within(node("adjourn"), (node("resume_trial", "withdraw_pros"),)),),
    "T22": (More(node("adjourn")),),
    "T23": (Within(node("court_adjourn"), (node("court_resume", "judgment"),), fires=(OPEN, DONE)),),
    "T24": (Within(RECEIVED, (node("protest", "appealed", "effective"),), fires=OPEN_ONLY),),
    "T25": (Within(node("judgment"), (RECEIVED,), fires=(OPEN, DONE)),),
    "T26": (Within(node("victim_request"), (node("victim_answer"),)),),
    "T27": (Within(node("indict"), (node("judgment", "withdraw_pros"),), fires=(OPEN, DONE)),),
    "T28": (Within(node("notice_read"), (node("appeal_read", "file_returned"),)),),
    "T29": (Within(RECEIVED, (node("protest"),), fires=(DONE,)),),
    "T30": (Within(cases.accepted_on, CONCLUDED),),
    "T31": (Within(cases.accepted_on, CONCLUDED, rows=PLAIN), Within(cases.accepted_on, CONCLUDED, "special", rows=COMPLEX)),
    "T32": (Sooner(cases.accepted_on, measures.legal_end_on, known=cases.accepted_on),),
    "T33": (Order(cases.accepted_on, measures.legal_end_on),),
    "T34": (Within(node("necessity_advice"), (node("necessity_reply"),)),),
    "T35": (Within(cases.accepted_on, (cases.dispatched_on,), fires=(OPEN, DONE)),),
    "T36": (
        Within(node("ask_reason"), (node("reason_received"),), "reasons"), Within(node("notify_filing"), (node("police_filed"),), "filing"),
    ),
    "T37": (Within(node("police_filed"), (node("investigation_done", "urge_letter"),), fires=(OPEN, DONE)),),
    "T53": (Within(node("probation_start"), (node("deliver"),)),),
    "T60": (Shifted("handling", cases.custody == "in_custody"),),
    "T58": (Within(REPORTED, (node("internal_notice"),), rows=cases.custody == "in_custody"),),
}  # fmt: skip
