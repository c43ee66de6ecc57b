"""`python -m tests.bench.browsing [--home FOLDER]`: one reader in a browser who narrows page after page; milliseconds by the clock.

From the moment an address is asked for until the answer stands and has been drawn, nothing of it asked before. The browser runs on the
same processors as the server. Knows the page's sign of being busy. Must not know any page by name.
"""

import argparse
import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app import create_app
from data.definitions.filters import Filters
from data.settings import Settings
from pages import PAGES
from tests.bench.asking import Asked
from tests.screenshots import FLAGS
from tests.served import anyone, listening

NARROWED = ("province", "city", "office", "type")
# Busy, then not; then twice until the browser is about to draw.
TAKES = """address => new Promise(done => {
    const page = document.documentElement, began = performance.now();
    let asked = false;
    const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
    new MutationObserver((_, watch) => {
        asked = asked || page.hasAttribute("data-busy");
        if (asked && !page.hasAttribute("data-busy")) { watch.disconnect(); drawn(); }
    }).observe(page, {attributes: true, attributeFilter: ["data-busy"]});
    window.dash_clientside.set_props("url", {href: address});
})"""


def interactions(tab: Page, home: str, narrowings: dict[str, dict[str, str]]) -> Iterator[tuple[str, str, float]]:
    """(page, what was asked, milliseconds): first the page itself, from the one before, then narrowed."""
    tab.goto(home)
    tab.wait_for_selector("main :is(.panel, .body, .notice)")
    tab.wait_for_load_state("networkidle")
    for page in (each for each in PAGES if each.menu and each.path != "/"):
        yield page.name, "opened", tab.evaluate(TAKES, page.path)
        kept = {each.key for each in page.filters}
        for name in NARROWED:
            if narrowings[name].keys() <= kept:
                yield page.name, name, tab.evaluate(TAKES, f"{page.path}{Filters.of(narrowings[name])}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=Path("var"))
    settings = Settings(home=parser.parse_args().home)
    narrowings = Asked(settings).narrowings
    with listening(create_app(settings, anyone)) as home, sync_playwright() as chromium:
        browser = chromium.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        tab = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        found = list(interactions(tab, home, narrowings))
        browser.close()
    print("| page | " + " | ".join(("opened", *NARROWED)) + " |\n|---|" + "--:|" * (1 + len(NARROWED)))
    for page in dict.fromkeys(name for name, _, _ in found):
        times = {what: ms for name, what, ms in found if name == page}
        print(f"| {page} | " + " | ".join(f"{times[what]:.0f}" if what in times else "–" for what in ("opened", *NARROWED)) + " |")
    for label, of in (("pages opened", ("opened",)), ("pages narrowed", NARROWED)):
        each = sorted(ms for _, what, ms in found if what in of)
        slow = each[int(0.95 * (len(each) - 1))]
        print(f"{label}: {len(each)}, median {statistics.median(each):.0f} ms, 95th of a hundred {slow:.0f} ms")


if __name__ == "__main__":
    main()
