"""Accounts with their grants, and why one of them can or cannot see a case.

Knows the desk's accounts and the access rule's own conditions. Must not know forms. The administrator who asks sees no case by it:
of a case he learns which condition holds, no more.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from data.ask import Ask
from data.catalogue import roles as known
from data.desk.signing import people
from data.desk.tables.accounts import accounts, grants
from data.edition import Row
from data.errors import NotAllowed, NotFound
from data.text import Text
from data.viewer import Given, Viewer

RIGHT = "accounts"
NOT_YOURS = Text("您没有管理账号的权限", "You have no right to manage accounts")


@dataclass(frozen=True)
class Account:
    row: Row
    grants: tuple[tuple[str, Given], ...]


@dataclass(frozen=True)
class Told:
    """One grant, whether it holds today, and which of its conditions the case fulfils; None where no case is asked about."""

    given: Given
    holds: bool
    reasons: dict[str, bool] | None

    @property
    def opens(self) -> bool:
        return self.holds and bool(self.reasons) and all(self.reasons.values())


@dataclass(frozen=True)
class Why:
    viewer: Viewer | None
    told: tuple[Told, ...]
    case: str
    there: bool
    names: tuple[str, ...]


def listed(ask: Ask) -> list[Account]:
    """All accounts that are not closed, in order; those of a demonstration to its viewers alone."""
    _check(ask)
    with ask.desk.reading() as con:
        wanted = sa.select(accounts).where(accounts.c.closed_at.is_(None), *([accounts.c.demo] if ask.viewer.demo else []))
        rows = [dict(row._mapping) for row in con.execute(wanted.order_by(accounts.c.account))]
        held: dict[str, list] = {}
        for row in con.execute(sa.select(grants).where(grants.c.revoked_at.is_(None)).order_by(grants.c.given_at)):
            held.setdefault(row.account, []).append((row.grant_id, people.given(row)))
    return [Account(row, tuple(held.get(row["account"], ()))) for row in rows]


def why(ask: Ask) -> Why:
    """What decides whether the account asked about sees the case asked about, by the very conditions that decide it."""
    _check(ask)
    names = tuple(each.row["account"] for each in listed(ask))
    account, case = ask.filters.text("account"), ask.filters.text("case")
    if account not in names:
        return Why(None, (), case, False, names)
    with ask.desk.reading() as con:
        viewer, given = people.viewer(con, account, ask.desk.today()), people.given_to(con, account)
    told = [_told(ask, each, viewer, case) for _, each in given]
    return Why(viewer, tuple(told), case, any(each.reasons is not None for each in told), names)


def _told(ask: Ask, given: Given, viewer: Viewer, case: str) -> Told:
    if given.role not in known.roles() or not case:
        return Told(given, given.holds(ask.desk.today()), None)
    grant = given.rows(viewer.handler)
    try:
        reasons = ask.scope.reasons(grant, case) if grant.opens else {"none": False}
    except NotFound:
        reasons = None
    return Told(given, given.holds(ask.desk.today()), reasons)


def _check(ask: Ask) -> None:
    if ask.desk is None or not ask.viewer.may(RIGHT):
        raise NotAllowed(NOT_YOURS)
