"""From a request to a question: who asks, of which snapshot, in which language.

Knows Flask's request. Must not know routes or pages.
"""

import secrets
from collections.abc import Callable

import flask

from components import forms
from components.theme import THEMES, theme
from data.access import EVERYTHING, Scope
from data.ask import Ask
from data.definitions.filters import Filters
from data.desk.store import Desk
from data.errors import AppError
from data.settings import Settings
from data.store import Store
from data.text import LOCALES, locale
from data.viewer import NOBODY, Viewer
from queries.entrusted import entrusted
from web.entry import Entry

ViewerOf = Callable[[flask.Request], Viewer]
TOKEN = "mark"
UNMARKED = {"alive", "ready", "keep"}  # what no browser opens first


class Edge:
    """From a request to a question. Without `viewer_of` who asks is who has signed in."""

    def __init__(self, store: Store, desk: Desk, settings: Settings, viewer_of: ViewerOf | None = None):
        self.store, self.desk, self.settings = store, desk, settings
        self.entry = Entry(desk, settings, self.invented) if viewer_of is None else None
        self.viewer_of = viewer_of or self.entry.viewer

    def prepare(self) -> None:
        """The reader's language and theme, and the mark of forms drawn for this browser, for as long as the request lasts."""
        wanted = flask.request.cookies
        locale.set(wanted["lang"] if wanted.get("lang") in LOCALES else LOCALES[0])
        theme.set(wanted["theme"] if wanted.get("theme") in THEMES else THEMES[0])
        forms.token.set(self.mark or secrets.token_urlsafe(24))

    def keep(self, response: flask.Response) -> flask.Response:
        """A browser without a mark gets one: what another site sends in its name cannot know it."""
        if TOKEN not in flask.request.cookies and flask.request.endpoint not in UNMARKED:
            response.set_cookie(TOKEN, forms.token.get(), httponly=True, samesite="Lax", secure=flask.request.is_secure)
        return self.entry.keep(response) if self.entry else response

    @property
    def mark(self) -> str:
        """What a form of this session must carry; where nobody has signed in, of this browser."""
        session = self.entry.session if self.entry else None
        return session.mark if session else flask.request.cookies.get(TOKEN, "")

    def invented(self) -> bool:
        """Whether the records in force are a demonstration. Only then are there accounts that need no password."""
        try:
            return bool(self.store.current().about["demo"])
        except AppError:
            return False

    @property
    def known(self) -> bool:
        return self.entry is None or self.viewer != NOBODY

    @property
    def viewer(self) -> Viewer:
        if "viewer" not in flask.g:
            flask.g.viewer = self.viewer_of(flask.request)
        return flask.g.viewer

    @property
    def scope(self) -> Scope:
        if "scope" not in flask.g:
            flask.g.scope = Scope(self.store.current(), self.viewer.grant)
        return flask.g.scope

    def ask_of(self, search: str) -> Ask:
        return self.asking(Filters.of_url(search))

    def asking(self, filters: Filters) -> Ask:
        return entrusted(Ask(self.scope, filters, self.settings, self.viewer, self.desk))

    def whole(self) -> Ask:
        """What the server asks for itself, of records that are invented: who may be looked at as whom."""
        return Ask(Scope(self.store.current(), EVERYTHING), Filters(), self.settings)
