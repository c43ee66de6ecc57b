"""案件: all cases in a table that sorts, narrows, chooses its columns and exports."""

from data.definitions.relations import CASES
from pages.lists import listed

page = listed(CASES)
