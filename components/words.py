"""Words of the interface that belong to no declaration.

Knows texts. Must not know Dash.
"""

from data.text import Text, locale

AS_TABLE = Text("查看数据表", "Show as a table")
DEFINITION = Text("口径", "Definition")
UNIT = Text("单位：{unit}", "unit: {unit}")
AS_OF = Text("数据截至 {day}", "data as of {day}")
TOTAL = Text("合计", "Total")
PERIOD = Text("统计期", "Period")
NUMERATOR, DENOMINATOR = Text("分子", "Numerator"), Text("分母", "Denominator")
SHARE = Text("占比", "Share")
PARTS = Text("分子 / 分母", "num. / den.")
BETTER, WORSE = Text("好转", "better"), Text("变差", "worse")
BEFORE, YEAR_BEFORE = Text("环比", "vs previous"), Text("同比", "vs year before")
NO_COMPARISON = Text("无可比数据", "nothing to compare with")
SMALL = Text("数量太少，只列差额", "few: difference only")
TARGET = Text("目标 {value}", "target {value}")
OPEN_LIST = Text("查看清单", "Open the list")
NOT_COVERED = Text("不在本系统统计范围", "not covered by this system")
WITHHELD = Text("样本不足，不显示", "too few to show")
NOTHING_SUPPLIED = Text("所需数据表均未提供", "None of the tables needed was supplied")
NO_ROWS = Text("没有记录", "nothing on record")
NOT_SUPPLIED = Text("数据中没有提供“{table}”", "“{table}” was not supplied with the data")
NOT_FILLED = Text("未填写", "not filled in")
ALL_ROWS = Text("全部 {n} 条", "all {n} rows")
SHOWN_OF = Text("显示 {shown} / {total} 条", "{shown} of {total} rows shown")


def bracketed(said: object, inside: object) -> str:
    """`said（inside）` as each language writes it."""
    return f"{said}（{inside}）" if locale.get() == "zh" else f"{said} ({inside})"


def about(subject: object, said: object) -> str:
    """`subject：said` as each language writes it."""
    return f"{subject}：{said}" if locale.get() == "zh" else f"{subject}: {said}"


def inside(said: object) -> str:
    """A label as it stands within a sentence."""
    text = str(said)
    return text if locale.get() == "zh" else text[:1].lower() + text[1:]


def changed_to(before: object, after: object) -> str:
    """`before → after`, in either language."""
    return f"{before} → {after}"


def sentence(parts) -> str:
    """`a；b` as each language joins what belongs to one sentence."""
    return ("；" if locale.get() == "zh" else "; ").join(str(part) for part in parts if part)


def enumerated(parts) -> str:
    """`a, b` as each language lists what is of one kind."""
    return ("、" if locale.get() == "zh" else ", ").join(str(part) for part in parts if part)


def sentences(parts) -> str:
    """Whole sentences one after the other: Chinese ones need no space between them."""
    return ("" if locale.get() == "zh" else " ").join(str(part) for part in parts if part)


def listed(parts) -> str:
    """`a · b · c`, leaving out what is empty."""
    return " · ".join(str(part) for part in parts if part)
