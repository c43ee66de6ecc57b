"""The routes by which one comes in and goes out: password, one-time link, the demonstration's accounts.

Knows Flask, the entry and the pages before the first page. Must not know what may be seen.
"""

import hmac
from functools import cache
from pathlib import Path

import flask

from components import forms, links, messages, signin
from data.definitions import recorded
from data.desk import noting
from data.desk.signing import people, sessions
from data.errors import AppError, BadInput, NotAllowed, NotFound
from data.text import Text
from data.viewer import NOBODY, Viewer
from queries import demonstration
from web.edge import TOKEN, Edge

ASSETS = Path(__file__).parents[1] / "assets"
NO_DEMO = Text("没有演示入口：当前数据不是演示数据", "There is no demonstration: these records are not invented")
NO_LINK = Text("链接已失效，请向管理员索取新的链接", "This link holds no longer: ask your administrator for another")
UNLIKE = Text("两次输入不一致", "The two do not match")


def connect(server: flask.Flask, edge: Edge) -> None:
    """Only where who asks is who has signed in."""

    @server.get(signin.PATH)
    def sign_in():
        target = _target(flask.request.args)
        return flask.redirect(target, 303) if edge.known else page(signin.sign_in(target, **_offered(edge)))

    @server.post(signin.PATH)
    def signing_in():
        return by_password(edge, flask.request.form)

    @server.post("/sign-in/demo")
    def demo_in():
        return by_demo(edge, flask.request.form)

    @server.get(signin.SETTING)
    def welcome():
        return _invitation(edge, flask.request.args.get("key", ""))

    @server.post(signin.SETTING)
    def welcomed():
        return by_link(edge, flask.request.form)

    @server.post("/sign-out")
    def sign_out():
        edge.entry.close()
        return flask.redirect(signin.PATH, 303)

    @server.get(signin.STYLE)
    def look():
        return flask.Response(_look(), content_type="text/css; charset=utf-8")


def by_password(edge: Edge, given) -> flask.Response:
    _drawn_here(given)
    target, account = _target(given), given.get("account", "")
    try:
        known = people.sign_in(edge.desk, account, given.get("password", ""))
    except NotAllowed as error:
        noting.note(edge.desk, Viewer(account.strip().lower()[:64]), recorded.SIGN_IN_REFUSED)
        return page(signin.sign_in(target, account, str(error), **_offered(edge)), error.status)
    edge.entry.open(known, sessions.PASSWORD)
    return flask.redirect(target, 303)


def by_demo(edge: Edge, given) -> flask.Response:
    """Into the demonstration as one of its accounts, which is made, or made anew, for the records in force."""
    _drawn_here(given)
    found = next((each for each in _people(edge) if each.account == given.get("account")), None)
    if found is None:
        raise NotAllowed(NO_DEMO)
    with edge.desk.writing() as con:
        now = edge.desk.now()
        people.make(con, found.account, now, str(found.role.label), found.person, demo=True)
        if not people.one(con, found.account).demo:
            raise NotAllowed(NO_DEMO)
        changed = people.hold(con, found.account, [found.given], "demo", now)
        if changed:
            noting.note(edge.desk, NOBODY, recorded.GRANT, found.account, con=con, by="demo", **changed)
    edge.entry.open(found.account, sessions.DEMO)
    return flask.redirect(_target(given), 303)


def by_link(edge: Edge, given) -> flask.Response:
    """The password is set, and with it the link is used up."""
    _drawn_here(given)
    key, password = given.get("key", ""), given.get("password", "")
    try:
        with edge.desk.writing() as con:
            account = sessions.invited(con, key, edge.desk.now())
            if account is None:
                raise NotFound(NO_LINK)
            if password != given.get("again"):
                raise BadInput(UNLIKE)
            people.set_password(con, account, password)
            sessions.used(con, key)
            noting.note(edge.desk, Viewer(account), recorded.DEED, "set-password", con=con)
    except BadInput as error:
        return page(signin.set_password(key, account, str(error)), error.status)
    edge.entry.open(account, sessions.PASSWORD)
    return flask.redirect("/", 303)


def page(written: str, status: int = 200) -> flask.Response:
    return flask.Response(written, status, content_type="text/html; charset=utf-8")


def _invitation(edge: Edge, key: str) -> flask.Response:
    with edge.desk.reading() as con:
        account = sessions.invited(con, key, edge.desk.now())
    if account is None:
        raise NotFound(NO_LINK)
    return page(signin.set_password(key, account))


def _offered(edge: Edge) -> dict:
    doors = [signin.Door(each.account, each.role.label, each.sees) for each in _people(edge)]
    return {"elsewhere": bool(edge.settings.openid_file), "doors": doors}


def _people(edge: Edge) -> list[demonstration.Person]:
    """Nobody, unless the records in force are invented."""
    try:
        return demonstration.people(edge.whole()) if edge.invented() else []
    except AppError:
        return []


def _drawn_here(given) -> None:
    """The form was drawn for this browser: nobody is signed in by another site, into an account of its choice."""
    mark = flask.request.cookies.get(TOKEN, "")
    if not mark or not hmac.compare_digest(given.get(forms.TOKEN, "").encode(), mark.encode()):
        raise NotAllowed(messages.STALE_FORM)


def _target(given) -> str:
    target = given.get("next", "/")
    return target if links.local(target) else "/"


@cache
def _look() -> str:
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in signin.STYLES)
