"""From a request to a question: who asks, of which snapshot, in which language.

Knows Flask's request. Must not know routes or pages.
"""

import secrets
from collections.abc import Callable

import flask

from components import forms
from components.theme import THEMES, theme
from data.access import Scope
from data.ask import Ask
from data.definitions.filters import Filters
from data.desk.store import Desk
from data.settings import Settings
from data.store import Store
from data.text import LOCALES, locale
from data.viewer import Viewer

ViewerOf = Callable[[flask.Request], Viewer]
TOKEN = "mark"
UNMARKED = {"alive", "ready", "keep"}  # what no browser opens first


class Edge:
    """From a request to a question."""

    def __init__(self, store: Store, desk: Desk, settings: Settings, viewer_of: ViewerOf):
        self.store, self.desk, self.settings, self.viewer_of = store, desk, settings, viewer_of

    def prepare(self) -> None:
        """The reader's language and theme, and the mark of forms drawn for this browser, for as long as the request lasts."""
        wanted = flask.request.cookies
        locale.set(wanted["lang"] if wanted.get("lang") in LOCALES else LOCALES[0])
        theme.set(wanted["theme"] if wanted.get("theme") in THEMES else THEMES[0])
        forms.token.set(wanted.get(TOKEN) or secrets.token_urlsafe(24))

    def keep(self, response: flask.Response) -> flask.Response:
        """A browser without a mark gets one: what another site sends in its name cannot know it."""
        if TOKEN not in flask.request.cookies and flask.request.endpoint not in UNMARKED:
            response.set_cookie(TOKEN, forms.token.get(), httponly=True, samesite="Lax", secure=flask.request.is_secure)
        return response

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
        return Ask(self.scope, filters, self.settings, self.viewer, self.desk)
