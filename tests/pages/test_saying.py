"""What each panel says in a sentence is written down: for every panel of the pages that leaders read, and for none that is gone."""

from pages import PAGES, saying

BY_NAME = {page.name: page for page in PAGES if not page.path.startswith("/list/")}


def test_every_panel_has_its_sentence_and_no_sentence_is_stale():
    for name, sentences in saying.ALL.items():
        assert list(sentences) == [panel.name for panel in BY_NAME[name].panels], name


def test_pages_of_figures_are_all_among_them():
    read = {page.name for page in PAGES if page.menu and page.right == "figures" and page.panels}
    assert read <= set(saying.ALL)


def test_every_page_has_a_name_of_its_own():
    """Ids of its parts, exports and the log go by it."""
    assert len({page.name for page in PAGES}) == len(PAGES)


def test_no_sentence_says_nothing():
    for sentences in saying.ALL.values():
        assert len({text.zh for text in sentences.values()}) == len(sentences)
