"""Sessions: a token only the browser has, its hash on the desk, an end after idleness and an end whatever happens.

Knows the desk's `sessions` and one-time links. Must not know cookies.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from data.desk.tables.accounts import accounts, links, sessions
from data.settings import Settings

LINK_HOURS, TOUCHED = 24, timedelta(minutes=1)  # so often is it written that somebody is still there
PASSWORD, OPENID, PROXY, DEMO, TOKEN = "password", "openid", "proxy", "demo", "token"


@dataclass(frozen=True)
class Session:
    """One sign-in that holds; `token` never leaves the request that carries it."""

    token: str
    account: str
    how: str
    seen_at: datetime

    @property
    def mark(self) -> str:
        """What forms and callbacks of this session carry: only who has the token can know it."""
        return hmac.new(self.token.encode(), b"mark", hashlib.sha256).hexdigest()


def hashed(token: str) -> str:
    """Tokens are random and long, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_(con: sa.Connection, account: str, how: str, now: datetime, settings: Settings, hours: float | None = None) -> Session:
    """A new token at every sign-in: one that somebody planted beforehand is worth nothing."""
    con.execute(sa.delete(sessions).where(sessions.c.until < now))
    token = secrets.token_urlsafe(32)
    until = now + timedelta(hours=settings.session_hours if hours is None else hours)
    con.execute(sa.insert(sessions).values(hash=hashed(token), account=account, how=how, began_at=now, seen_at=now, until=until))
    return Session(token, account, how, now)


def of(con: sa.Connection, token: str, now: datetime, settings: Settings) -> Session | None:
    """The session of a token while it and its account hold."""
    kept = sessions.join(accounts, accounts.c.account == sessions.c.account)
    found = con.execute(sa.select(sessions).select_from(kept).where(
        sessions.c.hash == hashed(token), accounts.c.closed_at.is_(None), sessions.c.until > now,
    )).first()  # fmt: skip
    if found is None or (found.how != TOKEN and found.seen_at < now - timedelta(minutes=settings.session_idle_minutes)):
        return None
    return Session(token, found.account, found.how, found.seen_at)


def touch(con: sa.Connection, session: Session, now: datetime) -> None:
    con.execute(sa.update(sessions).where(sessions.c.hash == hashed(session.token)).values(seen_at=now))


def close(con: sa.Connection, token: str) -> None:
    con.execute(sa.delete(sessions).where(sessions.c.hash == hashed(token)))


def close_all(con: sa.Connection, account: str) -> None:
    """Wherever somebody is signed in under this account, it ends now."""
    con.execute(sa.delete(sessions).where(sessions.c.account == account))


def link(con: sa.Connection, account: str, by: str, now: datetime) -> str:
    """The key of a new one-time link, which takes the place of those before it."""
    con.execute(sa.delete(links).where(sa.or_(links.c.account == account, links.c.until < now)))
    key = secrets.token_urlsafe(32)
    con.execute(sa.insert(links).values(hash=hashed(key), account=account, made_by=by, until=now + timedelta(hours=LINK_HOURS)))
    return key


def invited(con: sa.Connection, key: str, now: datetime) -> str | None:
    """The account that a one-time link is for, while it holds."""
    return con.scalar(sa.select(links.c.account).where(links.c.hash == hashed(key), links.c.until > now))


def used(con: sa.Connection, key: str) -> None:
    con.execute(sa.delete(links).where(links.c.hash == hashed(key)))
