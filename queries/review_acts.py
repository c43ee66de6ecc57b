"""What may happen next to a review: by whom, in which capacity, and until when.

Knows the declared states, steps and actors. Must not know how a review is kept, nor forms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data.catalogue import review_steps
from data.catalogue.review_steps import DAY, TIME, Actor, State, Step
from data.law.calendar import nth_workday
from data.viewer import Viewer


@dataclass(frozen=True)
class Act:
    """A step that somebody may take now, as whom; `instead` when it is written down for that person."""

    step: Step
    actor: Actor
    instead: bool


def state_of(row: Mapping, day: date) -> State:
    return review_steps.on(review_steps.states(), day)[row["state"]]


def due(state: State, since: date) -> date | None:
    """The last day of a state entered on a day, which itself does not count."""
    if state.limit is None:
        return None
    return since + timedelta(days=state.limit) if state.unit == DAY else nth_workday(since, state.limit)


def possible(row: Mapping, viewer: Viewer, day: date) -> list[Act]:
    """What this viewer may do with a review as it stands."""
    return [act for step in from_here(row, day) if (act := capacity(step, row, viewer, day)) is not None]


def from_here(row: Mapping, day: date) -> list[Step]:
    """The steps that lead on from where a review stands, with the grade it has."""
    steps = review_steps.on(review_steps.steps(), day).values()
    return [each for each in steps if row["state"] in each.begins and fits(each, row)]


def fits(step: Step, row: Mapping) -> bool:
    """Whether a step is for the grade that was proposed."""
    return not step.grades or row["proposed_grade"] in step.grades


def capacity(step: Step, row: Mapping, viewer: Viewer, day: date) -> Act | None:
    """As whom a viewer may take a step. Who handled the case acts in its review as its handler only."""
    known = review_steps.on(review_steps.actors(), day)
    for actor in (known[key] for key in step.actors if key != TIME and key in known):
        if actor.own and viewer.handler and row[actor.own] == viewer.handler and viewer.may(actor.right):
            return Act(step, actor, False)
        if viewer.handler and row["handler"] == viewer.handler:
            continue
        if viewer.may(actor.stand_in if actor.own else actor.right):
            return Act(step, actor, bool(actor.own))
    return None


def awaited(row: Mapping, day: date) -> list[Actor]:
    """Whose turn it is."""
    known = review_steps.on(review_steps.actors(), day)
    keys = dict.fromkeys(key for step in from_here(row, day) for key in step.actors if key != TIME)
    return [known[key] for key in keys if key in known]
