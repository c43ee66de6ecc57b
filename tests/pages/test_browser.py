"""The shell in a browser: what a reader does, and what a slow or broken connection must not do to him."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.served import listening

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']})
    .then(found => found.violations.map(each => [each.id, each.impact, each.nodes[0].html]))"""


@pytest.fixture(scope="session")
def base_url(app):
    with listening(app) as address:
        yield address


@pytest.fixture
def home(watched: Page, base_url) -> Page:
    watched.goto(base_url + "/")
    expect(watched.locator(".echo")).to_be_visible()
    return watched


def ends(end: str) -> re.Pattern:
    return re.compile(re.escape(end) + "$")


def choose(page: Page, control: str, label: str) -> None:
    page.locator(f".control-{control} select").select_option(label=label)


def line_of(page: Page) -> str:
    return page.locator(".control-line select").evaluate("each => each.selectedOptions[0].textContent")


def test_one_trip_for_an_interaction_and_no_other_host(home):
    asked = []
    home.on("request", lambda request: asked.append(request.url) if "_dash-update-component" in request.url else None)
    choose(home, "line", "侦查监督")
    expect(home.locator(".headline")).to_contain_text("2234")
    expect(home).to_have_url(ends("?line=arrest"))
    home.locator(".menu a", has_text="其他").click()
    expect(home.locator(".echo-other")).to_be_visible()
    expect(home).to_have_url(ends("/other?line=arrest"))
    assert len(asked) == 2


def test_back_and_forward_restore_answer_and_controls(home):
    choose(home, "line", "侦查监督")
    expect(home.locator(".headline")).to_contain_text("2234")
    home.go_back()
    expect(home.locator(".headline")).to_contain_text("1234")
    assert line_of(home) == "全部"
    home.go_forward()
    expect(home.locator(".headline")).to_contain_text("2234")
    assert line_of(home) == "侦查监督"


def test_a_mark_can_be_clicked_twice(home):
    for _ in range(2):
        box = home.locator(".main-svg").first.bounding_box()
        home.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
        expect(home).to_have_url(ends("?org=420100"))
        home.go_back()
        expect(home).to_have_url(ends("/"))
        expect(home.locator("html")).not_to_have_attribute("data-busy", "")


def test_two_quick_choices_both_count(home):
    home.evaluate(
        """() => { for (const [name, value] of [['line', 'line=arrest&type='], ['custody', 'custody=in_custody']]) {
            const select = document.querySelector(`.control-${name} select`); select.value = value;
            select.dispatchEvent(new Event('change', {bubbles: true})); } }"""
    )
    expect(home).to_have_url(ends("?custody=in_custody&line=arrest"))
    expect(home.locator(".chip-link")).to_have_count(2)


def search(page: Page, words: str) -> None:
    box = page.locator(".control-q input")
    box.fill(words)
    box.press("Enter")


def test_a_late_answer_never_wins_on_the_same_page(home):
    search(home, "slow")
    expect(home).to_have_url(ends("?q=slow"))
    search(home, "quick")
    expect(home.locator(".echo")).to_have_text("quick")
    home.wait_for_timeout(1800)
    expect(home.locator(".echo")).to_have_text("quick")
    expect(home.locator("html")).not_to_have_attribute("data-busy", "")


def test_a_late_answer_never_wins_across_pages(home):
    """Ask slowly, leave for another page, come back with a quick question: the slow answer belongs to ids that are there again."""
    search(home, "slow")
    expect(home).to_have_url(ends("?q=slow"))
    home.evaluate("window.dash_clientside.set_props('url', {href: '/other?q=a'})")
    expect(home.locator(".echo-other")).to_have_text("a")
    home.evaluate("window.dash_clientside.set_props('url', {href: '/?q=b'})")
    expect(home.locator(".echo")).to_have_text("b")
    home.wait_for_timeout(2000)
    expect(home.locator(".echo")).to_have_text("b")


def test_a_late_page_never_wins(home):
    """Leave for a slow page, change the question before it comes."""
    home.evaluate("window.dash_clientside.set_props('url', {href: '/other?q=slow'})")
    home.wait_for_timeout(150)
    home.evaluate("window.dash_clientside.set_props('url', {href: '/other?q=quick'})")
    expect(home.locator(".echo-other")).to_have_text("quick")
    home.wait_for_timeout(1800)
    expect(home.locator(".echo-other")).to_have_text("quick")


