"""指标口径: every indicator, dimension and filter as it is declared."""

from components import reference
from data.text import Text
from pages.menu import DATA
from pages.page import Page

page = Page("definitions", "/definitions", Text("指标口径", "Definitions"), body=reference.body, group=DATA, right="")
