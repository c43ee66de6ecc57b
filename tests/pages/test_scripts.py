"""Texts that try to run: planted in every column that holds what somebody wrote, in records and desk, and every page opened in Chromium.

The content-security policy is set aside for it, so that it is the writing of texts alone that is on trial; then the policy by itself.
"""

from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import quote, urlencode

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from app import create_app
from data.access import EVERYTHING, Scope
from data.ask import Ask
from data.catalogue import review_standard
from data.definitions import recorded
from data.definitions.filters import Filters
from data.definitions.relations import ALL as RELATIONS
from data.desk import noting
from data.desk.store import Desk
from data.desk.tables.case_reviews import case_reviews
from data.store import Store
from data.viewer import LOCAL
from pages import PAGES
from queries.casefile import one_case
from queries.deeds import DEEDS
from queries.deeds.file_comments import KNOWN
from tests import planting
from tests.served import anyone, listening

pytestmark = pytest.mark.browser
WATCH = "window.ran = () => { window.times = (window.times || 0) + 1; };"
# What would have become of a text that is taken for markup, whether or not it has run; and links that lead anywhere but to ourselves.
FOUND = """() => ({
    ran: window.times || 0,
    handlers: document.querySelectorAll('[onerror], [onload], [onclick]').length,
    scripts: [...document.scripts].filter(each => !each.src && each.textContent.startsWith('ran')).length,
    images: document.querySelectorAll('img[src="/ran"], [src^=javascript]').length,
    links: [...document.querySelectorAll('a, area, form')].map(each => each.getAttribute('href') || each.getAttribute('xlink:href')
        || each.getAttribute('action')).filter(each => each && !['data:', 'blob:'].some(own => each.startsWith(own))
        && new URL(each, location.href).origin !== location.origin),
})"""
# Kept as delivered and shown nowhere, since a code or the catalogue says it; a name that is needed only where there is no room.
NOWHERE = {"cases.department_name", "cases.handler_name", "cases.office_name", "cases.prior_stage", "cases.type_name", "measures.change",
           "org.short_name", "calendar.note", "review_standards.title", "unmaskings.reason", "cases.secrecy",
           "quarantine.raw",  # names persons
           # Shown of a case that has them; the one that is opened may have none.
           "review_findings.remark", "review_results.point_name", "properties.measure"}  # fmt: skip
# A grid draws its cells one frame after another; `overlay` says that there are no rows.
DRAWN = """() => [...document.querySelectorAll('.grid')].every(grid => {
    const cells = grid.querySelectorAll('.ag-row[row-index="0"] .ag-cell').length;
    return grid.querySelector('[class*=ag-overlay-no-]') || (cells && cells >= grid.querySelectorAll('.ag-header-cell').length);
})"""
CLEAN = {"ran": 0, "handlers": 0, "scripts": 0, "images": 0, "links": []}
TEXT = planting.hostile("an.address", "any")


@pytest.fixture(scope="module")
def planted(duckdb_world, tmp_path_factory):
    """A province and a desk of hostile texts, and what there is to open."""
    home = planting.snapshot(duckdb_world.settings, tmp_path_factory.mktemp("planted") / "home")
    settings = replace(home, questions_per_minute=0, schemes=1)
    desk, store = Desk.of(settings), Store(settings)
    ask = Ask(Scope(store.current(), EVERYTHING), Filters(), settings, LOCAL, desk)
    case = judged(ask)
    worked(ask, case)
    planting.desk(desk)
    noting.note(desk, LOCAL, recorded.EXPORT, TEXT, reason=TEXT)
    yield SimpleNamespace(settings=settings, case=case)
    desk.close()
    store.close()


def judged(ask: Ask) -> dict:
    """A concluded case of which a person has been judged, and which had a lawyer."""
    persons, cases, defence = (ask.scope.table(name) for name in ("persons", "cases", "defence"))
    done, defended = sa.select(persons.c.case_no).where(persons.c.judged_on.is_not(None)), sa.select(defence.c.case_no)
    where = cases.c.case_no.in_(done), cases.c.case_no.in_(defended)
    where = *where, cases.c.concluded_on.is_not(None), cases.c.type_code == "0301", cases.c.handler.is_not(None)
    return ask.scope.fetch(sa.select(cases).where(*where).order_by(cases.c.case_no).limit(1))[0]


