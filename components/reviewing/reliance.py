"""What reviews can be relied on for: the estimate for all cases, agreement of two graders, reviewers against what is expected.

Knows estimates as they are handed in. Must not know queries, nor how an estimate is made.
"""

from dash import html

from components import body, notices, numbers, tables, words
from components.figures.graph import graph
from components.figures.whiskers import Whisker, whiskers
from components.reviewing.grades import between
from components.tables import Col
from data.answer import Group
from data.ask import Ask
from data.definitions.dimensions import EARLIER_GRADE, GRADE, LINE, REVIEWER
from data.definitions.indicators import grading
from data.text import Text

WHOLE = Text("合计", "Total")
NO_LAYER = Text(
    "统计期内没有足够的随机评查：只凭因故选出的案件，推不出全部案件的情况",
    "The period has too few reviews at random: from cases chosen for a reason nothing follows for all cases",
)
ESTIMATE_SAYS = Text(
    "全部办结案件合格以上率估计为 {value}（95% 区间 {bounds}）；已评查案件中为 {raw}",
    "Of all concluded cases {value} are estimated to be qualified or better (95 % interval {bounds}); of those reviewed {raw}",
)
WHY = Text(
    "两者不同：重点、专项等评查专挑问题可能较多的案件，已评查案件中的比率只说明被选出的案件；随机评查中每件案件机会均等，"
    "才能推及全部。◇ 已评查中的比率 ● 估计及区间。随机层 {drawn} 件，覆盖办结 {cases} 件中的 {covered} 件（其余条线没有随机评查）。",
    "They differ because key and special reviews pick cases that are more likely to have problems: the share among the reviewed "
    "speaks of what was picked, only a random layer speaks of all. ◇ share among the reviewed ● estimate with its interval. The "
    "layer has {drawn} cases and reaches {covered} of {cases} concluded (the other lines have no random reviews).",
)
CORNER = Text("{down} ＼ {across}", "{down} \\ {across}")
AGREE_SAYS = Text(
    "{n} 次复评中 {same} 次等次相同（{share}）；超出偶然的一致（线性加权 κ）{kappa}",
    "Of {n} cases graded again {same} got the same grade ({share}); agreement beyond chance (linearly weighted κ) {kappa}",
)
KAPPA = Text("{value}（95% 区间 {low} 至 {high}）", "{value} (95 % interval {low} to {high})")
NO_KAPPA = Text("样本不足，不计算", "not computed, too few")
NONE_AGAIN = Text("统计期内没有由另一人再次评定的案件", "No case of the period was graded again by somebody else")
MILDER, STRICTER, AS_EXPECTED = Text("偏宽", "milder"), Text("偏严", "stricter"), Text("与预期相符", "as expected")
MANNERS_SAY = Text(
    "{n} 名评查员至少评定 {least} 次；{mild} 人偏宽、{strict} 人偏严超出偶然，其余与预期相符",
    "{n} reviewers graded at least {least} times; {mild} are milder and {strict} stricter beyond chance, the others as expected",
)
NOBODY = Text("统计期内没有评定满 {least} 次的评查员", "No reviewer graded {least} times in the period")
EXPECTED = Text(
    "预期：同条线、同评查类别全部评查的合格以下率 × 本人评定数。比值 1 为与预期相符，横线为 95% 区间；只说明等次宽严，不评价个人。",
    "Expected: the share below qualified of all reviews of the same line and kind × the person's number. 1 is as expected, lines are "
    "95 % intervals; this tells how strictly grades are given and judges nobody.",
)
SOME = Text("图中只列超出偶然的与评定最多的，共 {n} 人；全部见表",
            "Drawn: those beyond chance, then those with most reviews, {n} in all; the table has all")  # fmt: skip
NAMES = {
    "n": Text("评定数", "Graded"), "below": Text("合格以下", "Below qualified"), "expected": Text("预期", "Expected"),
    "ratio": Text("比值", "Ratio"), "bounds": Text("95% 区间", "95 % interval"), "said": Text("说明", "Says"),
    "low": Text("区间下限", "Lower end"), "high": Text("区间上限", "Upper end"), "drawn": Text("随机层件数", "Cases of the layer"),
}  # fmt: skip
ACROSS = Text("合格以下评定数：实际 ÷ 预期", "graded below qualified: observed ÷ expected")
RATIO = Text("{below} / 预期 {expected} = {ratio}", "{below} / {expected} expected = {ratio}")
DRAWN_AT_MOST = 20
FEWEST = 10


