"""What the monitoring rules found: open, done late, about to be due, defects. Declarations; rules come from the catalogue."""

from data.definitions.counting import On, OpenOn
from data.definitions.indicators.base import Better, count
from data.definitions.relations import RULE_HITS
from data.definitions.rules.base import DEFECT, DONE, OPEN, WARNING
from data.text import Text

MON16 = Text("《人民检察院案件流程监控工作规定（试行）》（2016）", "Rules on process monitoring (trial, 2016)")
STANDS = OpenOn("hit_on", "cleared_on")

STANDING = count(
    "rule_standing", Text("规则命中（未消除）", "Rule hits standing"),
    Text("统计期末超期未办或未消除的规则命中，不含预警；案件归档后不再监控",
         "Hits overdue or not cleared at the end of the period, warnings apart; an archived case is not monitored"),
    RULE_HITS, STANDS, lambda c: c.firing != WARNING, better=Better.LESS, basis=MON16,
)  # fmt: skip
OVERDUE = STANDING.only(
    "rule_overdue", Text("规则：超期未办", "Rules: overdue, not done"),
    Text("统计期末已过期限、当时尚未办的规则命中（其后办的也计入当时）",
         "Hits past their limit and not yet done at the end of the period, those done later included"),
    lambda c: c.firing.in_((OPEN, DONE)),
)  # fmt: skip
DEFECTS = STANDING.only(
    "rule_defects", Text("规则：违规", "Rules: defects"),
    Text("统计期末未归档案件的违规命中", "Defects of cases not archived at the end of the period"),
    lambda c: c.firing == DEFECT,
)  # fmt: skip
DONE_LATE = count(
    "rule_done_late", Text("规则：超期办结", "Rules: done late"),
    Text("统计期内办的、办时已过期限的事项", "What was done in the period after its limit"),
    RULE_HITS, On("cleared_on"), lambda c: c.firing == DONE, better=Better.LESS, basis=MON16,
)  # fmt: skip
WARNED = count(
    "rule_warnings", Text("规则：期限预警", "Rules: warnings"),
    Text("预警起始日在统计期内、至数据截至日未超期也未办的事项",
         "Warned since a day of the period, neither overdue nor done on the data day"),
    RULE_HITS, On("hit_on"), lambda c: c.firing == WARNING, better=Better.LESS, basis=MON16,
)  # fmt: skip

ALL = (STANDING, OVERDUE, DEFECTS, DONE_LATE, WARNED)
