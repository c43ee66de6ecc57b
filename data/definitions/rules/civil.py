"""T38-T53: time limits of civil, administrative, public-interest, complaint, execution and juvenile cases. Declarations."""

from data import schema
from data.definitions.rules.base import Check, Clock, Sooner, Within, node

cases = schema.cases.c
ACCEPTED, CONCLUDED = cases.accepted_on, (cases.concluded_on,)
PI_DONE = (node("pi_sue", "terminate", "decide"), cases.completed_on)

CHECKS: dict[str, tuple[Check, ...]] = {
    "T38": (Clock("handling"),),
    "T39": (Within(node("civil_protest", "no_support", "civil_advice"), (node("deliver"),)),),
    "T40": (Within(ACCEPTED, (node("acceptance_notice"),)),),
    "T41": (Within(node("suspend", "terminate"), (node("register_suspension"),)),),
    "T42": (Within(node("pi_advice"), (node("pi_reply", "pi_sue"),)),),
    "T43": (Sooner(node("pi_notice"), node("pi_sue")),),
    "T44": (
        Within(node("pi_notice"), PI_DONE, "civil", after="announced"),
        Within(node("pi_advice"), PI_DONE, "administrative", after="replied"),
    ),
    "T45": (Within(ACCEPTED, (node("screen"),)),),
    "T46": (Within(ACCEPTED, (node("procedural_reply"),)),),
    "T47": (Within(ACCEPTED, (node("substantive_reply"),)),),
    "T48": (Within(ACCEPTED, CONCLUDED),),
    "T49": (Within(node("petition_decide"), (node("deliver"),)),),
    "T50": (
        Within(ACCEPTED, (node("parole_opinion"),), "opinion"),
        Within(node("parole_ruling"), (node("decide", "correction_notice"),), "ruling"),
        Within(ACCEPTED, (node("decide", "correction_notice"),), "outside"),
    ),
    "T51": (Within(ACCEPTED, CONCLUDED, "confiscation"), Within(ACCEPTED, CONCLUDED, "treatment")),
    "T52": (Sooner(node("probation_start"), node("probation_end")), Within(node("probation_start"), (node("probation_end"),), "most")),
}  # fmt: skip