def estimate(found, ask: Ask):
    raw, middle, *_ = found.indicators
    figure = found.whole[middle.key]
    if figure.value is None:
        return notices.empty(NO_LAYER)
    says = ESTIMATE_SAYS.format(
        value=numbers.plain(middle, figure.value), bounds=between(middle, _bounds(found.whole, found)),
        raw=numbers.shown(raw, found.whole[raw.key]),
    )  # fmt: skip
    rows = [_row(found.whole, found, ask, strong=True), *(_row(group, found, ask) for group in found.answer.groups)]
    drawn = graph(whiskers(rows), "estimate", says)
    why = WHY.format(drawn=numbers.digits(found.drawn), cases=numbers.digits(found.cases), covered=numbers.digits(found.covered))
    inner = html.Div([drawn, html.P(why, className="note")])
    return body.body(ask, says, inner, _estimates(found, ask), found.indicators, "")


def _bounds(group: Group, found) -> tuple[float, float] | None:
    _, _, low, high = found.indicators
    return None if group[low.key].value is None else (group[low.key].value, group[high.key].value)


def _named(group: Group, ask: Ask) -> str:
    return str(WHOLE) if group.codes[LINE.key] is None else str(ask.names.value(LINE, group.codes[LINE.key]))


def _row(group: Group, found, ask: Ask, strong: bool = False) -> Whisker:
    raw, middle, *_ = found.indicators
    value, bounds = group[middle.key].value, _bounds(group, found) or (0.0, 0.0)
    few = numbers.why_not(middle, group[middle.key], ask)
    said = words.bracketed(numbers.plain(middle, value), between(middle, bounds)) if value is not None else few
    hover = f"<b>{_named(group, ask)}</b><br>{numbers.spoken(raw, group[raw.key], ask)}<br>{middle.label} {said}"
    return Whisker(_named(group, ask), value, *bounds, said, hover, _reviews(group, raw, ask), group[raw.key].value, strong)


def _reviews(group: Group, raw, ask: Ask) -> str:
    line = group.codes[LINE.key]
    return ask.behind(raw.of, group.period, **({} if line is None else {LINE.key: str(line)}))


def _estimates(found, ask: Ask) -> html.Div:
    raw, middle, *_ = found.indicators
    columns = [
        Col(LINE.label, lambda group: _named(group, ask)),
        Col(middle.label, lambda group: numbers.shown(middle, group[middle.key]), "number"),
        Col(NAMES["bounds"], lambda group: between(middle, _bounds(group, found)), "number"),
        Col(raw.label, lambda group: html.A(numbers.shown(raw, group[raw.key]), href=_reviews(group, raw, ask)), "number"),
        Col(words.PARTS, lambda group: numbers.parts(group[raw.key]), "number"),
        Col(NAMES["drawn"], lambda group: numbers.digits(group[middle.key].n), "number"),
    ]
    return tables.simple(columns, [found.whole, *found.answer.groups], str(middle.label))


def agreement(found, ask: Ask):
    """Both grades of each case in a table: on its diagonal they agree."""
    n = int(found.pairs.sum())
    if not n:
        return notices.empty(NONE_AGAIN)
    same = int(found.pairs.trace())
    says = AGREE_SAYS.format(n=n, same=same, share=f"{same / n * 100:.1f}%", kappa=_kappa(found))
    names = [str(ask.names.value(GRADE, grade)) for grade in found.grades]
    corner = html.Th(CORNER.format(down=EARLIER_GRADE.label, across=GRADE.label), scope="col")
    heads = [corner, *(html.Th(name, scope="col", className="number") for name in names)]
    rows = [html.Tr([html.Th(name, scope="row"), *(_pair(found, i, j, ask) for j in range(len(names)))]) for i, name in enumerate(names)]
    shown = html.Div(tables.framed(heads, rows, str(grading.TWICE.label)), className="crosstab")
    return html.Div([html.P(says, className="headline"), shown, body.foot(ask, (grading.TWICE, grading.AGREED))], className="drawn")


