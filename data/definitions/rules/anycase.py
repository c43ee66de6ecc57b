"""T54-T57, T59: time limits of cases of every type. Declarations."""

import sqlalchemy as sa

from data import schema
from data.definitions.rules.base import DONE, OPEN, Check, Holds, Within, node

cases, clocks = schema.cases.c, schema.clocks.c
INDICTED = sa.func.coalesce(cases.outcome, "") == "indicted"
LATE = (OPEN, DONE)


def _differs(days: int) -> sa.ColumnElement[bool]:
    return sa.func.abs(clocks.source_difference) > days



CHECKS: dict[str, tuple[Check, ...]] = {
    "T54": (Within(cases.accepted_on, (cases.concluded_on,), fires=LATE),),
    # What was indicted ends with the court, so its flow is awaited from the day the judgment takes effect.
    "T55": (
        Within(cases.concluded_on, (cases.completed_on,), rows=~INDICTED, fires=LATE),
        Within(node("effective"), (cases.completed_on,), rows=INDICTED, fires=LATE),
    ),
    "T56": (Within(cases.completed_on, (cases.archived_on,), fires=LATE),),
    "T57": (Within(cases.accepted_on, (cases.assigned_on,), fires=LATE),),
    "T59": (Holds(clocks.began_on, _differs, clocks.source_difference.is_not(None), "tolerance"),),
}
