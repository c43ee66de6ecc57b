"""Everything a viewer may do, explicitly listed. What is not here cannot be done."""

from queries.deeds import (
    accounts,
    compared,
    file_comments,
    follows,
    planned,
    published,
    review_plans,
    review_points,
    reviews,
    schemes,
    unmasking,
)

DEEDS = {
    deed.key: deed
    for deed in (
        *follows.deeds, *planned.deeds, *reviews.deeds, *review_points.deeds, *review_plans.deeds, *compared.deeds, *accounts.deeds,
        *published.deeds, *file_comments.deeds, *schemes.deeds, *unmasking.deeds,
    )
}  # fmt: skip