def _kappa(found) -> str:
    if found.kappa is None:
        return str(NO_KAPPA)
    if found.bounds is None:
        return f"{found.kappa:.2f}"
    return KAPPA.format(value=f"{found.kappa:.2f}", low=f"{found.bounds[0]:.2f}", high=f"{found.bounds[1]:.2f}")


def _pair(found, i: int, j: int, ask: Ask) -> html.Td:
    number = int(found.pairs[i, j])
    look = "number step-2" if i == j else "number step-1" if number else "number"
    if not number:
        return html.Td("·", className=look + " muted")
    texts = {EARLIER_GRADE.key: found.grades[i], GRADE.key: found.grades[j], "scale": found.scale}
    return html.Td(html.A(numbers.digits(number), href=ask.behind(grading.TWICE, **texts)), className=look)


def manners(found, ask: Ask):
    """Reviewers in the order of their codes, with what is beyond chance said in a word."""
    if not found.found:
        return notices.empty(NOBODY.filled(least=FEWEST))
    mild, strict = (sum(verdict(one) is word for one in found.found) for word in (MILDER, STRICTER))
    says = MANNERS_SAY.format(n=len(found.found), least=FEWEST, mild=mild, strict=strict)
    drawn = _worth_drawing(found.found)
    rows = [_manner(one, found, ask) for one in drawn]
    some = SOME.format(n=len(drawn)) if len(drawn) < len(found.found) else ""
    note = html.P(words.listed((EXPECTED, some)), className="note muted")
    inner = html.Div([graph(whiskers(rows, percent=False, line=1.0, axis_name=ACROSS), "manners", says), note])
    return body.body(ask, says, inner, _everybody(found, ask), (grading.BELOW[found.scale],), "")


def verdict(one) -> Text:
    return MILDER if one.high < 1 else STRICTER if one.low > 1 else AS_EXPECTED


def _worth_drawing(found):
    beyond = [one for one in found if verdict(one) is not AS_EXPECTED]
    others = sorted((one for one in found if verdict(one) is AS_EXPECTED), key=lambda one: -one.n)
    kept = {one.reviewer for one in (*beyond, *others)[:DRAWN_AT_MOST]}
    return [one for one in found if one.reviewer in kept]


def _manner(one, found, ask: Ask) -> Whisker:
    name = str(ask.names.value(REVIEWER, one.reviewer))
    parts = RATIO.format(below=one.below, expected=f"{one.expected:.1f}", ratio=f"{one.ratio:.2f}")
    judged = verdict(one)
    said = words.listed((f"{one.ratio:.2f}", f"n = {one.n}", judged if judged is not AS_EXPECTED else ""))
    href = ask.behind(grading.GRADED[found.scale], reviewer=one.reviewer)
    hover = f"<b>{name}</b><br>{parts}<br>{NAMES['bounds']} {one.low:.2f} – {one.high:.2f}"
    return Whisker(name, one.ratio, one.low, one.high, said, hover, href)


def _everybody(found, ask: Ask) -> html.Div:
    graded, below = grading.GRADED[found.scale], grading.BELOW[found.scale]
    columns = [
        Col(REVIEWER.label, lambda one: str(ask.names.value(REVIEWER, one.reviewer))),
        Col(NAMES["n"], lambda one: html.A(numbers.digits(one.n), href=ask.behind(graded, reviewer=one.reviewer)), "number"),
        Col(NAMES["below"], lambda one: html.A(numbers.digits(one.below), href=ask.behind(below, reviewer=one.reviewer)), "number"),
        Col(NAMES["expected"], lambda one: f"{one.expected:.1f}", "number"),
        Col(NAMES["ratio"], lambda one: f"{one.ratio:.2f}", "number"),
        Col(NAMES["bounds"], lambda one: f"{one.low:.2f} – {one.high:.2f}", "number"),
        Col(NAMES["said"], lambda one: str(verdict(one))),
    ]
    return tables.simple(columns, found.found, str(REVIEWER.label))
