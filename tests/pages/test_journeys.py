"""The pages themselves in a browser, over the demonstration province: no fault in the console, readable by axe, links that lead on."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from app import create_app
from components import drawing
from data.definitions.relations import PERSONS
from pages import PAGES
from queries import choices, lists
from tests.links import everything
from tests.served import anyone, listening

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']})
    .then(found => found.violations.map(each => [each.id, each.impact, each.nodes[0].html.slice(0, 300)]))"""
NOT_OURS = ()
browser = pytest.mark.browser


@pytest.fixture(scope="session")
def case_id(duckdb_world) -> str:
    return lists.page(PERSONS, duckdb_world.ask(), 0, 1).rows[0]["case_id"]


@pytest.fixture(scope="session")
def base_url(duckdb_world):
    with listening(create_app(duckdb_world.settings, anyone)) as address:
        yield address


@pytest.mark.parametrize("opened", PAGES, ids=lambda page: page.name)
def test_the_whole_page_has_no_fault(opened, duckdb_world, case_id, language):
    texts = {"case": case_id} if opened.name == "case" else {}
    whole = drawing.Drawing(PAGES, lambda search: duckdb_world.ask(**texts), choices.of).whole(opened, "")
    notices = [getattr(each, "data-notice", None) for each in everything(whole)]
    assert not [notice for notice in notices if notice not in (None, "Empty")]


def opened_at(page: Page, base_url: str, path: str, lang: str = "zh", theme: str = "light") -> Page:
    page.context.add_cookies([{"name": "lang", "value": lang, "url": base_url}, {"name": "theme", "value": theme, "url": base_url}])
    page.goto(base_url + path)
    expect(page.locator("h1")).to_be_visible()
    return page


LIKE_CASES = [page for page in PAGES if page.path.startswith("/list/")]  # one frame, other columns
SETTINGS = [("zh", "light"), ("zh", "dark"), ("en", "light"), ("en", "dark")]
LOOKED_AT = [(page, *setting) for page in PAGES for setting in (SETTINGS[:1] if page in LIKE_CASES else SETTINGS)]


@browser
@pytest.mark.parametrize(("opened", "lang", "theme"), LOOKED_AT, ids=[f"{page.name}-{lang}-{theme}" for page, lang, theme in LOOKED_AT])
def test_axe_and_console(opened, lang, theme, watched, base_url, case_id):
    path = opened.path + (f"?case={quote(case_id)}" if opened.name == "case" else "")
    page = opened_at(watched, base_url, path, lang, theme)
    if page.locator(".grid").count():
        expect(page.locator(".case-link, [class*=ag-overlay-no-]").first).to_be_visible()
    page.wait_for_load_state("networkidle")  # a grid that is still being put up is no grid to judge
    page.evaluate(AXE)
    for _ in range(10):  # while the grid puts up its header, a row of it is empty for a moment: what counts is what stays
        serious = [each for each in page.evaluate(RUN_AXE) if each[1] in ("serious", "critical") and each[0] not in NOT_OURS]
        if not serious:
            break
        page.wait_for_timeout(1000)
    assert not serious
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture
def cases(watched: Page, base_url) -> Page:
    page = opened_at(watched, base_url, "/cases?line=prosecution")
    expect(page.locator(".case-link").first).to_be_visible()
    return page


def total(page: Page) -> int:
    return int(page.locator("[data-grid-count]").inner_text().replace(",", ""))


def first_row(page: Page, column: str):
    return page.locator(f".ag-row[row-index='0'] [col-id='{column}']")


@browser
def test_order_conditions_and_columns_stand_in_the_address(cases):
    cases.locator(".ag-header-cell[col-id=office] .ag-header-cell-label").click()
    expect(cases).to_have_url(re.compile("sort=office"))
    cases.locator(".columns summary").click()
    cases.locator("[data-column=line]").click()
    expect(cases).to_have_url(re.compile("cols=case_id"))
    cases.locator("h1").click()
    before = total(cases)
    cases.locator(".ag-header-cell[col-id=case_name] .ag-header-cell-filter-button").click()
    cases.locator(".ag-filter input[type=text]").first.fill("盗窃")
    cases.locator(".ag-filter-apply-panel-button").first.click()
    expect(cases).to_have_url(re.compile("where=case_name"))
    narrowed = total(cases)
    assert 0 < narrowed < before
    file = cases.locator("a.tool-file").first.get_attribute("href")
    assert all(part in file for part in ("sort=office", "cols=case_id", "where=case_name", "line=prosecution"))
    cases.reload()
    expect(cases.locator(".case-link").first).to_be_visible()
    expect(first_row(cases, "case_name")).to_contain_text("盗窃")
    assert total(cases) == narrowed
    assert cases.locator(".ag-header-cell[col-id=line]").count() == 0


@browser
def test_a_file_holds_what_the_list_shows(cases, base_url):
    wanted = total(cases)
    answer = cases.request.get(base_url + cases.locator("a.tool-file").first.get_attribute("href"))
    assert sum("]42" in line.split(",")[0] for line in answer.text().splitlines()) == wanted


