"""The frame of a page: masthead and menu, filter bar, path and title, panels with their heads.

Knows the parts and their fixed ids. Must not know how a panel's body comes about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html

from components import chips, filterbar, forms, links, messages, orgs, periods
from components.orgs import Offered
from components.svg import mark
from components.theme import theme
from data.ask import Ask
from data.catalogue import roles
from data.text import locale
from data.viewer import Viewer

GO_ALONG = ("org", "handler", "line", "type", "custody", "period", "since", "until", "unit")  # from page to page by the menu
LONG = 8  # pages of a group that stand in one column


@dataclass(frozen=True)
class Place:
    """Where the reader is: the page, its query as it stands in the address, and the pages of the menu."""

    page: object | None
    search: str
    pages: Sequence

    @property
    def here(self) -> str:
        return (self.page.path if self.page else "/") + (self.search or "")


def part(page, name: str) -> str:
    """The fixed id of a part of a page; `panel-…` for the body of a panel."""
    return f"{page.name}-{name}"


def frame(place: Place, parts: dict) -> list:
    """The page with everything in it. `parts` holds what the same page's updates replace: head, bar, title, bodies, stamp."""
    page = place.page
    panels = [_panel(each, page, parts[f"panel-{each.name}"]) for each in page.panels]
    inner = html.Div(panels, className="panels") if page.body is None else html.Div(parts["body"], id=part(page, "body"), className="body")
    return [
        html.Header(parts["head"], id=part(page, "head"), className="masthead"),
        html.Div(parts["bar"], id=part(page, "bar"), className="bar-place", role="search", **{"aria-label": str(messages.FILTERS)}),
        html.Main([html.Div(parts["title"], id=part(page, "title"), className="title-place"), inner], id="main", tabIndex=-1),
        dcc.Store(id={"stamp": page.name}, data=parts["stamp"]),
    ]


def lone(place: Place, path: str, said) -> list:
    """A page that is none of the declared ones: no part of it can be updated, so whatever comes next is asked for whole."""
    stamp = {"path": path, "search": place.search or "", "title": str(messages.PRODUCT_WHOLE), "whole": True}
    return [
        html.Header(head(place, None), className="masthead"),
        html.Main(said, id="main", tabIndex=-1),
        dcc.Store(id={"stamp": "none"}, data=stamp),
    ]


def head(place: Place, ask: Ask | None) -> list:
    """Product, menu, the day of the data, settings of the reader."""
    brand = html.A([html.Span("案流", className="brand-zh", lang="zh-CN"), html.Span("Anliu", className="brand-en", lang="en")],
                   href="/", className="brand", title=str(messages.PURPOSE))  # fmt: skip
    return [brand, _menu(place, ask), *([_data(ask), who(ask.viewer)] if ask else []), _settings(place)]


def who(viewer: Viewer) -> html.Details | None:
    """Who has signed in, as what, and the way out. A command or a test has nobody to sign out."""
    if viewer.rights is None:
        return None
    named = [html.Li(str(roles.roles()[key].label)) for key in viewer.roles] or [html.Li(str(messages.NO_ROLE))]
    out = html.Form([mark("input", type="hidden", name=forms.TOKEN, value=forms.drawn_for()),
                     html.Button(str(messages.SIGN_OUT), type="submit", className="do")], action="/sign-out", method="post")  # fmt: skip
    flag = [html.Span(str(messages.DEMO), className="flag")] if viewer.demo else []
    inside = html.Div([html.Ul(named), out], className="who-inside")
    return html.Details([html.Summary([_icon("person"), html.Span(viewer.name), *flag]), inside], className="who", **{"data-picker": "who"})


def _menu(place: Place, ask: Ask | None) -> html.Nav:
    kept = str(ask.filters.only(*GO_ALONG)) if ask else ""
    groups = _groups([page for page in place.pages if page.menu and (ask is None or ask.viewer.may(page.right))])
    items = [_entry(pages[0], place, kept) if len(pages) == 1 else _group(pages, place, kept) for pages in groups]
    narrow = [_entry(pages[0], place, kept) if len(pages) == 1 else _section(pages, place, kept) for pages in groups]
    summary = html.Summary([_icon("list"), html.Span(str(messages.MENU))])
    folded = html.Details([summary, html.Ul(narrow, className="menu-narrow")], className="menu-fold", **{"data-picker": "menu"})
    return html.Nav([html.Ul(items, className="menu"), folded], **{"aria-label": str(messages.PAGES)})


def _groups(pages: Sequence) -> list[list]:
    """The pages that stand under one word, each word where its first page stands; a page without one is its own."""
    found: dict = {}
    for page in pages:
        found.setdefault(page.group or page.name, []).append(page)
    return list(found.values())


def _entry(page, place: Place, kept: str) -> html.Li:
    return html.Li(html.A(str(page.title), href=page.path + kept, **links.current(page is place.page, "page")))


def _group(pages: Sequence, place: Place, kept: str) -> html.Li:
    """Pages that unfold under their word; `nav.js` goes through them by arrow keys."""
    chosen, long = (any(page is place.page for page in pages), len(pages) > LONG)
    summary = html.Summary(str(pages[0].group), className="is-chosen" if chosen else "")
    inner = html.Ul([_entry(page, place, kept) for page in pages], className="menu-group is-long" if long else "menu-group")
    return html.Li(html.Details([summary, inner], **{"data-picker": f"menu-{pages[0].name}"}))


