"""The content-security policy in Chromium: what it stops, and whose styles keep it from being stricter."""

import pytest

import app as whole
from pages import PAGES
from tests import hand
from tests.served import anyone, listening
from web.headers import POLICY

pytestmark = pytest.mark.browser
STRICT = POLICY.replace("style-src 'self' 'unsafe-inline'", "style-src-elem 'self'; style-src-attr 'unsafe-inline'")
WATCH = """window.stopped = []; document.addEventListener('securitypolicyviolation',
    each => stopped.push([each.effectiveDirective, (each.sourceFile || '').split('/').pop().split('.')[0]]))"""
WRITERS = {"dash_core_components", "dash_renderer", "dash_ag_grid", "plotly-cartesian"}


@pytest.fixture(scope="session")
def base_url(small_home):
    """The shell with a figure and a list under a policy that allows no styles but those of our files."""
    kept, whole.POLICY = whole.POLICY, STRICT
    try:
        made = whole.create_app(small_home, anyone, pages=(hand.HOME, next(page for page in PAGES if page.name == "cases")))
    finally:
        whole.POLICY = kept
    with listening(made) as address:
        yield address




def test_style_elements_are_written_by_those_who_are_named_and_nobody_else(page, base_url):
    """Whoever is missing here one day no longer needs `unsafe-inline`: when all are, the policy becomes this strict one."""
    page.add_init_script(WATCH)
    found = set()
    for path, there in (("/", ".main-svg"), ("/cases", ".ag-row")):
        page.goto(base_url + path)
        page.locator(there).first.wait_for(state="attached")
        found |= {tuple(each) for each in page.evaluate("stopped")}
    assert found == {("style-src-elem", writer) for writer in WRITERS}


def test_what_is_planted_in_spite_of_all_does_not_run(page, app):
    """Behind the writing of texts stands the policy: no handler, no script, no address that is one, nothing that asks another host."""
    page.add_init_script(WATCH)
    with listening(app) as address:
        page.goto(address + "/")
        page.locator("main").wait_for()
        page.evaluate("""() => {
            document.querySelector('main').insertAdjacentHTML('beforeend', `<img src="/nothing" onerror="window.ran = 1">
                <a id="planted" href="javascript:window.ran = 2">x</a><iframe srcdoc="<script>parent.ran = 3</scr` + `ipt>"></iframe>`);
            const script = document.createElement('script'); script.textContent = 'window.ran = 4'; document.body.append(script);
            setTimeout(() => { try { window.ran = new Function('return 5')(); } catch (error) { window.refused = error.name; } }, 0);
            document.getElementById('planted').click();
            fetch('https://planted.example/').catch(() => {});
        }""")
        page.wait_for_timeout(500)
        assert page.evaluate("window.ran") is None
        assert page.evaluate("window.refused") == "EvalError"
        assert {"script-src-attr", "script-src-elem", "connect-src"} <= {what for what, _ in page.evaluate("stopped")}
