"""积案: how old what is pending is, where it waits, the oldest cases, flows left open, the queues of units and prosecutors."""

from components import backlog, cards
from data.definitions import filters as by
from data.definitions.dimensions import ACTIVITY, LINE
from data.definitions.indicators import stays
from data.definitions.indicators.backlog import AGES, FLOW_OPEN_30, FLOW_OPEN_90, FLOW_OPEN_180, LONG_1, LONG_2, LONG_3
from data.definitions.indicators.flow import FLOW_OPEN, PENDING
from data.text import Text
from pages.menu import PROCESS
from pages.page import Page, Panel
from queries import backlog as asked
from queries import measure

PATH = "/backlog"
CARDS = (PENDING, LONG_1, LONG_2, LONG_3, FLOW_OPEN, FLOW_OPEN_30, FLOW_OPEN_90, FLOW_OPEN_180)
WAITING = (stays.WAITING, stays.WAITING_30, stays.WAITING_90, stays.WAITING_180)


HELD = Text("未结、久挂、办结未完成", "Pending, long pending, left open")
page = Page(
    "backlog", PATH, Text("积案", "Backlog"), group=PROCESS,
    filters=(by.ORG, by.ALL["line"], by.ALL["type"], by.PERIOD),
    panels=(
        Panel("cards", HELD, measure.compared(*CARDS), cards.cards(*CARDS), width=12),
        Panel("ages", Text("未结案件的时长", "Age of what is pending"), measure.by(LINE, *AGES), backlog.ages, width=5),
        Panel("nodes", Text("停在哪些节点", "Where it waits"), measure.by(ACTIVITY, *WAITING), backlog.nodes(PATH), width=7),
        Panel("long", Text("久挂案件", "Long pending"), asked.oldest, backlog.oldest, width=12, right="rows"),
        Panel("queues", Text("在手与收结", "In hand, in and out"), asked.queues, backlog.queues(PATH), width=12),
    ),
)  # fmt: skip
