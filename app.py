"""Puts the parts together. The only module that knows Flask, and the only one that knows them all; nothing happens at import.

`create_app(settings)` makes a Dash application, `serve()` the WSGI application that gunicorn runs. Who asks is decided in
`ask_of`, and only there; the snapshot is taken once for each request, so that all of an answer comes from one edition.
"""

import json
import logging
import os
import re
import secrets
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

import dash
import flask
from werkzeug.exceptions import HTTPException

from components import files, grid, links, messages, wiring
from components.process import dot
from components.theme import THEMES, theme
from data.access import EVERYTHING, Grant, Scope
from data.ask import Ask
from data.definitions.filters import ALL, Filters
from data.errors import AppError, BadFilter, NotFound
from data.settings import Settings
from data.store import Store
from data.text import LOCALES, locale
from pages import PAGES, lists
from queries import api, choices

log = logging.getLogger("anliu")
GrantOf = Callable[[flask.Request], Grant]
LANGUAGES = {"zh": "zh-CN", "en": "en"}
YEAR = 365 * 24 * 3600
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}
POLICY = (
    "default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PYTHON = re.compile(r'"python_version":"[^"]*",')  # nobody's business but ours
INDEX = """<!DOCTYPE html>
<html lang="{lang}" data-bs-theme="{theme}">
<head>{metas}<meta name="color-scheme" content="{theme}">
<title>{title}</title>{favicon}{css}</head>
<body><div id="react-entry-point"><p class="opening"><span>{loading}</span></p></div><noscript><p class="opening">{needs}</p></noscript>
{config}{scripts}{renderer}</body>
</html>"""


class App(dash.Dash):
    """Dash whose first page says its language and theme."""

    def interpolate_index(self, **parts: str) -> str:
        parts.pop("app_entry")
        said = {"lang": LANGUAGES[locale.get()], "theme": theme.get(), "loading": messages.LOADING, "needs": messages.NEEDS_SCRIPT}
        parts["config"] = PYTHON.sub("", parts["config"])
        return INDEX.format(**{**parts, **said, "title": messages.PRODUCT_WHOLE})


def create_app(settings: Settings, grant_of: GrantOf | None = None, pages=PAGES) -> dash.Dash:
    """An application over the snapshots of the settings. `grant_of(request)` says what the asking viewer may see."""
    server = flask.Flask("anliu", static_folder=None)
    server.config.update(SEND_FILE_MAX_AGE_DEFAULT=YEAR, MAX_CONTENT_LENGTH=1_000_000)
    edge = Edge(Store(settings), settings, grant_of or (lambda _: EVERYTHING))
    server.before_request(edge.prepare)
    routes(server, edge, pages)
    app = App(
        "anliu", server=server, assets_folder=str(Path(__file__).parent / "assets"), use_async=False, compress=True,
        update_title=None, suppress_callback_exceptions=True, serve_locally=True, add_log_handler=False,
    )  # fmt: skip
    app.layout = wiring.layout
    wiring.connect(app, pages, edge.ask_of, choices.of)
    grid.connect(app, partial(lists.rows, edge.ask_of))
    server.after_request(protect(POLICY.format(hashes=" ".join(app.csp_hashes()))))
    return app


class Edge:
    """From a request to a question."""

    def __init__(self, store: Store, settings: Settings, grant_of: GrantOf):
        self.store, self.settings, self.grant_of = store, settings, grant_of

    def prepare(self) -> None:
        """The reader's language and theme, for as long as the request lasts."""
        wanted = flask.request.cookies
        locale.set(wanted["lang"] if wanted.get("lang") in LOCALES else LOCALES[0])
        theme.set(wanted["theme"] if wanted.get("theme") in THEMES else THEMES[0])

    @property
    def scope(self) -> Scope:
        if "scope" not in flask.g:
            flask.g.scope = Scope(self.store.current(), self.grant_of(flask.request))
        return flask.g.scope

    def ask_of(self, search: str) -> Ask:
        return Ask(self.scope, Filters.of_url(search), self.settings)


def protect(policy: str):
    def headers(response: flask.Response) -> flask.Response:
        response.headers.update({**HEADERS, "Content-Security-Policy": policy})
        if hasattr(response.response, "close"):
            response.call_on_close(response.response.close)  # compression, which comes after, lets go of what it reads from unclosed
        if not flask.request.path.startswith(("/_dash-component-suites/", "/assets/")):
            response.headers["Cache-Control"] = "no-store"
        return response

    return headers


def routes(server: flask.Flask, edge: Edge, pages) -> None:
    """Everything beside the pages themselves."""
    named = {page.name: page for page in pages}

    @server.get("/export/<page>/<panel>.<any(csv,xlsx):kind>")
    def export(page: str, panel: str, kind: str):
        found = named[page].panel(panel) if page in named else None
        if found is None or not found.exports:
            raise NotFound(messages.NO_SUCH_PAGE)
        return download(found, edge.ask_of(flask.request.query_string.decode()), kind)

    @server.get("/api/figures")
    def figures():
        return answered(lambda own, ask: api.figures(ask, own["indicator"], own["by"]), ("indicator", "by"), edge)

    @server.get("/api/list/<relation>")
    def listed(relation: str):
        def rows(own: dict, ask: Ask) -> dict:
            return api.listed(ask, relation, number(own["first"], 0), number(own["size"], 500))

        return answered(rows, ("first", "size"), edge)

    @server.get("/set")
    def keep():
        return kept(flask.request.args)

    @server.get("/healthz")
    def alive():
        return {"status": "ok"}

    @server.get("/readyz")
    def ready():
        return {"status": "ready", "snapshot": edge.scope.snapshot.key, "as_of": str(edge.scope.as_of)}

    server.register_error_handler(AppError, refused)
    server.register_error_handler(Exception, failed)


def download(panel, ask: Ask, kind: str) -> flask.Response:
    """All rows of a panel under the filters of the address, in pieces."""
    sheet = panel.sheet(ask)
    pieces = files.csv(sheet) if kind == "csv" else iter_file(files.xlsx(sheet))
    name = quote(f"{panel.title}-{ask.scope.as_of}.{kind}")
    headers = {"Content-Disposition": f"attachment; filename={panel.name}.{kind}; filename*=UTF-8''{name}", "X-Accel-Buffering": "no"}
    keys = [key for key, _ in ask.filters.texts]
    log.info(json.dumps({"export": panel.name, "kind": kind, "snapshot": ask.scope.snapshot.key, "filters": keys}))
    return flask.Response(flask.stream_with_context(pieces), content_type=files.TYPES[kind], headers=headers)


def iter_file(file):
    with file:
        while piece := file.read(1 << 16):
            yield piece


def answered(answer: Callable[[dict, Ask], dict], own: tuple[str, ...], edge: Edge) -> flask.Response:
    """JSON under the filters of the address. A key that does not exist is refused: nobody bookmarks an interface."""
    given = flask.request.args.to_dict()
    mine = {key: given.pop(key, "") for key in own}
    unknown = sorted(set(given) - set(ALL))
    if unknown:
        raise BadFilter(api.UNKNOWN, what=messages.FILTERS, key=", ".join(unknown), known=", ".join(ALL))
    found = answer(mine, Ask(edge.scope, Filters.of(given), edge.settings))
    return flask.Response(json.dumps(found, ensure_ascii=False, default=api.plain), content_type="application/json")


def number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() else otherwise


def kept(given) -> flask.Response:
    """Keep a setting of the reader in a cookie and lead back, to an address of ours only."""
    back = given.get("next", "/")
    response = flask.redirect(back if links.local(back) else "/", 303)
    for name, known in (("lang", LOCALES), ("theme", THEMES)):
        if given.get(name) in known:
            response.set_cookie(name, given[name], max_age=YEAR, httponly=True, samesite="Lax", secure=flask.request.is_secure)
    return response


def refused(error: AppError):
    """The sentence for the reader: as JSON to a program, as text to a browser."""
    if flask.request.path.startswith(("/api/", "/readyz")):
        return {"error": str(error)}, error.status
    return flask.Response(str(error), error.status, content_type="text/plain; charset=utf-8")


def failed(error: Exception):
    """A bug: the reader gets a number, the log the rest."""
    if isinstance(error, HTTPException):
        return error
    fault = secrets.token_hex(4)
    log.exception("fault %s at %s", fault, flask.request.path)
    return flask.Response(messages.FAULT.format(number=fault), 500, content_type="text/plain; charset=utf-8")


def serve() -> flask.Flask:
    """For gunicorn: settings from the environment, one line of log per question. A cold process must not answer, so it is asked first."""
    import numpy  # noqa: F401  Plotly would import it in several threads at once
    import plotly.io  # noqa: F401

    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    dot.graphviz()  # compiled once, before the processes part
    server = create_app(Settings.of(os.environ)).server
    visitor = server.test_client()
    for path in ("/", "/_dash-layout", "/_dash-dependencies"):
        if visitor.get(path).status_code != 200:
            raise RuntimeError(f"warm-up: {path}")
    return server
