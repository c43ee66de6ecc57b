"""The gate: asked before anything else for every request. Shut unless a door is listed and who comes may pass it.

Knows doors, sessions and marks. Must not know what lies behind a door.
"""

import hmac
from urllib.parse import quote, urlsplit

import flask

from components import forms, messages
from data.errors import NotAllowed, NotSignedIn
from web import doors
from web.edge import Edge

HEADER = "X-CSRFToken"


def gate(edge: Edge):
    """What `before_request` runs first, before any route of Dash."""

    def check() -> flask.Response | None:
        edge.prepare()
        if flask.request.method in doors.WRITING and not _ours(edge):
            raise NotAllowed(messages.STALE_FORM)
        if flask.request.endpoint in doors.PUBLIC:
            return None
        if not edge.known:
            return _sign_in()
        if flask.request.method in doors.WRITING and not _marked(edge):
            raise NotAllowed(messages.STALE_FORM)
        if flask.request.endpoint not in doors.RIGHTS:
            raise NotAllowed(messages.NO_DOOR)
        right = doors.RIGHTS[flask.request.endpoint]
        if right is not None and not edge.viewer.may(right):
            raise NotAllowed(messages.NO_RIGHT)
        return None

    return check


def _ours(edge: Edge) -> bool:
    """Whether a page of ours sends this, as far as the browser tells: another site cannot make it say otherwise."""
    site, origin = flask.request.headers.get("Sec-Fetch-Site", "same-origin"), flask.request.headers.get("Origin")
    hosts = {flask.request.host, urlsplit(edge.settings.public_url).netloc}
    return site == "same-origin" and (origin is None or urlsplit(origin).netloc in hosts)


def _marked(edge: Edge) -> bool:
    """Whether it carries the mark of this session: in a header from Dash, in a field from a form."""
    if edge.entry is None:  # who asks was decided without a session: forms carry the mark of the browser, which their route checks
        return True
    given = flask.request.headers.get(HEADER) or flask.request.form.get(forms.TOKEN, "")
    return hmac.compare_digest(given.encode(), edge.mark.encode())


def _sign_in() -> flask.Response:
    """A reader is led to the sign-in and from there to where he wanted to go; a program is told."""
    path = flask.request.full_path.rstrip("?")
    if flask.request.method != "GET" or path.startswith(doors.FOR_PROGRAMS):
        raise NotSignedIn(messages.NOT_SIGNED_IN)
    return flask.redirect("/sign-in" + ("" if path == "/" else f"?next={quote(path, safe='')}"), 303)
