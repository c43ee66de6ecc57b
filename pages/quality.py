"""质量评查: how much was reviewed, how it was graded, which problems were found, and what the results can be relied on for."""

from components import cards, views
from components.casereview import lists
from components.reviewing import coverage, crosstab, grades, problems, reliance, sheets
from data import catalogue
from data.ask import Ask
from data.definitions import filters as by
from data.definitions.dimensions import ITEM, LEADER_CASE, LINE, REVIEW_DIMENSION, REVIEW_KIND, REVIEW_MODE, SEVERITY
from data.definitions.indicators import grading, quality
from data.definitions.indicators import reviews as of
from data.definitions.indicators.flow import CONCLUDED
from data.text import Text
from pages.menu import QUALITY
from pages.overview import supplied
from pages.page import Page, Panel
from queries import calibration, desk_results, measure, places, reviewing

PATH = "/quality"
CARDS = (
    CONCLUDED, quality.REVIEW_RATE, quality.REVIEWED, of.PROBLEM_SHARE, of.ERROR_SHARE, of.OPEN_REVIEWS, of.UNDER_OBJECTION, of.RECTIFIED,
)  # fmt: skip
COVERAGE = (quality.REVIEW_RATE, CONCLUDED, of.CASES_REVIEWED, of.NOT_REVIEWED, of.DELAY)
OF_KINDS = (quality.REVIEWED, of.PROBLEM_SHARE, of.ERROR_SHARE, of.FLAW_SHARE, *grading.GOOD.values(), of.PER_REVIEW)
PERSONS = (of.HANDLERS, of.PER_HANDLER, of.REVIEWERS, of.PER_REVIEWER)
LEADERS = (CONCLUDED, quality.REVIEW_RATE, quality.REVIEWED, of.BY_UPPER, of.PROBLEM_SHARE, of.ERROR_SHARE)
SAYS = coverage.glance(quality.REVIEW_RATE, quality.REVIEWED, of.PROBLEM_SHARE)
RISING = Text("近月办结的案件有的尚待评查，比例还会上升", "Some cases of the last months await review: the rate will still rise")
FOLLOWED = (of.RECTIFIED, of.TO_RECTIFY, of.NOT_RECTIFIED, of.UNDER_OBJECTION, of.OBJECTED)
EDGE = (grading.REGRADED, grading.GOOD_WITH_ERRORS, grading.BELOW_WITHOUT)
APART = Text("两套标准的等次不同义，各自统计，从不相加或换算", "Each scale by itself, never added up or converted")
OBJECTIONS = Text("异议未决的评查不计入评查完成", "A review under objection does not count as concluded")
OF_POINTS = Text("只取逐个要点记有结果的评查；一次评查的一个要点至多计一次",
                 "Of reviews that say of each point how it is; a point counts once a review")  # fmt: skip
NOT_ADDED = Text("本页指标只取业务系统的评查记录；本系统中的结果并列显示，不计入、不相加；不按统计期，取当前状态",
                 "Figures of this page are of the records alone; what the desk knows is beside them, never added; as of now")  # fmt: skip
SCOPE_ONLY = Text("只含可查看范围内的案件", "Only cases within what you may see")


def shares(scale: str) -> tuple:
    keys = {f"grade_{grade}" for grade in grading.OF_SCALE[scale]}
    return tuple(each for each in quality.GRADES if each.key in keys)


def scale_panel(scale: str, label: Text) -> Panel:
    graded = grading.GRADED[scale]
    title = Text(f"等次：{label.zh}", f"Grades: {label.en}")
    return Panel(f"grades_{scale}", title, measure.compared(graded, *shares(scale)), grades.graded(graded, shares(scale)), note=APART)


def by_unit(*indicators):
    def query(ask: Ask):
        return supplied(lambda *there: measure.by(places.org_child, *there), *indicators)(ask)

    return query


def by_severity(ask: Ask):
    return reviewing.crossed(REVIEW_DIMENSION, SEVERITY, quality.REVIEW_FINDINGS_COUNT)(ask)


