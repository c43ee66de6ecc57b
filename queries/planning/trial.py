"""The allocation of a plan's cases, tried out: nothing is written. Only when asked for, and for as many cases as a page may wait for.

Knows the order of work. Must not know how it is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from data.ask import Ask
from data.errors import BadFilter
from data.text import Text
from queries.planning import people, recusals
from queries.planning.allocation import Allocation, allocate
from queries.planning.bans import Reviewer, Rules, Task
from queries.planning.plan import Plan, plan
from queries.planning.saved import given_before

AT_MOST = 2_000
TOO_MANY = Text(
    "计划有 {n:,} 件，超过试分配的上限 {most:,} 件：请选择单位",
    "The plan has {n:,} cases, more than the {most:,} that are tried out here: choose a unit",
)


@dataclass(frozen=True)
class Trial:
    """`allocation` is None until it is asked for; where a plan is open, its cases stay with whom it gave them to as far as can be."""

    plan: Plan
    tasks: Sequence[Task]
    reviewers: Sequence[Reviewer]
    crossed: bool
    allocation: Allocation | None
    relations: bool = False  # whether relations were delivered
    again: bool = False  # whether a plan that was kept has been gone on from


def trial(ask: Ask) -> Trial:
    made, crossed = plan(ask), ask.filters.text("crossed") == "yes"
    if ask.filters.text("allot") != "yes":
        return Trial(made, (), (), crossed, None)
    if len(made.choices) > AT_MOST:
        raise BadFilter(TOO_MANY, n=len(made.choices), most=AT_MOST)
    tasks = people.tasks(ask, made.choices)
    reviewers = people.reviewers(ask, tasks, crossed)
    rules = Rules(crossed=crossed, related=recusals.related(ask))
    before = given_before(ask)
    return Trial(made, tasks, reviewers, crossed, allocate(tasks, reviewers, rules, before), recusals.known(ask), bool(before))