def test_what_is_unfolded_stays_and_the_focus_too(home):
    home.locator(".control-org summary").click()
    province = home.locator(".control-org select").first
    province.focus()
    province.select_option(label="湖北省人民检察院")
    expect(home.locator(".control-org select")).to_have_count(2)
    expect(home.locator(".control-org")).to_have_attribute("open", "")
    expect(home.locator(".control-org select").first).to_be_focused()
    home.keyboard.press("Escape")
    expect(home.locator(".control-org")).not_to_have_attribute("open", "")
    home.locator(".control-org summary").click()
    home.locator(".control-org select").nth(1).select_option(label="武汉市人民检察院")
    home.locator(".control-org select").nth(2).select_option(label="江岸区人民检察院")
    home.locator(".control-org select").nth(3).select_option(label="第一检察部")
    expect(home.locator(".crumbs [aria-current]")).to_have_text("第一检察部")
    home.keyboard.press("Escape")
    home.locator(".crumbs a", has_text="武汉市人民检察院").click()
    expect(home).to_have_url(ends("?org=420100"))


def test_days_and_presets(home):
    home.locator(".control-period summary").click()
    home.locator("[data-write=since] input").fill("2025-03-01")
    expect(home).to_have_url(ends("?since=2025-03-01"))
    expect(home.locator(".title-said")).to_have_text("2025-03-01 至 2025-11-28")
    home.locator(".picker-link", has_text="上月").click()
    expect(home).to_have_url(ends("?period=2025-10"))
    expect(home.locator(".control-period")).not_to_have_attribute("open", "")


def test_chips_take_filters_off(home, base_url):
    home.goto(base_url + "/?line=arrest&grade=g17_flawed&org=420100")
    expect(home.locator(".chip")).to_have_count(3)  # one of them is not in the bar
    home.locator(".chip", has_text="评查等次").click()
    expect(home).to_have_url(ends("?line=arrest&org=420100"))
    home.locator(".chips-clear").click()
    expect(home).to_have_url(ends("/"))


def test_language_and_theme_keep_the_question(home):
    choose(home, "line", "侦查监督")
    expect(home.locator(".chip")).to_have_count(1)
    home.locator(".setting", has_text="English").click()
    expect(home.locator("html")).to_have_attribute("lang", "en")
    expect(home.locator("h1")).to_have_text("Overview")
    expect(home).to_have_url(ends("?line=arrest"))
    home.locator(".setting", has_text="Dark").click()
    expect(home.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(home).to_have_title("Overview · Anliu 案流")


def test_a_lost_connection_is_said_and_mended(page: Page, base_url):
    page.goto(base_url + "/")
    expect(page.locator(".echo")).to_be_visible()
    page.route("**/_dash-update-component*", lambda route: route.abort())
    choose(page, "line", "侦查监督")
    expect(page.locator("#lost")).to_be_visible()
    page.unroute("**/_dash-update-component*")
    choose(page, "line", "公诉")
    expect(page.locator(".headline")).to_contain_text("2234")
    expect(page.locator("#lost")).to_be_hidden()


def test_reached_by_keyboard_alone(home):
    home.keyboard.press("Tab")
    expect(home.locator(".skip")).to_be_focused()
    home.keyboard.press("Enter")
    assert home.evaluate("document.activeElement.id") == "main"
    home.locator(".menu a", has_text="其他").focus()
    home.keyboard.press("Enter")
    expect(home.locator(".echo-other")).to_be_visible()
    expect(home.locator("main")).to_be_focused()


def test_the_menu_by_its_arrow_keys(home):
    focused = home.locator(":focus")
    home.locator(".menu a", has_text="总览").focus()
    for key, there in (("ArrowLeft", "一组"), ("ArrowDown", "其一"), ("ArrowDown", "其二"), ("Home", "其一"), ("ArrowUp", "一组")):
        home.keyboard.press(key)
        expect(focused).to_have_text(there)
    expect(home.locator(".menu details")).to_have_attribute("open", "")
    home.keyboard.press("ArrowRight")  # beyond the last word stands the first, and what was unfolded folds
    expect(focused).to_have_text("总览")
    expect(home.locator(".menu details")).not_to_have_attribute("open", "")
    for key in ("ArrowLeft", "ArrowUp", "Enter"):
        home.keyboard.press(key)
    expect(home.locator(".echo-grouped")).to_be_visible()
    expect(home).to_have_url(ends("/second"))
    expect(home.locator(".menu .is-chosen")).to_have_text("一组")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/?line=arrest&org=420102", "/other", "/nowhere", "/?line=nonsense"])
def test_axe_finds_nothing(browser, base_url, theme, address):
    context = browser.new_context(bypass_csp=True, viewport={"width": 1366, "height": 900})
    context.add_cookies([{"name": "theme", "value": theme, "url": base_url}])
    page = context.new_page()
    page.goto(base_url + address)
    expect(page.locator("main")).to_be_visible()
    for details in page.locator("details[data-picker]").all():
        details.evaluate("each => each.open = true")
    page.wait_for_timeout(600)
    page.evaluate(AXE + ";0")
    found = page.evaluate(RUN_AXE)
    context.close()
    assert not found


@pytest.mark.parametrize("width", [390, 768, 1024, 1366, 1920])
def test_nothing_sticks_out(browser, base_url, width):
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(base_url + "/?line=arrest&org=420102")
    expect(page.locator(".echo")).to_be_visible()
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
