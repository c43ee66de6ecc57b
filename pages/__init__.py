"""The pages, in the order of the menu. Nothing is discovered."""

from pages import (
    backlog,
    bottlenecks,
    case,
    cases,
    data,
    deadlines,
    definitions,
    flow,
    lists,
    mine,
    overview,
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
    cases.page,
    mine.page,
    *lists.pages,
    data.page,
    definitions.page,
    case.page,
)