@browser
def test_a_filter_of_the_bar_keeps_the_order_and_fetches_anew(cases):
    cases.locator(".ag-header-cell[col-id=accepted_on] .ag-header-cell-label").click()
    expect(cases).to_have_url(re.compile("sort=accepted_on"))
    cases.locator(".control-status select").select_option(label="在办")
    expect(cases).to_have_url(re.compile("status=handling"))
    expect(cases).to_have_url(re.compile("sort=accepted_on"))
    expect(first_row(cases, "status")).to_have_text("在办")
    shown = cases.locator(".ag-center-cols-container [col-id=accepted_on]").all_inner_texts()
    assert shown == sorted(shown)


@browser
def test_the_keyboard_opens_a_case_and_back_returns(cases):
    first_row(cases, "office").click()
    cases.keyboard.press("ArrowDown")
    cases.keyboard.press("Enter")
    expect(cases).to_have_url(re.compile("/case\\?case="))
    expect(cases.locator(".panorama")).to_be_visible()
    cases.go_back()
    expect(cases.locator(".case-link").first).to_be_visible()


@browser
def test_from_the_province_down_to_a_case(watched, base_url):
    page = opened_at(watched, base_url, "/")
    page.locator(".unit-name", has_text="武汉").first.click()
    expect(page).to_have_url(re.compile("org=420100"))
    expect(page.locator("html")).not_to_have_attribute("data-busy", "")
    number = page.locator(".unit-number").first
    wanted = number.inner_text()
    number.click()
    expect(page.locator("[data-grid-count]")).to_have_text(wanted)
    page.locator(".case-link").first.click()
    expect(page.locator(".panorama")).to_be_visible()


@browser
def test_a_point_leads_to_its_rows(watched, base_url):
    page = opened_at(watched, base_url, "/")
    mark = page.locator("#overview-panel-trend .scatterlayer .points path").last
    mark.scroll_into_view_if_needed()
    point = mark.bounding_box()
    page.mouse.click(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    expect(page).to_have_url(re.compile("/cases\\?behind=accepted"))
    expect(page.locator(".case-link").first).to_be_visible()


@browser
def test_a_map_beside_that_of_another_unit_and_as_a_file(watched, base_url):
    page = opened_at(watched, base_url, "/flow?org=420100")
    page.locator(".map-unit select").select_option(label="宜昌市院")
    expect(page.locator(".map-part")).to_have_count(2)
    expect(page).to_have_url(re.compile("versus=420500"))
    with page.expect_download() as saved:
        page.locator(".save-drawing").nth(1).click()
    drawn = Path(saved.value.path()).read_text(encoding="utf-8")
    assert saved.value.suggested_filename.startswith("流程图")
    assert "宜昌市" in drawn
    assert "<a " in drawn
    assert "href" not in drawn.replace("xmlns", "")
    page.locator(".map-unit select").select_option(label="另一单位…")
    expect(page.locator(".map-part")).to_have_count(1)


@browser
def test_a_chart_is_also_a_table(watched, base_url):
    page = opened_at(watched, base_url, "/")
    shown = page.locator("#overview-panel-trend .as-table")
    shown.locator("summary").click()
    expect(shown.locator("tbody tr").first).to_be_visible()
    assert shown.locator("tbody tr").count() == 24


@browser
def test_reasons_lead_to_their_rows(watched, base_url):
    page = opened_at(watched, base_url, "/data")
    number = page.locator("#data-panel-reasons tbody td.number a").first
    counted = number.inner_text()
    number.click()
    expect(page).to_have_url(re.compile("reason=.*table="))
    expect(page.locator("#data-panel-issues tbody tr")).to_have_count(int(counted))


@browser
def test_a_case_that_is_not_there_says_so_once(watched, base_url):
    page = opened_at(watched, base_url, "/case?case=nothing")
    assert page.locator("[data-notice=NotFound]:visible").count() == 1


@browser
def test_a_case_is_followed_without_loading_a_page(page, base_url, case_id):
    opened_at(page, base_url, f"/case?case={quote(case_id)}")
    page.get_by_label("备注").fill("开庭前再看")
    page.get_by_role("button", name="关注此案").click()
    expect(page.get_by_text("· 开庭前再看")).to_be_visible()
    page.goto(base_url + "/mine")
    expect(page.get_by_role("row").filter(has_text="开庭前再看")).to_have_count(1)
    page.get_by_role("link", name=case_id).click()
    page.get_by_role("button", name="取消关注").click()
    expect(page.get_by_role("button", name="关注此案")).to_be_visible()


@browser
def test_what_went_wrong_with_a_form_is_said_in_it_and_nothing_is_lost(page, base_url, case_id):
    opened_at(page, base_url, f"/case?case={quote(case_id)}")
    page.get_by_label("备注").fill("开庭前再看")
    page.context.clear_cookies(name="mark")
    page.get_by_role("button", name="关注此案").click()
    expect(page.get_by_text("表单已失效")).to_be_visible()
    expect(page.get_by_label("备注")).to_have_value("开庭前再看")
