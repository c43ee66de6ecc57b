"""三书比对: whose opinion on transfer, indictment and judgment are to be compared, whose have been, and what was found."""

from components import compared as shown
from data.definitions import filters as by
from data.text import Text
from pages.menu import QUALITY
from pages.page import Page, Panel
from queries import compared

page = Page(
    "threedocuments", "/three-documents", Text("三书比对", "Three documents"), filters=(by.ORG, by.ALL["line"], by.ALL["type"], by.PERIOD),
    group=QUALITY, right="rows",
    panels=(
        Panel("standing", Text("应比对与已比对", "Due and done"), compared.standing, shown.standing, width=4, exports=False),
        Panel("waiting", Text("待比对", "Waiting to be compared"), compared.waiting, shown.waiting, width=8, exports=False),
        Panel("ledger", Text("比对台账", "Ledger"), compared.ledger, shown.ledger, width=12, exports=False),
    ),
)  # fmt: skip
