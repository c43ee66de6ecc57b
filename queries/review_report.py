"""What the report on the reviews of a period is filled with: the same indicators, under the same filters, as the screen.

Knows the indicators of reviews. Must not know words, nor how a report is laid out.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from data.answer import Answer, Group
from data.ask import Ask
from data.definitions.dimensions import LINE, REVIEW_KIND
from data.definitions.indicators import quality
from data.definitions.indicators import reviews as of
from data.definitions.indicators.flow import CONCLUDED
from data.edition import Row
from data.errors import NotSupplied
from queries import mandatory, measure, parts, places, reviewing, sources

TOTALS = (
    CONCLUDED, quality.REVIEW_RATE, quality.REVIEWED, of.WITH_PROBLEMS, quality.REVIEW_FINDINGS_COUNT, of.HANDLERS, of.REVIEWERS,
    of.OPEN_REVIEWS, of.UNDER_OBJECTION, of.TO_RECTIFY, of.RECTIFIED, *of.SEVERITIES, *quality.GRADES,
)  # fmt: skip
COVERAGE = (CONCLUDED, quality.REVIEW_RATE)
GRADED = (quality.REVIEWED, *quality.GRADES, *of.SEVERITIES)
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
    """Raises NotSupplied when there are no reviews in the data."""
    there = _there(ask, TOTALS)
    graded = _there(ask, GRADED)
    routine = ask.with_(review_kind="routine")
    return Report(
        measure.total(*there)(ask).groups[0], measure.by(places.org_child, *COVERAGE)(ask), measure.by(places.org_child, *graded)(ask),
        measure.by(REVIEW_KIND, *graded)(ask), measure.by(places.org_child, *graded)(routine), measure.by(LINE, *graded)(ask),
        _classes(ask), reviewing.problems(ask), problem_cases(ask),
    )  # fmt: skip


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
    c, cases = source.c, ask.scope.table("cases")
    where = sa.and_(source.where, of.WITH_PROBLEMS.behind(c, ask.period))
    chosen = (c.review_id, c.case_no, c.office, c.handler, c.reviewer, c.reviewer_office, c.grade)
    found = ask.scope.fetch(sa.select(*chosen).where(where).order_by(c.office, c.case_no, c.review_id).limit(MOST))
    names = {row["case_no"]: row for row in _of(ask, cases, ("case_no", "case_id", "case_name"), "case_no", found)}
    problems: dict[str, list[str]] = {}
    for row in _of(ask, ask.scope.table("review_findings"), ("review_id", "item_name", "severity"), "review_id", found):
        problems.setdefault(row["review_id"], []).append(row["item_name"])
    return [{**row, **names[row["case_no"]], "problems": problems.get(row["review_id"], [])} for row in found]


def _of(ask: Ask, table: sa.FromClause, names: tuple[str, ...], key: str, rows: list[Row]) -> list[Row]:
    wanted = sorted({row[key] for row in rows})
    return ask.scope.fetch(sa.select(*(table.c[name] for name in names)).where(table.c[key].in_(wanted))) if wanted else []
