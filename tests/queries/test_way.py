"""The way of a case: its steps are its events, what is usual is the figure for its type, on both engines."""

import sqlalchemy as sa

from data import schema
from data.catalogue import acts
from data.definitions.dimensions import ACTIVITY
from data.definitions.indicators.stays import STAY_P90, STAYS
from queries import measure, way


def _cases(world, many=12):
    c = schema.cases.c
    rows = world.snapshot.fetch(sa.select(c.case_id, c.case_no, c.type_code).where(c.event_count > 3).order_by(c.case_no).limit(400))
    return rows[:: len(rows) // many]


def test_every_step_is_an_event_and_what_is_usual_is_the_figure_of_the_type(world):
    for case in _cases(world):
        found, e = way.of_case(world.ask(case=case["case_id"])), schema.events.c
        events = world.snapshot.fetch(
            sa.select(e.activity, e.occurred_on).where(e.case_no == case["case_no"], e.voided.is_not(True)).order_by(e.seq)
        )
        assert [(s.activity, s.arrived_on) for s in found.steps] == [(r["activity"], r["occurred_on"]) for r in events]
        groups = measure.by(ACTIVITY, STAYS, STAY_P90)(found.asked).groups
        figures = {group.codes["activity"]: group for group in groups}
        for step in found.steps:
            assert (step.usual is None) == (step.activity not in figures)
            assert step.usual is None or step.usual.p90 == figures[step.activity][STAY_P90.key]
            assert not step.long or step.days > step.usual.p90.value


def test_a_standing_step_counts_to_the_day_of_the_data(world):
    open_case = world.snapshot.fetch(
        sa.select(schema.cases.c.case_id).where(schema.cases.c.concluded_on.is_(None), schema.cases.c.event_count > 1).limit(1)
    )[0]
    last = way.of_case(world.ask(case=open_case["case_id"])).steps[-1]
    assert last.standing
    assert last.days == (world.snapshot.as_of - last.arrived_on).days


def test_the_backbone_counts_the_steps_of_its_acts(world):
    for case in _cases(world, 5):
        found = way.of_case(world.ask(case=case["case_id"]))
        known = {act.code: act for act in acts.of_type(case["type_code"])}
        for each in found.backbone:
            assert each.times == sum(step.activity in known[each.act.code].nodes for step in found.steps)
