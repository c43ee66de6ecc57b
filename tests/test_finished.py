"""Parts of pages are kept for everybody who may see the same, and for nobody else: over all pages, and one reason at a time."""

from copy import copy
from dataclasses import replace
from random import Random

import pytest
from dash import html
from dash._utils import to_json

from components import finished, forms
from components.drawing import Drawing
from components.finished import Finished, Part
from components.theme import theme
from data.access import Grant
from data.definitions.filters import Filters
from data.desk.store import Desk
from data.shared import Personal, for_all
from data.text import locale
from data.viewer import LOCAL
from pages import PAGES
from queries import choices
from queries.deeds import DEEDS
from tests import handmade
from tests.walls import DAYS

MUCH = 1 << 26
FIRST, SECOND = (replace(LOCAL, account=f"account-of-{name}", name=f"name-of-{name}", handler="110001") for name in ("first", "second"))


@pytest.fixture(scope="module")
def desk(duckdb_world, tmp_path_factory):
    opened = Desk.of(replace(duckdb_world.settings, desk_url=f"sqlite:///{tmp_path_factory.mktemp('desk') / 'desk.sqlite'}"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def number(duckdb_world, desk) -> str:
    """A case which the first of two viewers follows, and has said why."""
    ask = replace(duckdb_world.ask(), viewer=FIRST, desk=desk)
    row = ask.scope.fetch(ask.scope.table("cases").select().limit(1))[0]
    DEEDS["follow"].do(ask, {"case": row["case_id"], "note": "note-of-first"})
    return row["case_id"]


def drawn(page, asking, kept: Finished) -> str:
    """All of a page but what is around it, as it is written for the browser of whoever asks."""
    forms.token.set(f"token-of-{asking.viewer.account}")
    parts = Drawing(PAGES, lambda search: asking, choices.of, kept).update(page, str(asking.filters))
    return to_json({name: part for name, part in parts.items() if name != "head"})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_was_drawn_for_another_is_what_would_have_been_drawn(page, duckdb_world, desk, number):
    texts = {"case": number} if page.name == "case" else dict(each.split("=") for each in DAYS.split("&"))
    filters = Filters.of(texts)
    first, second = (replace(duckdb_world.ask(), viewer=who, desk=desk, filters=filters) for who in (FIRST, SECOND))
    kept = Finished(MUCH)
    drawn(page, first, kept)
    said = drawn(page, second, kept)
    assert "token-of-first" not in said
    assert "note-of-first" not in said
    assert page.name == "audit" or said == drawn(page, second, Finished())  # the log tells of this look too


class Counted:
    """Draws a part, and how often it had to."""

    def __init__(self, part=Part(html.P("x"))):  # noqa: B008
        self.part, self.times = part, 0

    def __call__(self, ask):
        self.times += 1
        return self.part


ASK = replace(handmade.ask(), viewer=LOCAL)
OTHERS = {
    "rows": replace(ASK, scope=replace(ASK.scope, grant=Grant(units=frozenset({"420100"})))),
    "a case": replace(ASK, scope=ASK.scope.with_case(7)),
    "rights": replace(ASK, viewer=replace(LOCAL, rights=frozenset({"figures"}))),
    "person": replace(ASK, viewer=replace(LOCAL, handler="110001")),
    "a desk": replace(ASK, desk=object()),
}  # fmt: skip


def test_a_part_is_drawn_once_for_all_who_may_see_it():
    kept, draw = Finished(MUCH), Counted()
    for who in ("a", "b"):
        kept.part("page/part", "?x=1", replace(ASK, viewer=replace(LOCAL, account=who, name=who)), draw)
    assert draw.times == 1


@pytest.mark.parametrize("other", OTHERS)
def test_who_may_see_other_things_is_drawn_another(other):
    kept, draw = Finished(MUCH), Counted()
    for ask in (ASK, OTHERS[other], ASK):
        kept.part("page/part", "", ask, draw)
    assert draw.times == 2


def test_another_address_language_or_colour_is_another_part():
    kept, draw = Finished(MUCH), Counted()
    kept.part("page/part", "", ASK, draw)
    kept.part("page/part", "?org=420100", ASK, draw)
    kept.part("page/other", "", ASK, draw)
    for setting, value in ((locale, "en"), (theme, "dark")):
        before = setting.set(value)
        kept.part("page/part", "", ASK, draw)
        setting.reset(before)
    assert draw.times == 5


def test_another_edition_of_the_records_is_another_part():
    kept, draw, later = Finished(MUCH), Counted(), copy(ASK.scope.snapshot)
    later.key = "a-later-one"
    for scope in (ASK.scope, replace(ASK.scope, snapshot=later), ASK.scope):
        kept.part("page/part", "", replace(ASK, scope=scope), draw)
    assert draw.times == 2


@pytest.mark.parametrize("part", [Part(html.P("x"), refuses=True, answers=False), Part(html.P("x"), answers=False)])
def test_a_refusal_or_fault_is_not_kept(part):
    kept, draw = Finished(MUCH), Counted(part)
    for _ in range(2):
        assert kept.part("page/part", "", ASK, draw) == part
    assert draw.times == 2


@pytest.mark.parametrize("reach", [lambda ask: ask.desk.now(), lambda ask: forms.drawn_for()], ids=["desk", "form"])
def test_a_part_of_one_person_is_drawn_for_each(reach):
    """And, once that is known, never again for all in vain."""
    asked = replace(ASK, desk=Counted(), viewer=replace(LOCAL, account="a"))
    asked.desk.now = lambda: None
    seen, kept = [], Finished(MUCH)

    def draw(ask):
        seen.append(ask.viewer.account)
        reach(ask)
        return Part(html.P(ask.viewer.account))

    for _ in range(2):
        assert kept.part("page/part", "", asked, draw).shown.children == "a"
    assert seen == ["", "a", "a"]


def test_reaching_for_the_desk_is_no_error_that_could_be_taken_for_one():
    with pytest.raises(Personal):
        for_all(replace(ASK, desk=object())).desk.reading()
    assert not issubclass(Personal, Exception)


def test_what_was_used_last_is_kept_up_to_so_many_bytes():
    letters = {name: Random(name).randbytes(100).hex() for name in "abc"}  # what cannot be packed to less than half
    kept, draws = Finished(500), {name: Counted(Part(html.P(text))) for name, text in letters.items()}
    for name in "abcab":
        kept.part(name, "", ASK, draws[name])
    assert [draw.times for draw in draws.values()] == [2, 2, 1]
    assert letters["a"] in to_json(finished.settled(kept.part("a", "", ASK, draws["a"]).shown))
    assert draws["a"].times == 2
