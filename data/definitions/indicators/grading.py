"""Grades: each scale by itself, what was graded again, what stands at the edge of a grade. The two scales are never added up.

Declarations; scales and grades come from the catalogue.
"""

import sqlalchemy as sa

from data import catalogue
from data.definitions.counting import Condition, every
from data.definitions.indicators.base import PERCENT, Better, Indicator, Kind
from data.definitions.indicators.quality import GRADES, REVIEWED
from data.text import Text

GOOD_GRADES = 2  # of each scale the two best: excellent and qualified
SCALES = tuple(catalogue.codes("grade_scale"))
OF_SCALE = {scale: tuple(code for code in catalogue.codes("grade") if code.startswith("g" + scale[-2:])) for scale in SCALES}
THE_GOOD = tuple(grade for grades in OF_SCALE.values() for grade in grades[:GOOD_GRADES])
GRADED = {each.key.removeprefix("graded_"): each for each in GRADES if each.key.startswith("graded_")}

TWICE = REVIEWED.only(
    "reviewed_twice", Text("复评数", "Reviewed again"),
    Text(
        "此前已由另一人按同一等次标准评定过的评查（部门自查不计）",
        "Reviews of a case that somebody else had graded before by the same scale (self-checks apart)",
    ),
    lambda c: c.earlier_grade.is_not(None),
)
AGREED = TWICE.share(
    "agreement", Text("复评一致率", "Same grade again"), Text("复评等次与前次相同 ÷ 复评数", "Given the same grade ÷ reviewed again"),
    lambda c: c.earlier_grade == c.grade,
)
REGRADED = REVIEWED.share(
    "regraded", Text("拟定与评定不一致", "Graded otherwise than proposed"),
    Text("评定等次与拟定等次不同的评查 ÷ 评查完成数", "Reviews whose grade is not the one proposed ÷ reviews concluded"),
    lambda c: c.proposed_grade != c.grade,
)
GOOD_WITH_ERRORS = REVIEWED.share(
    "good_with_errors", Text("记有错误而评为合格以上", "Qualified despite an error"),
    Text(
        "记有错误、而评为所用标准前两等的评查 ÷ 评查完成数（件数跨标准合计，等次不换算）",
        "Reviews that recorded an error and gave one of the two best grades of their scale ÷ reviews (over scales, none converted)",
    ),
    lambda c: sa.and_(c.error_count > 0, c.grade.in_(THE_GOOD)),
)
BELOW_WITHOUT = REVIEWED.share(
    "below_without_problems", Text("未记问题而评为合格以下", "Below qualified without a problem"),
    Text(
        "未记任何问题、而评为所用标准后两等的评查 ÷ 评查完成数（件数跨标准合计，等次不换算）",
        "Reviews that recorded no problem and gave one of the lower grades of their scale ÷ reviews (over scales, none converted)",
    ),
    lambda c: sa.and_(c.finding_count == 0, c.grade.is_not(None), c.grade.not_in(THE_GOOD)),
)


def _named(grades: tuple[str, ...]) -> str:
    return "、".join(catalogue.codes("grade")[each].zh for each in grades)


def _good(scale: str, label: Text) -> Indicator:
    grades = OF_SCALE[scale][:GOOD_GRADES]
    return GRADED[scale].share(
        f"good_{scale}", Text(f"合格以上率（{label.zh}）", f"Qualified or better ({label.en})"),
        Text(f"{_named(grades)}的评查 ÷ 同一等次标准评定的评查", "Reviews given one of the two best grades ÷ reviews graded by that scale"),
        lambda c: c.grade.in_(grades), better=Better.MORE, basis=GRADED[scale].basis,
    )  # fmt: skip


def below(scale: str) -> Condition:
    """Of what a scale graded, that which got one of the lower grades."""
    return lambda c: c.grade.in_(OF_SCALE[scale][GOOD_GRADES:])


def _below(scale: str, label: Text) -> Indicator:
    grades = OF_SCALE[scale][GOOD_GRADES:]
    return GRADED[scale].share(
        f"below_{scale}", Text(f"合格以下率（{label.zh}）", f"Below qualified ({label.en})"),
        Text(f"{_named(grades)}的评查 ÷ 同一等次标准评定的评查", "Reviews graded by the lower grades ÷ reviews graded by the same scale"),
        below(scale), better=Better.LESS, basis=GRADED[scale].basis,
    )  # fmt: skip


def _estimated(scale: str, key: str, label: Text, meaning: Text) -> Indicator:
    """Not a sum over rows, so it is in no list of indicators: it stands where it was worked out."""
    return Indicator(f"{key}_{scale}", label, meaning, Kind.RATIO, GRADED[scale].count.where(every), PERCENT, better=Better.MORE)


LABELS = catalogue.codes("grade_scale")
GOOD = {scale: _good(scale, LABELS[scale]) for scale in SCALES}
BELOW = {scale: _below(scale, LABELS[scale]) for scale in SCALES}
ESTIMATED = {
    scale: (
        _estimated(
            scale, "estimated_good", Text("全部办结案件合格以上率（估计）", "Qualified or better among all concluded cases (estimate)"),
            Text(
                "随机评查按层（条线、单位）推算未评查案件，加上因故评查案件的实际结果；有限总体校正",
                "Cases not reviewed taken as the random layer, by line and office; those reviewed for a reason as they were found",
            ),
        ),
        _estimated(
            scale, "estimated_low", Text("95%区间下限", "95 % interval, lower end"),
            Text("按等效样本量的精确二项区间（Korn–Graubard）", "Exact binomial bounds at the effective sample size (Korn and Graubard)"),
        ),
        _estimated(
            scale, "estimated_high", Text("95%区间上限", "95 % interval, upper end"),
            Text("按等效样本量的精确二项区间（Korn–Graubard）", "Exact binomial bounds at the effective sample size (Korn and Graubard)"),
        ),
    )
    for scale in SCALES
}  # fmt: skip

ALL = (TWICE, AGREED, REGRADED, GOOD_WITH_ERRORS, BELOW_WITHOUT, *GOOD.values(), *BELOW.values())
