"""The pages, in the order of the menu. Nothing is discovered."""

from pages import bottlenecks, case, cases, data, definitions, flow, lists, overview

PAGES = (
    overview.page,
    flow.page,
    bottlenecks.page,
    cases.page,
    *lists.pages,
    data.page,
    definitions.page,
    case.page,
)
