"""The pages, in the order of the menu. Nothing is discovered."""

from pages import (
    audit,
    backlog,
    bottlenecks,
    case,
    cases,
    comparison,
    data,
    deadlines,
    definitions,
    flow,
    lists,
    mine,
    overview,
    plans,
    quality,
    standards,
)

PAGES = (
    overview.page,
    flow.page,
    bottlenecks.page,
    deadlines.page,
    backlog.page,
    standards.page,
    quality.page,
    plans.page,
    comparison.page,
    cases.page,
    mine.page,
    *lists.pages,
    data.page,
    audit.page,
    definitions.page,
    case.page,
)
