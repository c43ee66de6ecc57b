"""部门业绩档案: a department, an office or more: volumes and quality by department, even turns, allotments by hand."""

from components import cards, sentences, views
from components.performance import balance, hands, turns, units
from data.definitions import filters as by
from data.definitions.indicators import clocks, flow, persons, quality, reviews, time
from data.text import Text
from pages import menu
from pages.overview import supplied
from pages.page import Page, Panel
from queries import heat, measure
from queries.performance import handing, rotation, simulation

PATH = "/department"
GLANCE = (
    flow.ACCEPTED, flow.CONCLUDED, flow.PENDING, time.MEDIAN_DAYS, clocks.KEPT, quality.REVIEW_RATE, reviews.PROBLEM_SHARE, quality.FOUND,
)  # fmt: skip
FACTS = (flow.ACCEPTED, flow.CONCLUDED, flow.PENDING, time.MEDIAN_DAYS, time.LATE_SHARE, persons.RETURN_RATE, quality.REVIEW_RATE)
TURNS = (flow.ALLOCATED, flow.ROTATION)


page = Page(
    "department", PATH, Text("部门业绩与轮案", "Departments and turns"), group=menu.PERFORMANCE,
    filters=(by.ORG, by.ALL["line"], by.PERIOD),
    panels=(
        Panel("glance", Text("概况", "At a glance"), supplied(measure.compared, *GLANCE),
              cards.cards(*GLANCE, says=sentences.summary_and_moves), width=12),
        Panel("departments", Text("下级单位与部门", "Units and departments"),
              supplied(lambda *there: measure.by(heat.unit_level, *there), *FACTS), views.table(PATH, units.standing), width=12),
        Panel("turns", Text("轮案占比走势", "Share of rotation"), measure.over_time(*TURNS[::-1]), views.multiples(1), width=5),
        Panel("by_hand", Text("手动分案的理由",
                              "Reasons for allotting by hand"), rotation.by_hand, balance.by_hand, width=7, exports=False),
        Panel("members", Text("轮案均衡", "Even turns"), rotation.balance, balance.members, width=12, exports=False),
        Panel("replayed", Text("轮案规则重演", "Turns replayed by their rule"), simulation.simulated, turns.replayed, width=7,
              exports=False),
        Panel("ahead", Text("下一轮推演", "The next turns"), simulation.simulated, turns.ahead, width=5, exports=False),
        Panel("handed", Text("变更承办人", "Changes of handler"), handing.handed, hands.handed, width=12, exports=False),
    ),
)  # fmt: skip