def _section(pages: Sequence, place: Place, kept: str) -> html.Li:
    entries = html.Ul([_entry(page, place, kept) for page in pages])
    return html.Li([html.Span(str(pages[0].group), className="menu-word"), entries])


def _data(ask: Ask) -> html.Div:
    snapshot = ask.scope.snapshot
    return html.Div(
        [html.Span(messages.DATA_UNTIL.format(day=ask.scope.as_of), className="data-day"),
         html.Span(snapshot.key, className="data-key", title=messages.SNAPSHOT.format(key=snapshot.key))],
        className="data-state",
    )  # fmt: skip


def _settings(place: Place) -> html.Div:
    english, dark = locale.get() == "zh", theme.get() == "light"
    language = html.A(str(messages.OTHER_LANGUAGE), href=links.setting("lang", "en" if english else "zh", place.here),
                      lang="en" if english else "zh-CN", title=str(messages.TO_OTHER_LANGUAGE), className="setting")  # fmt: skip
    colours = html.A([_icon("moon" if dark else "sun"), html.Span(str(messages.TO_DARK if dark else messages.TO_LIGHT))],
                     href=links.setting("theme", "dark" if dark else "light", place.here), className="setting")  # fmt: skip
    printed = html.Button([_icon("printer"), html.Span(str(messages.PRINT))], className="setting", type="button", **{"data-do": "print"})
    return html.Div([language, colours, printed], className="settings")


def _icon(name: str) -> html.Span:
    return html.Span(className=f"bi bi-{name}", **{"aria-hidden": "true"})


def bar(place: Place, ask: Ask, offered: Offered) -> html.Div | None:
    """The filters the page offers; those in force that it does not offer still have their chips."""
    return filterbar.bar(place.page, ask, offered)


def title(place: Place, ask: Ask) -> list:
    page = place.page
    keys = {each.key for each in page.filters}
    trail = orgs.crumbs(ask, page.path) if "org" in keys else []
    said = periods.said(ask, page.timeless) if "period" in keys else ""
    period = [html.P(said, className="title-said")] if said and said != str(messages.ALL_DAYS) else []
    early = _early(ask) if period else []
    return [
        *([_crumbs(trail)] if len(trail) > 1 else []), html.H1(str(page.title)), *period, *early, *_rounded(ask), _printed(ask),
    ]  # fmt: skip


def _rounded(ask: Ask) -> list[html.P]:
    """What is done to the figures of who sees figures only."""
    said = messages.ROUNDED.format(to=ask.rounds_to, least=ask.settings.minimum_n)
    return [html.P(said, className="title-said")] if ask.viewer.figures_only else []


def _early(ask: Ask) -> list[html.P]:
    """That the period in force ends before the data begin: what is counted in it is nothing, not zero."""
    first = ask.scope.snapshot.about["first_on"]
    return [html.P(messages.DATA_FROM.format(day=first), className="title-said early")] if first and ask.period.until < first else []


def _crumbs(trail: list) -> html.Nav:
    last = len(trail) - 1
    items = [html.Li(html.Span(link.children, **{"aria-current": "page"}) if place == last else link) for place, link in enumerate(trail)]
    return html.Nav(html.Ol(items), className="crumbs", **{"aria-label": str(messages.PATH)})


def _printed(ask: Ask) -> html.P:
    """On paper only: what the screen says in its masthead and its chips."""
    day, edition = messages.DATA_UNTIL.format(day=ask.scope.as_of), messages.SNAPSHOT.format(key=ask.scope.snapshot.key)
    said = " · ".join(part for part in (str(messages.PRODUCT_WHOLE), chips.sentence(ask), day, edition) if part)
    return html.P(said, className="on-paper")


def panel(panel, place: Place, body, kinds: Sequence[str] = ()) -> list | None:
    """What stands in the frame of a panel: its head, with files of these kinds under the filters in force, and its body.

    A panel that has nothing to be about is left out whole.
    """
    if body is None:
        return None
    note = [html.P(str(panel.note), className="panel-note")] if panel.note else []
    title = html.H2(str(panel.title), id=_heading(place.page, panel))
    heading = html.Div([title, *note, _tools(panel, place, kinds)], className="panel-head")
    return [heading, html.Div(body, className="panel-content")]


def _panel(panel, page, inner: list) -> html.Section:
    more = {"aria-labelledby": _heading(page, panel), "data-panel": panel.name}
    return html.Section(inner, id=part(page, f"panel-{panel.name}"), className=f"panel span-{panel.width}", **more)


def _heading(page, panel) -> str:
    return part(page, f"title-{panel.name}")


def _tools(panel, place: Place, kinds: Sequence[str]) -> html.Div:
    files = [_file(panel, place, kind) for kind in kinds]
    label = f"{messages.FULL_SCREEN}{messages.COLON}{panel.title}"
    whole = html.Button(_icon("arrows-fullscreen"), type="button", className="tool", title=str(messages.FULL_SCREEN),
                        **{"aria-label": label, "data-do": "full-screen"})  # fmt: skip
    return html.Div([*files, whole], className="panel-tools")


def _file(panel, place: Place, kind: str) -> html.A:
    label = messages.EXPORT.format(title=panel.title, kind=kind.upper())
    address = f"/export/{place.page.name}/{panel.name}.{kind}{place.search or ''}"
    return html.A(kind.upper(), href=address, className="tool tool-file", title=label, **{"aria-label": label})