page = Page(
    "quality", PATH, Text("质量评查", "Quality review"), group=QUALITY,
    filters=(by.ORG, by.ALL["line"], by.ALL["type"], by.PERIOD, by.ALL["leader_case"]),
    panels=(
        Panel("cards", Text("评查概况", "At a glance"), supplied(measure.compared, *CARDS), cards.cards(*CARDS, says=SAYS), width=12),
        Panel("units", Text("各单位评查比例", "Review rate by unit"), reviewing.with_total(places.org_child, *COVERAGE),
              coverage.coverage(PATH), width=7, note=RISING, table=sheets.with_total),
        Panel("lines", Text("各条线与类别", "By line and type"), reviewing.with_total(places.line_child, *COVERAGE),
              coverage.coverage(PATH), width=5, table=sheets.with_total),
        *(scale_panel(scale, label) for scale, label in catalogue.codes("grade_scale").items()),
        Panel("kinds", Text("各类评查", "Kinds of review"), supplied(lambda *there: measure.by(REVIEW_KIND, *there), *OF_KINDS),
              views.bars("/list/reviews")),
        Panel("modes", Text("各评查方式", "Modes of review"), supplied(lambda *there: measure.by(REVIEW_MODE, *there), *OF_KINDS),
              views.bars("/list/reviews")),
        Panel("problems", Text("突出问题", "Most frequent problems"), reviewing.problems, problems.ranked, width=7),
        Panel("severity", Text("评查项与程度", "Dimensions and severity"), by_severity,
              crosstab.crosstab("/list/review_findings"), width=5),
        Panel("heat", Text("问题在各单位", "Problems by unit"), reviewing.problems_across(places.org_child),
              crosstab.crosstab(PATH), width=12),
        Panel("points", Text("评查要点在各单位", "Points of the standard by unit"), reviewing.points_across(places.org_child),
              crosstab.crosstab(PATH), width=12, note=OF_POINTS),
        Panel("several", Text("跨条线问题", "Problems of several lines"), reviewing.problems_across(LINE, several=True),
              crosstab.crosstab(PATH), width=7),
        Panel("remarks", Text("“其他”问题说明", "Remarks under “other”"), reviewing.remarks, problems.remarks, width=5,
              table=sheets.remarks, right="rows"),
        Panel("estimate", Text("由随机评查推及全部案件", "From the random layer to all cases"), calibration.estimate,
              reliance.estimate, width=12, table=sheets.estimate),
        Panel("agreement", Text("同案复评一致性", "Agreement of two reviews"), calibration.agreement, reliance.agreement),
        Panel("missed", Text("自查漏检", "What self-checks missed"), measure.by(ITEM, of.AFTER_CHECK, of.MISSED), problems.missed),
        Panel("manners", Text("评查员宽严", "Reviewers against what is expected"), calibration.manners, reliance.manners,
              width=12, table=sheets.manners, right="people"),
        Panel("edge", Text("等次边缘", "At the edge of a grade"), by_unit(*EDGE), views.table(PATH), width=12),
        Panel("others", Text("被他院评查", "Reviewed by others"), by_unit(of.OTHERS, of.BY_OTHERS, of.BY_UPPER), views.table(PATH)),
        Panel("reviewing", Text("评查他院", "Reviewing others"), reviewing.reviewing_others, problems.elsewhere, note=SCOPE_ONLY),
        Panel("leaders", Text("院领导办案", "Leaders' cases"), supplied(lambda *there: measure.by(LEADER_CASE, *there), *LEADERS),
              coverage.leaders(PATH, quality.REVIEW_RATE, of.BY_UPPER), width=12),
        Panel("followed", Text("异议与整改", "Objections and rectification"), by_unit(*FOLLOWED), views.table(PATH), width=12,
              note=OBJECTIONS),
        Panel("desk", Text("本系统中的评查", "Reviews on the desk"), desk_results.beside, lists.beside, width=12, note=NOT_ADDED,
              exports=False, right="rows"),
        Panel("persons", Text("承办人与评查员", "Prosecutors and reviewers"), reviewing.with_total(places.org_child, *PERSONS),
              coverage.persons(PATH, (of.HANDLERS, of.REVIEWERS)), width=12, table=sheets.with_total),
    ),
)  # fmt: skip
