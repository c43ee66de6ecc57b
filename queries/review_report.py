"""What the report on the reviews of a period is filled with: the same indicators, under the same filters, as the screen.

Knows the indicators of reviews. Must not know words, nor how a report is laid out.
"""

from dataclasses import dataclass, replace
from itertools import chain

import sqlalchemy as sa

from data import engine
from data.answer import Answer, Group
from data.ask import Ask
from data.definitions.dimensions import LINE, REVIEW_KIND
from data.definitions.indicators import quality
from data.definitions.indicators import reviews as of
from data.definitions.indicators.flow import CONCLUDED
from data.edition import Row
from data.errors import NotSupplied
from queries import mandatory, measure, parts, places, reviewing, sources
from queries.measure import Part

COVERAGE = (CONCLUDED, quality.REVIEW_RATE)
GRADED = (quality.REVIEWED, *quality.GRADES, *of.SEVERITIES)
ADDED_UP = (*GRADED, of.WITH_PROBLEMS, quality.REVIEW_FINDINGS_COUNT, of.TO_RECTIFY, of.RECTIFIED)
OPEN = (of.OPEN_REVIEWS, of.UNDER_OBJECTION)  # on the last day
ROUTINE = "routine"
MOST = 300  # cases of the annex


@dataclass(frozen=True)
class Report:
    """`total` over all, then by unit, kind of review, unit within the routine ones, line; problems ranked; the cases with problems.

    `classes` is None where the classes of mandatory review were not computed.
    """

    total: Group
    units: Answer
    graded: Answer
    kinds: Answer
    routine: Answer
    lines: Answer
    classes: mandatory.Classes | None
    problems: reviewing.Problems
    cases: list[Row]


def report(ask: Ask) -> Report:
    """Raises NotSupplied when there are no reviews in the data. All tables of grades are sums of one reading."""
    unit, now = places.org_child(ask), (ask.period,)
    graded, added_up = _there(ask, GRADED), _there(ask, ADDED_UP)
    covered, units = measure.several(ask, (*COVERAGE, *_there(ask, (of.HANDLERS,))), (Part(), Part((unit,), COVERAGE)), now)
    routine = (REVIEW_KIND, ROUTINE)
    tables = (Part((unit,), graded), Part((REVIEW_KIND,), graded), Part((unit,), graded, routine), Part((LINE,), graded))
    whole, *tables = measure.several(ask, (*added_up, *_there(ask, (of.REVIEWERS,))), (Part(), *tables), now)
    still = measure.total(*_there(ask, OPEN))(ask)
    total = replace(whole.groups[0], figures=dict(chain(*(each.groups[0].figures.items() for each in (covered, whole, still)))))
    problems = reviewing.problems_of(ask, total[quality.REVIEWED.key].n, ())
    return Report(total, units, *tables, _classes(ask), problems, problem_cases(ask))


def _there(ask: Ask, indicators) -> tuple:
    """The indicators the data can answer; what the report cannot do without is refused with a sentence."""
    parts.check(ask, (quality.REVIEWED,))
    return tuple(each for each in indicators if parts.available(ask, each))


def _classes(ask: Ask) -> mandatory.Classes | None:
    try:
        return mandatory.classes(ask)
    except NotSupplied:
        return None


def problem_cases(ask: Ask) -> list[Row]:
    """The reviews of the period that found something, as the annex lists them, with what they found; by office."""
    source = sources.facts(ask, of.WITH_PROBLEMS.over)
    c = source.c
    where = sa.and_(source.where, of.WITH_PROBLEMS.behind(c, ask.period))
    chosen = (c.review_id, c.case_no, c.office, c.handler, c.reviewer, c.reviewer_office, c.grade)
    found = ask.scope.fetch(sa.select(*chosen).where(where).order_by(c.office, c.case_no, c.review_id).limit(MOST))
    numbers = sorted({row["case_no"] for row in found})
    cases, findings = ask.scope.table("cases").c, ask.scope.table("review_findings").c
    names = {number: {"case_id": case, "case_name": name} for number, case, name in _of(ask, numbers, cases, "case_id", "case_name")}
    problems: dict[str, list[str]] = {}
    for _, review, item in _of(ask, numbers, findings, "review_id", "item_name"):
        problems.setdefault(review, []).append(item)
    return [{**row, **names[row["case_no"]], "problems": problems.get(row["review_id"], [])} for row in found]


def _of(ask: Ask, cases: list[int], c, *columns: str) -> list[tuple]:
    """The rows of some cases with their numbers, found by the key by which all rows lie."""
    chosen = sa.select(c.case_no, *(c[name] for name in columns))
    return ask.scope.tuples(chosen.where(engine.among(c.case_no, cases))) if cases else []
