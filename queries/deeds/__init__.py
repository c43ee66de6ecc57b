"""Everything a viewer may do, explicitly listed. What is not here cannot be done."""

from queries.deeds import compared, follows, planned, review_plans, review_points, reviews

DEEDS = {
    deed.key: deed
    for deed in (*follows.deeds, *planned.deeds, *reviews.deeds, *review_points.deeds, *review_plans.deeds, *compared.deeds)
}
