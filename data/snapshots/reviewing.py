"""Reviews and what they found, built: who reviewed, how many problems, what the review before had said, what a self-check missed.

Knows how each derived column of the two tables is made. Must not know other facts.
"""

import duckdb

from data.snapshots.child import Child
from data.snapshots.target import staged

# Persons are told apart by code, namesakes within an office cannot be where the source gives no code.
# A review follows another when both graded the case by one scale and different persons made them; a self-check is none.
REVIEWS = Child(
    "review_id",
    {
        "case_concluded_on": "x.concluded_on",
        "days_after": "f.reviewed_on - x.concluded_on",
        "leader_case": "x.leader_case",
        "self_check": "f.self_check",
        "by_other": "f.reviewer_office <> x.office",
        "by_whom": "f.whom",
        "finding_count": "p.findings", "error_count": "p.errors", "flaw_count": "p.flaws", "point_count": "q.points",
        "earlier_grade": "case when f.judged and f.before_whom <> f.whom then f.before_grade end",
        "earlier_by": "case when f.judged and f.before_whom <> f.whom then f.before_whom end",
        "earlier_mode": "case when f.judged and f.before_whom <> f.whom then f.before_mode end",
    },
    "left join work.problems p using (review_id) left join work.points q using (review_id)",
    """(
        select *, lag(grade) over again as before_grade, lag(whom) over again as before_whom, lag(review_mode) over again as before_mode
        from (
            select *, rowid as place, coalesce(reviewer_code, reviewer_office || '/' || reviewer) as whom,
                coalesce(review_mode = 'self', false) as self_check, state = 'concluded' and grade is not null and not self_check as judged
            from sorted
        ) window again as (partition by case_no, scale, judged order by reviewed_on, review_id)
    )""",
)  # fmt: skip
ITEM = "coalesce(f.item_code, f.item_name)"
# A problem counts once for a case, on the day it was first recorded, whatever later reviews say again.
FINDINGS = Child(
    "review_finding_id",
    {
        "reviewed_on": "r.reviewed_on", "grade": "r.grade", "review_kind": "r.review_kind", "review_mode": "r.review_mode",
        "leader_case": "x.leader_case", "self_check": "coalesce(r.self_check, false)", "item": ITEM,
        "first_of_item": f"""r.reviewed_on is not null and not r.self_check and
            row_number() over (partition by f.case_no, r.self_check, f.dimension, {ITEM} order by r.reviewed_on nulls last, f.place) = 1""",
        "missed_by_self": "case when not r.self_check and s.checked_on <= r.reviewed_on then o.no is null end",
    },
    """left join (
        select review_id, max(reviewed_on) filter (state = 'concluded') as reviewed_on, max(grade) as grade,
            max(review_kind) as review_kind, max(review_mode) as review_mode, bool_or(self_check) as self_check
        from built.reviews group by review_id
    ) r using (review_id)
    left join (
        select case_no as no, min(reviewed_on) as checked_on from built.reviews
        where self_check and state = 'concluded' group by case_no
    ) s on s.no = f.case_no
    left join (
        select distinct f.case_no as no, f.dimension as kind, coalesce(f.item_code, f.item_name) as item
        from sorted f join built.reviews v using (review_id) where v.self_check and v.state = 'concluded'
    ) o on o.no = f.case_no and o.kind is not distinct from f.dimension
        and o.item is not distinct from coalesce(f.item_code, f.item_name)""",
)  # fmt: skip

# A review's own point: what is right with most reviews is a row too, so nothing is asked of rows but their review.
RESULTS = Child(
    "review_id, point",
    {
        "result_no": "f.place + 1 + {so_far}", "reviewed_on": "r.reviewed_on", "review_kind": "r.review_kind",
        "review_mode": "r.review_mode", "self_check": "coalesce(r.self_check, false)",
    },
    """left join (
        select review_id, max(reviewed_on) filter (state = 'concluded') as reviewed_on, max(review_kind) as review_kind,
            max(review_mode) as review_mode, bool_or(self_check) as self_check
        from built.reviews group by review_id
    ) r using (review_id)""",
    as_read=True,
)  # fmt: skip


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Of every review how many problems it found (`work.problems`) and points it judged (`work.points`); no rows without any."""
    there = staged(con)
    if {"reviews", "review_findings"} <= there:
        rows = """
            select r.review_id, count(f.review_id) as findings, count(*) filter (severity = 'error') as errors,
                count(*) filter (severity = 'flaw') as flaws
            from (select distinct review_id from staged_reviews) r
            left join staged_review_findings f using (review_id) group by r.review_id
        """
    else:
        rows = "select null::varchar as review_id, 0::bigint as findings, 0::bigint as errors, 0::bigint as flaws where false"
    con.execute(f"create or replace table work.problems as {rows}")
    points = "select review_id, count(*) filter (result <> 'not_applicable') as points from staged_review_results group by review_id"
    none = "select null::varchar as review_id, 0::bigint as points where false"
    con.execute(f"create or replace table work.points as {points if 'review_results' in there else none}")
