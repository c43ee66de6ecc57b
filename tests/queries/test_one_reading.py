"""What is answered by one reading for several tables is what each table answers by itself, on both engines."""

from dataclasses import replace

import pytest

from data import catalogue
from data.definitions.dimensions import CITY, DEPARTMENT, LINE, REVIEW_KIND
from data.definitions.indicators import flow, grading, mandatory, quality
from data.definitions.indicators import reviews as of
from data.definitions.relations import CASES, PERSONS, REVIEW_FINDINGS, REVIEWS
from data.viewer import LOCAL
from queries import calibration, compared, measure, review_report, reviewing, sources, sums
from queries.planning.pool import gathered

WHICH = ({"org": "420000"}, {"line": "prosecution"}, {"org": "420100", "review_kind": "key"})


@pytest.fixture(params=range(len(WHICH)))
def ask(world, request):
    return world.ask(since="2024-01-01", until="2025-10-31", **WHICH[request.param])


def plain(answer) -> dict:
    """Groups with any number in them: values nothing is counted for need not be named."""
    return {
        tuple(group.codes.values()): dict(group.figures) for group in answer.groups
        if any(figure.n or figure.numerator for figure in group.figures.values())
    }  # fmt: skip


def test_each_answer_is_the_one_asked_for_alone(ask):
    indicators = (quality.REVIEWED, *quality.GRADES, of.REVIEWERS, of.DELAY, of.PER_REVIEW, of.OPEN_REVIEWS)
    bys = ((), (CITY,), (REVIEW_KIND,), (LINE,), (CITY, REVIEW_KIND), (DEPARTMENT,))
    found = measure.several(ask, indicators, [measure.Part(by) for by in bys], (ask.period,))
    for by, answer in zip(bys, found, strict=True):
        alone = measure.measured(ask, indicators, by, (ask.period,), use_marts=False)
        assert plain(answer) == plain(alone), by
    assert plain(found[0])


@pytest.mark.parametrize("rights", [None, frozenset({"figures"})])
def test_one_value_is_told_as_among_its_neighbours(ask, rights):
    """To whoever sees figures alone too: what is hidden for the sake of its neighbours stays hidden where they are not shown."""
    ask = replace(ask.with_(since="2024-01-01", until="2024-12-31"), viewer=replace(LOCAL, rights=rights))  # days of whole years
    assert ask.viewer.figures_only == bool(rights)
    kind = "key" if ask.filters.get("review_kind") else "routine"
    asked = measure.Part((LINE, REVIEW_KIND)), measure.Part((LINE,), (quality.REVIEWED,), (REVIEW_KIND, kind))
    crossed, alone = measure.several(ask, (quality.REVIEWED, of.WITH_PROBLEMS), asked, (ask.period,))
    among = {g.codes["line"]: g[quality.REVIEWED.key] for g in crossed.groups if g.codes[REVIEW_KIND.key] == kind}
    assert alone.dimensions == (LINE,)
    assert alone.indicators == (quality.REVIEWED,)
    assert {g.codes["line"]: g[quality.REVIEWED.key] for g in alone.groups} == among
    assert among or (rights and kind == "key")  # of key reviews in one city there are too few to be told


def test_the_tables_of_the_report(world):
    ask = world.ask(org="420000", since="2024-01-01", until="2025-10-31")
    found = review_report.report(ask)
    asked = {"graded": ((CITY,), ask), "kinds": ((REVIEW_KIND,), ask), "lines": ((LINE,), ask),
             "routine": ((CITY,), ask.with_(review_kind="routine"))}  # fmt: skip
    for name, (by, narrowed) in asked.items():
        alone, told = measure.measured(narrowed, review_report.GRADED, by, (ask.period,)), getattr(found, name)
        shown = {tuple(g.codes.values()): {each.key: g[each.key] for each in review_report.GRADED} for g in told.groups}
        assert {code: figures for code, figures in shown.items() if figures["reviews"].n} == {
            tuple(g.codes.values()): g.figures for g in alone.groups if g["reviews"].n
        }, name
        assert shown
    every_one = (*review_report.COVERAGE, *review_report.ADDED_UP, of.HANDLERS, of.REVIEWERS, *review_report.OPEN)
    assert found.total.figures == measure.total(*every_one)(ask).groups[0].figures


def test_cases_of_the_annex_have_their_problems(world):
    ask = world.ask(org="420000", since="2024-01-01", until="2025-10-31")
    rows = {row["review_id"]: [] for row in review_report.problem_cases(ask)}
    for row in ask.scope.fetch(sources.facts(ask, REVIEW_FINDINGS).rows.select()):
        if row["review_id"] in rows:
            rows[row["review_id"]].append(row["item_name"])
    told = {row["review_id"]: sorted(row["problems"]) for row in review_report.problem_cases(ask)}
    assert told == {review: sorted(names) for review, names in rows.items()}
    assert any(told.values())


