"""The reference of the pages, as Markdown in both languages.

Knows declarations. Must not know how a page is drawn.
"""

from collections.abc import Iterator

from data.text import Text
from pages import saying
from pages.page import Page


def reference(pages: tuple[Page, ...]) -> str:
    """Every page with its address, the filters it offers and its panels, each with what it says in a sentence."""
    head = ["# 页面 / Pages\n", "Written by `python -m data docs`; do not edit.\n"]
    return "\n".join([*head, *(line for page in pages for line in _page(page))]) + "\n"


def _page(page: Page) -> Iterator[str]:
    yield f"\n## {_both(page.title)} `{page.path}`\n"
    if page.filters:
        yield "筛选 / filters: " + ", ".join(f"`{each.key}`" for each in page.filters) + "\n"
    for panel in page.panels:
        files = f"；`/export/{page.name}/{panel.name}.csv|xlsx`" if panel.exports else ""
        says = saying.ALL.get(page.name, {}).get(panel.name)
        yield f"- {_both(panel.title)} (`{panel.name}`){files}" + (f"  \n  {_both(says)}" if says else "")


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"
