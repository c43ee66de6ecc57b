"""`make screenshots`: every page of the snapshot in force, to look at, and the three of the README.

Into var/screenshots: both languages, both themes, the two sizes of screen that readers have. Into docs/screenshots: what the README shows.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from app import create_app
from components.theme import THEMES
from data.settings import Settings
from data.text import LOCALES
from pages import PAGES
from tests.served import anyone, listening

SIZES = {"1366": (1366, 768), "1920": (1920, 1080)}
SHOWN = {name: name for name in ("overview", "flow", "bottlenecks", "cases", "case")}  # of the README: name of the page, name of the file
README = Path("docs/screenshots")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def addresses(home: str) -> dict[str, str]:
    """The address of each page; the page of a case needs one, and takes one with a long record."""
    with urlopen(f"{home}/api/list/cases?behind=concluded&type=0301&size=2000", timeout=60) as answer:
        rows = json.load(answer)["rows"]
    longest = max(rows, key=lambda row: (row.get("returned2_on") is not None, row.get("days") or 0))["case_id"]
    return {page.name: f"{page.path}?case={longest}" if page.name == "case" else page.path for page in PAGES}


def shoot(page: Page, home: str, found: dict[str, str], folder: Path, whole: bool) -> Iterator[str]:
    for name, address in found.items():
        page.goto(home + address)
        page.wait_for_load_state("networkidle")
        page.wait_for_selector("main :is(.panel, .body, .notice)")  # the first answer of a large snapshot may take its time
        page.wait_for_timeout(600)  # figures fade in
        page.screenshot(path=folder / f"{name}.png", full_page=whole)
        yield name


def main() -> None:
    settings = Settings.of(os.environ)
    with listening(create_app(settings, anyone)) as home, sync_playwright() as chromium:
        browser = chromium.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        found = addresses(home)
        for size, (width, height) in SIZES.items():
            for lang in LOCALES:
                for theme in THEMES:
                    folder = settings.home / "screenshots" / f"{lang}-{theme}-{size}"
                    folder.mkdir(parents=True, exist_ok=True)
                    context = browser.new_context(viewport={"width": width, "height": height})
                    context.add_cookies([{"name": "lang", "value": lang, "url": home}, {"name": "theme", "value": theme, "url": home}])
                    print(folder, *shoot(context.new_page(), home, found, folder, whole=True))
        README.mkdir(parents=True, exist_ok=True)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        shown = {file: found[name] for name, file in SHOWN.items()}
        print(README, *shoot(context.new_page(), home, shown, README, whole=False))
        browser.close()


if __name__ == "__main__":
    main()