def test_lines_in_which_a_problem_occurs(ask):
    told = reviewing.problems(ask)
    source = sources.facts(ask, REVIEW_FINDINGS)
    rows = ask.scope.fetch(source.rows.select().where(source.where, of.PROBLEM_CASES.behind(source.c, ask.period)))
    assert told.lines == {item: len({row["line"] for row in rows if row["item"] == item}) for item in {row["item"] for row in rows}}


@pytest.mark.parametrize("narrowed", WHICH[:2], ids=str)
def test_persons_and_mandatory_cases_are_counted_once(world, narrowed):
    ask = world.ask(since="2024-01-01", until="2025-10-31", **narrowed)
    for indicators, by in (((mandatory.CASES, mandatory.CASES_REVIEWED, mandatory.CASES_OPEN), LINE), ((of.HANDLERS,), CITY)):
        found = measure.by(by, *indicators)(ask)
        source = sources.facts(ask, indicators[0].over)
        for each in indicators:
            rows = ask.scope.fetch(source.rows.select().where(source.where, each.behind(source.c, ask.period)))
            people = {}
            for row in rows:
                people.setdefault(row[by.column], set()).add(row[each.column])
            assert {g.codes[by.key]: g[each.key].value for g in found.groups if g[each.key].value} == {k: len(v) for k, v in people.items()}


def test_who_waits_to_be_compared(world):
    ask = world.ask(org="420000", since="2024-01-01", until="2025-10-31")
    persons = ask.scope.fetch(ask.scope.rows(PERSONS).select())
    due = [row for row in persons if row["judged_on"] and row["indicted_on"] and row["type_code"] in catalogue.types_of("prosecution")
           and ask.period.since <= row["judged_on"] <= ask.period.until and row["province"] == "420000"]  # fmt: skip
    due.sort(key=lambda row: (row["judged_on"], row["case_no"], row["person_no"]))
    told = compared.waiting(ask)
    assert [(row["person_id"], row["name"], row["judged_on"]) for row in told] == [
        (row["person_id"], row["name"], row["judged_on"]) for row in due[: compared.SHOWN]
    ]
    assert told


def test_a_case_under_review_needs_none(world):
    """Of the pool: whichever of its cases any review was begun of, a self-check apart."""
    ask = world.ask(org="420100", since="2025-01-01", until="2025-10-31")
    found = gathered(ask)
    begun = {row["case_no"] for row in ask.scope.fetch(ask.scope.rows(REVIEWS).select()) if not row["self_check"]}
    told = {case.case_no for case, reviewed in zip(found.cases, found.pool.reviewed, strict=True) if reviewed}
    assert told == {case.case_no for case in found.cases} & begun
    assert told


def test_what_is_expected_of_a_reviewer(world):
    """Each review counts as much as reviews of its line and kind usually are below; a plain loop finds the same."""
    ask = world.ask(since="2020-01-01", until="2025-10-31")
    scale = calibration.scale_of(ask)
    rows = ask.scope.fetch(sources.facts(ask, REVIEWS).rows.select())
    graded = [row for row in rows if row["state"] == "concluded" and row["self_check"] is False and row["scale"] == scale and row["grade"]
              and row["by_whom"] and ask.period.since <= row["reviewed_on"] <= ask.period.until]  # fmt: skip
    alike, of_whom = {}, {}
    for row in graded:
        row["below"] = row["grade"] in grading.OF_SCALE[scale][grading.GOOD_GRADES :]
        alike.setdefault((row["line"], row["review_kind"]), []).append(row["below"])
    for row in graded:
        usual = alike[row["line"], row["review_kind"]]
        of_whom.setdefault(row["by_whom"], []).append((row["below"], sum(usual) / len(usual)))
    wanted = {
        who: (len(told), sum(below for below, _ in told), round(sum(usual for _, usual in told), 6)) for who, told in of_whom.items()
        if len(told) >= calibration.FEWEST_REVIEWS and sum(usual for _, usual in told) > 0
    }  # fmt: skip
    found = calibration.manners(ask).found
    assert {each.reviewer: (each.n, each.below, round(each.expected, 6)) for each in found} == wanted
    assert [each.reviewer for each in found] == sorted(wanted)
    assert all(each.low <= each.ratio <= each.high for each in found)
    assert found


@pytest.mark.parametrize("periods", [1, 14])
@pytest.mark.parametrize("by", [(), ("city",), ("line", "type_code")], ids=str)
def test_numbers_of_many_are_their_running_sums(world, by, periods):
    """Flows and stocks, at few ends told apart by the engine and at many."""
    ask = world.ask(org="420000")
    spans = [ask.period, *ask.period.parts("month")[: periods - 1]]
    asked = [(each.count, span) for span in spans for each in (flow.ACCEPTED, flow.PENDING, flow.CONCLUDED)]
    source = sources.choose(ask, CASES, by, spans)
    codes, rows = sums.table(ask, source, asked, by)
    running = sums.of_mart(ask, source, [count for count, _ in asked], spans, by)
    assert dict(zip(codes, rows, strict=True)) == {code: [sums.number(*each, found) for each in asked] for code, found in running.items()}
    assert any(map(any, rows))
