"""案件流程: how cases of one type go from act to act, which routes they take, where they wait and who holds them."""

from components.process import additional as shown_additional
from components.process import control as shown_control
from components.process import holders as shown_holders
from components.process import paths as shown_paths
from components.process import stages as shown_stages
from components.process import view
from data.definitions import filters as by
from data.text import Text
from pages.menu import PROCESS
from pages.page import Page, Panel
from queries import additional, control, holders, paths, process, stages

page = Page(
    "flow", view.PATH, Text("案件流程", "Flow"), group=PROCESS,
    filters=(by.ORG, by.ALL["line"], by.ALL["type"], by.PERIOD, by.ALL["custody"]),
    panels=(
        Panel("map", Text("流程图", "Process map"), process.process, view.view, width=12, table=view.file),
        Panel("routes", Text("办案路径", "Routes"), paths.routes, shown_paths.routes, table=shown_paths.routes_file),
        Panel("rework", Text("退查与延长", "Returns and extensions"), paths.reworked, shown_paths.reworked,
              table=shown_paths.rework_file),
        Panel("holders", Text("案件在谁手里", "Who holds the cases"), holders.holders, shown_holders.view, width=12,
              table=shown_holders.file),
        Panel("stages", Text("逮捕、起诉、审判、抗诉：同一人的去向", "The same persons from arrest to protest"),
              stages.stages, shown_stages.view, width=12, table=shown_stages.file),
        Panel("taken", Text("该步人员", "Persons of the step"), stages.taken, shown_stages.taken, width=12, exports=False),
        Panel("additional", Text("案-件比的构成", "Further items per case"), additional.composition, shown_additional.view, width=12,
              table=shown_additional.file),
        Panel("control", Text("收、结、存的波动", "Arrivals, closures, stock"), control.control, shown_control.control, width=12),
        Panel("cumulative", Text("累积流", "Cumulative flow"), control.cumulated, shown_control.flow, width=12),
    ),
)  # fmt: skip
