"""The pages, in the order of the menu. Nothing is discovered."""

from pages import case, cases, data, definitions, lists, overview

PAGES = (overview.page, cases.page, *lists.pages, data.page, definitions.page, case.page)
