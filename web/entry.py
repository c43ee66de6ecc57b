"""Who is at the door: the session of a request, by cookie, by token, or in the name of a trusted proxy.

Knows cookies, headers and the desk's sessions. Must not know pages, nor what may be seen.
"""

from collections.abc import Callable

import flask

from data.definitions import recorded
from data.desk import noting
from data.desk.signing import people, sessions
from data.desk.signing.sessions import Session
from data.desk.store import Desk
from data.errors import NotFound
from data.settings import Settings
from data.viewer import LOCAL, NOBODY, Viewer

COOKIE, MARK = "anliu", "_csrf_token"  # Dash sends the second one back as a header
INSIDE = "anliu.inside"  # only code within the process can set it: the warm-up, before the first visitor


class Entry:
    """Sessions of one desk, for the requests of one process. `invented()` says whether the records in force are."""

    def __init__(self, desk: Desk, settings: Settings, invented: Callable[[], bool]):
        self.desk, self.settings, self.invented = desk, settings, invented
        self.trusted = {each.strip() for each in settings.proxy_addresses.split(",") if each.strip()}

    @property
    def session(self) -> Session | None:
        """The session of this request, if it holds."""
        if "session" not in flask.g:
            flask.g.session = self._proxied() if self._named() else self._kept()
        return flask.g.session

    def viewer(self, _request=None) -> Viewer:
        if flask.request.environ.get(INSIDE):
            return LOCAL
        return self._viewer(self.session.account) if self.session else NOBODY

    @property
    def secure(self) -> bool:
        return flask.request.is_secure or self.settings.public_url.startswith("https:")

    def open(self, account: str, how: str) -> None:
        """A new session; the one before, whoever began it, is over."""
        with self.desk.writing() as con:
            if self._token:
                sessions.close(con, self._token)
            flask.g.session = flask.g.opened = sessions.open_(con, account, how, self.desk.now(), self.settings)
        noting.note(self.desk, self._viewer(account), recorded.SIGN_IN, how)

    def close(self) -> None:
        if self.session is not None:
            with self.desk.writing() as con:
                sessions.close(con, self.session.token)
            noting.note(self.desk, self._viewer(self.session.account), recorded.SIGN_OUT, self.session.how)
        flask.g.session, flask.g.ended = None, True

    def keep(self, response: flask.Response) -> flask.Response:
        """The cookies of a session that began or ended; and its mark, which scripts of ours may read."""
        session, given = flask.g.get("session"), {"samesite": "Lax", "secure": self.secure, "path": "/"}
        if "opened" in flask.g and session is not None:
            response.set_cookie(self._name, session.token, httponly=True, **given)
        if flask.g.get("ended"):
            response.delete_cookie(self._name, httponly=True, **given)
            response.delete_cookie(MARK, **given)
        elif session is not None and session.how != sessions.TOKEN and flask.request.cookies.get(MARK) != session.mark:
            response.set_cookie(MARK, session.mark, **given)
        return response

    @property
    def _name(self) -> str:
        """Behind TLS, a name that no other host and no plain connection may set."""
        return f"__Host-{COOKIE}" if self.secure else COOKIE

    @property
    def _token(self) -> str:
        return flask.request.cookies.get(self._name, "")

    def _kept(self) -> Session | None:
        scheme, _, bearer = flask.request.headers.get("Authorization", "").partition(" ")
        by_token = scheme == "Bearer" and flask.request.path.startswith("/api/")
        token = bearer if by_token else self._token
        if not token:
            return None
        with self.desk.reading() as con:
            found = sessions.of(con, token, self.desk.now(), self.settings)
        if found is None or (found.how == sessions.TOKEN) != by_token or not self._holds(found):
            return None
        self._touch(found)
        return found

    def _holds(self, session: Session) -> bool:
        """A session of invented records ends with them; one of a proxy where the proxy no longer answers for it."""
        return session.how != sessions.PROXY and (self.invented() or not self._viewer(session.account).demo)

    def _touch(self, session: Session) -> None:
        if self.desk.now() - session.seen_at > sessions.TOUCHED:
            with self.desk.writing() as con:
                sessions.touch(con, session, self.desk.now())

    def _named(self) -> str:
        """The account a trusted proxy answers for. From any other address the header means nothing."""
        if not self.trusted or flask.request.remote_addr not in self.trusted:
            return ""
        return flask.request.headers.get(self.settings.proxy_header, "").strip().lower()

    def _proxied(self) -> Session | None:
        """The session that the proxy's account has in this browser; a new one where it has none."""
        account = self._named()
        with self.desk.writing() as con:
            now = self.desk.now()
            found = sessions.of(con, self._token, now, self.settings) if self._token else None
            if found is not None and found.account == account and found.how == sessions.PROXY:
                return found
            try:
                if people.one(con, account).closed_at is not None:
                    return None
            except NotFound:
                return None
            flask.g.opened = sessions.open_(con, account, sessions.PROXY, now, self.settings)
        noting.note(self.desk, self._viewer(account), recorded.SIGN_IN, sessions.PROXY)
        return flask.g.opened

    def _viewer(self, account: str) -> Viewer:
        made = flask.g.setdefault("viewers", {})
        if account not in made:
            with self.desk.reading() as con:
                made[account] = people.viewer(con, account, self.desk.today())
        return made[account]
