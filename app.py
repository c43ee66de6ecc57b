"""Puts the parts together: the only module that knows them all; nothing happens at import.

`create_app(settings)` makes a Dash application, `serve()` the WSGI application that gunicorn runs. Who asks is decided
at the edge, and only there; the snapshot is taken once for each request, so that all of an answer comes from one edition.
"""

import os
import re
from functools import partial
from pathlib import Path

import dash
import flask

from components import grid, messages, wiring
from components.drawing import Drawing
from components.process import dot
from components.theme import theme
from data.desk.store import Desk
from data.settings import Settings
from data.store import Store
from data.text import locale
from pages import PAGES, lists
from queries import choices
from web import limits, logs, openid, signin
from web.edge import Edge, ViewerOf
from web.entry import INSIDE
from web.gate import gate
from web.headers import POLICY, protect
from web.routes import YEAR, routes

LANGUAGES = {"zh": "zh-CN", "en": "en"}
PYTHON = re.compile(r'"python_version":"[^"]*",')  # nobody's business but ours
INDEX = """<!DOCTYPE html>
<html lang="{lang}" data-bs-theme="{theme}">
<head>{metas}<meta name="color-scheme" content="{theme}">
<title>{title}</title>{favicon}{css}</head>
<body><div id="react-entry-point"><p class="opening"><span>{loading}</span></p></div><noscript><p class="opening">{needs}</p></noscript>
{config}{scripts}{renderer}</body>
</html>"""


class App(dash.Dash):
    """Dash whose first page says its language and theme. `drawing` makes its pages."""

    drawing: Drawing

    def interpolate_index(self, **parts: str) -> str:
        parts.pop("app_entry")
        said = {"lang": LANGUAGES[locale.get()], "theme": theme.get(), "loading": messages.LOADING, "needs": messages.NEEDS_SCRIPT}
        parts["config"] = PYTHON.sub("", parts["config"])
        return INDEX.format(**{**parts, **said, "title": messages.PRODUCT_WHOLE})


def create_app(settings: Settings, viewer_of: ViewerOf | None = None, pages=PAGES) -> dash.Dash:
    """An application over the snapshots of the settings. Who asks is who has signed in, unless `viewer_of(request)` says it."""
    server = flask.Flask("anliu", static_folder=None)
    server.config.update(SEND_FILE_MAX_AGE_DEFAULT=YEAR, MAX_CONTENT_LENGTH=1_000_000, MAX_FORM_MEMORY_SIZE=500_000, MAX_FORM_PARTS=500)
    edge = Edge(Store(settings), Desk.of(settings), settings, viewer_of)
    server.before_request(gate(edge))  # before Dash adds anything of its own
    server.before_request(limits.limited(edge))
    server.after_request(edge.keep)
    routes(server, edge, pages)
    if edge.entry:
        signin.connect(server, edge)
        if settings.openid_file:
            openid.connect(server, edge)
    app = App(
        "anliu", server=server, assets_folder=str(Path(__file__).parent / "assets"), use_async=False, compress=True,
        update_title=None, suppress_callback_exceptions=True, serve_locally=True, add_log_handler=False,
    )  # fmt: skip
    app.layout = wiring.layout
    app.drawing = wiring.connect(app, pages, edge.ask_of, choices.of, settings.kept_megabytes << 20)
    grid.connect(app, partial(lists.rows, edge.ask_of))
    server.after_request(protect(POLICY.format(hashes=" ".join(app.csp_hashes())), settings.public_url.startswith("https:")))
    return app


def serve() -> flask.Flask:
    """For gunicorn: settings from the environment, one line of log per question. A cold process must not answer, so it is asked first."""
    import numpy  # noqa: F401  Plotly would import it in several threads at once
    import plotly.io  # noqa: F401

    logs.configure()
    dot.graphviz()  # compiled once, before the processes part
    server = create_app(Settings.of(os.environ)).server
    visitor = server.test_client()
    for path in ("/", "/_dash-layout", "/_dash-dependencies"):
        if visitor.get(path, environ_overrides={INSIDE: True}).status_code != 200:
            raise RuntimeError(f"warm-up: {path}")
    return server
