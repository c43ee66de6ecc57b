"""操作日志: who signed in, saw what, took what away, changed what."""

from components import auditing
from data.ask import Ask
from data.text import Text
from pages.menu import DATA
from pages.page import Page, Panel
from queries import trail


def whole(ask: Ask) -> trail.Trail:
    """For a file: as much as one may hold."""
    return trail.entries(ask.with_(first=None), trail.MOST)


def shown(found: trail.Trail, ask: Ask):
    """The log, in which a page is called as in the menu."""
    from pages import PAGES  # which this page is one of

    return auditing.trail(found, ask, {each.name: each.title for each in PAGES})


page = Page(
    "audit", auditing.PATH, Text("操作日志", "Log"), group=DATA, timeless=True, right=trail.RIGHT,
    panels=(
        Panel("trail", Text("操作记录", "What was done"), trail.entries, shown, width=12, table=auditing.table, whole=whole,
              right=trail.RIGHT),
    ),
)  # fmt: skip