def worked(ask: Ask, case: dict) -> None:
    """Something of every kind on the desk: what is written in it is planted afterwards."""
    here = {"case": case["case_id"]}
    person = next(each for each in one_case(ask.with_(**here)).parts["persons"] if each["judged_on"])
    for key, given in {
        "follow": {**here, "note": "x"}, "unmask": {**here, "reason": "x"}, "account-make": {"account": "visitor", "name": "x"},
        "review_open": {**here, "kind": "routine", "mode": "own", "why": "x"}, "add_mandatory": {**here, "class": "K01", "reason": "x"},
        "compare": {**here, "person": person["person_id"], "version": "0", "verdict": "same", "note": "x"},
    }.items():  # fmt: skip
        DEEDS[key].do(ask, given)
    with ask.desk.writing() as con:
        con.execute(sa.update(case_reviews).values(standard="2026", scale="scale_2026", state="in_review"))
    point = next(each for each in review_standard.shipped()["2026"].points if each.applies("prosecution", "0301"))
    DEEDS["review_problem"].do(ask, {"review": "1", "version": "1", "point": point.key, "remark": "x"})
    DEEDS["keep_plan"].do(ask.with_(org="420100", plan="random", period="ytd"), {"title": "x"})
    DEEDS["publish_period"].do(ask.with_(org="420100", period="2025-Q1"), {"title": "x"})
    DEEDS["freeze_scheme"].do(ask.with_(org="420100"), {})
    own = replace(ask, viewer=replace(LOCAL, handler=case["handler"]))
    DEEDS["comment_file"].do(own, {"about": next(iter(KNOWN)), "text": "x"})


@pytest.fixture(scope="module")
def base_url(planted):
    with listening(create_app(planted.settings, anyone)) as address:
        yield address


# Pages that show one thing, and the filter that says which.
ABOUT = {"case": "case", "prosecutor": "handler", "review": "review", "plans": "saved", "published": "published"}


def addresses(planted, lists: bool) -> list[str]:
    """Every page; with `lists`, every list with all its columns."""
    by_list = {relation.path: relation for relation in RELATIONS.values()} if lists else {}
    known = {"case": planted.case["case_id"], "handler": planted.case["handler"], "review": "1", "saved": "1", "published": "1"}
    found = []
    for page in (page for page in PAGES if lists or not page.path.startswith("/list/")):
        given = {ABOUT[page.name]: known[ABOUT[page.name]]} if page.name in ABOUT else {}
        if page.path in by_list:
            given = {"cols": ",".join(by_list[page.path].columns)}
        found.append(page.path + (f"?{urlencode(given)}" if given else ""))
    return found


@pytest.fixture(scope="module")
def tab(browser, base_url):
    context = browser.new_context(bypass_csp=True, viewport={"width": 1400, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def watched_tab(tab, base_url):
    """Fails when anything has run: a dialog, an image that was asked for, a function that was called."""
    said, asked = [], []
    tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    tab.on("request", lambda request: asked.append(request.url) if request.url.endswith("/ran") else None)
    yield tab
    assert not said
    assert not asked


# Until the page has begun to ask for it and has its answer: before that, it shows what was asked before.
GONE = """address => new Promise(done => {
    const page = document.documentElement, url = new URL(address, location.href).href;
    if (url === location.href) return done();
    let asked = false;
    new MutationObserver((_, watch) => {
        asked = asked || page.hasAttribute("data-busy");
        if (asked && !page.hasAttribute("data-busy") && location.href === url) { watch.disconnect(); done(); }
    }).observe(page, {attributes: true, attributeFilter: ["data-busy"]});
    window.dash_clientside.set_props("url", {href: address});
})"""


def go(page: Page, address: str) -> None:
    """From where one is, as a link does: what a page loads is loaded once."""
    page.set_viewport_size({"width": 6000 if "cols=" in address else 1400, "height": 900})  # columns out of sight are not drawn
    page.evaluate(GONE, address)
    settled(page)


def settled(page: Page) -> None:
    expect(page.locator("html")).not_to_have_attribute("data-busy", "")
    expect(page.locator("main")).to_be_visible()
    if page.locator(".grid").count():
        expect(page.locator(".ag-row, [class*=ag-overlay-no-]").first).to_be_visible()
        page.wait_for_function(DRAWN)
    page.wait_for_function("[...document.querySelectorAll('.graph')].every(each => each.querySelector('.main-svg'))")


@pytest.mark.parametrize(("lang", "lists"), [("zh", True), ("en", False)])
def test_no_text_of_records_or_desk_runs_on_any_page(watched_tab, planted, base_url, lang, lists):
    tab, reached = watched_tab, set()
    tab.context.add_cookies([{"name": "lang", "value": lang, "url": base_url}])
    tab.goto(base_url + "/")
    settled(tab)
    for address in addresses(planted, lists):
        go(tab, address)
        assert tab.evaluate(FOUND) == CLEAN, address
        reached |= set(planting.MARK.findall(tab.content()))
    assert not lists or planting.everything() - reached <= NOWHERE


@pytest.mark.parametrize("address", ["/{}", "/?line={}", "/cases?q={}", "/cases?where=case_name:contains:{}", "/case?case={}"])
def test_no_text_of_an_address_runs(watched_tab, base_url, address):
    watched_tab.goto(base_url + address.format(quote(TEXT)))
    settled(watched_tab)
    assert watched_tab.evaluate(FOUND) == CLEAN


def test_what_runs_would_be_seen(tab, base_url):
    """Each of the signs, planted without its being written out."""
    tab.goto(base_url + "/")
    settled(tab)
    tab.evaluate("text => document.querySelector('main').insertAdjacentHTML('beforeend', text)", f"<p title='{TEXT}</p>")
    tab.wait_for_function("window.times > 0")
    found = tab.evaluate(FOUND)
    assert all(found.values())
