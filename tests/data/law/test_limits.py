"""The declarations of limits and acts are whole: known words, one limit for one case on one day, articles for all."""

from itertools import combinations, product

import pytest

from data import catalogue, schema
from data.law.limits import CUSTODY, PROCEDURES, SOURCES, Limit, acts, covers, limits

KINDS = [(code, line, each.family) for code, each in catalogue.case_types().items() for line in {each.line, "civil", "administrative"}]
SIDES = {"measures": "coercive", "defence": "defence_matter", "findings": "finding_level"}


def test_words_are_those_of_the_catalogue():
    for each in limits():
        assert each.clock in catalogue.codes("clock")
        assert each.role in ("base", "extension", "ceiling")
        assert each.unit in ("d", "wd", "m", "hm")
        assert each.shift in ("always", "never", "custody")
        assert each.article in catalogue.articles()
        assert each.custody in ("", *CUSTODY)
        assert each.procedure in ("", "other", *PROCEDURES)
        assert each.source in ("", *SOURCES)
        assert each.valid_from <= each.valid_to
        assert (each.times > 0) == (each.role != "base"), each
        assert each.confirmed <= catalogue.articles()[each.article].confirmed, each
    for each in acts():
        assert each.clock in catalogue.codes("clock")
        assert each.act in catalogue.codes("clock_act")
        assert not each.ended_by or each.ended_by in catalogue.codes("clock_end")
        assert not each.article or each.article in catalogue.articles()
        assert bool(each.ground) == (each.act in ("suspend", "resume")), each
        assert bool(each.ended_by) >= each.closes, each
        assert each.when is None or each.when[1] in catalogue.codes({"outcome": "outcome", "source_code": "case_source"}[each.when[0]])


def test_causes_are_nodes_or_columns():
    for each in acts():
        table, _, rest = each.cause.partition(".")
        kind, _, column = rest.partition(".")
        if not rest:
            assert each.cause in catalogue.nodes()
        elif table in SIDES and kind in catalogue.codes(SIDES[table]):
            assert not column or column in schema.metadata.tables[table].c
        else:
            assert kind in schema.metadata.tables[table].c, each.cause


def test_types_are_known():
    families = {f"family:{each.family}" for each in catalogue.case_types().values()}
    for each in (*limits(), *acts()):
        for word in each.types:
            assert word.lstrip("-") in {"*", *families, *catalogue.case_types()}, (each, word)


def holds(each: Limit, custody: str, procedure: str, source: str) -> bool:
    fits = each.procedure in ("", procedure) or (each.procedure == "other" and procedure != "fast")
    return each.custody in ("", custody) and fits and each.source in ("", source)


def clash(one: Limit, other: Limit) -> bool:
    return one.valid_from <= other.valid_to and other.valid_from <= one.valid_to


@pytest.mark.parametrize("clock", catalogue.codes("clock"))
def test_one_limit_and_one_extension_for_one_case_on_one_day(clock):
    own = [each for each in limits() if each.clock == clock]
    for kind in KINDS:
        meant = [each for each in own if covers(each, *kind)]
        for condition in product(CUSTODY, PROCEDURES, SOURCES) if len(meant) > 1 else ():
            holding = [each for each in meant if holds(each, *condition)]
            for base in (True, False):
                some = [each for each in holding if (each.role == "base") == base]
                assert not [pair for pair in combinations(some, 2) if clash(*pair)], (kind, condition)


def test_every_clock_starts_and_ends_by_something():
    for clock in set(catalogue.codes("clock")) - {"custody"}:
        declared = {each.act for each in acts() if each.clock == clock}
        assert declared >= {"start", "end"}, clock
        assert any(each.clock == clock and each.role == "base" for each in limits()), clock


def test_what_is_not_certain_says_so():
    """Articles read in the text, or named by the reference, are confirmed; the others are to be confirmed by the office."""
    unconfirmed = {code for code, each in catalogue.articles().items() if not each.confirmed}
    assert {"cpl96_138", "civ21_52", "nec16"} <= unconfirmed
    assert not {"cpl18_172", "cpl18_175", "r12_316", "civ13_56", "adm16_12"} & unconfirmed
