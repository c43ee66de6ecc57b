"""Accounts: to make and close them, to sign in by password, to give and take grants, to make a viewer of them.

Knows the desk's `accounts` and `grants`. Must not know requests, nor who may call it: deeds and commands check that.
"""

import re
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from data.catalogue import roles as known
from data.desk.signing import passwords, sessions
from data.desk.tables.accounts import accounts, grants
from data.errors import BadInput, NotAllowed, NotFound
from data.text import Text
from data.viewer import Given, Viewer

WRITTEN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
BAD_ACCOUNT = Text("账号只能用小写字母、数字和 . _ @ -，2 至 64 个", "An account has 2 to 64 lower-case letters, digits and . _ @ -")
NO_SUCH = Text("没有账号“{account}”", "There is no account “{account}”")
WRONG = Text("账号或密码不对", "The account or the password is wrong")
LOCKED = Text("多次失败，请在 {seconds} 秒后再试", "Too many failures: try again in {seconds} seconds")
NO_ROLE = Text("没有角色“{role}”", "There is no role “{role}”")
NEEDS_UNIT = Text("“{role}”需要单位或部门编码；全部数据用 *", "“{role}” needs the code of a unit or a department; * for all")
NEEDS_PERSON = Text("“{role}”需要账号填写人员编码", "“{role}” needs an account with the code of its person")
NEEDS_LINES = Text("“{role}”需要指定条线", "“{role}” needs lines")
FREE, FIRST, LONGEST = 5, 15, 900  # failures without a wait; seconds of the first wait, doubled by each further; at most


def one(con: sa.Connection, account: str) -> sa.Row:
    """Raises NotFound."""
    found = con.execute(sa.select(accounts).where(accounts.c.account == account)).first()
    if found is None:
        raise NotFound(NO_SUCH, account=account)
    return found


def make(con: sa.Connection, account: str, now: datetime, name: str = "", person: str | None = None, demo: bool = False) -> None:
    """A new account, without a password and without grants. One that is there keeps what it has; it is open again."""
    if not WRITTEN.fullmatch(account):
        raise BadInput(BAD_ACCOUNT)
    if con.scalar(sa.select(accounts.c.account).where(accounts.c.account == account)) is None:
        con.execute(sa.insert(accounts).values(account=account, name=name, person=person, made_at=now, demo=demo))
        return
    given = {key: value for key, value in (("name", name), ("person", person)) if value}
    con.execute(sa.update(accounts).where(accounts.c.account == account).values(closed_at=None, **given))


def close(con: sa.Connection, account: str, now: datetime) -> None:
    con.execute(sa.update(accounts).where(accounts.c.account == account).values(closed_at=now, secret=None))
    sessions.close_all(con, account)


def closed(con: sa.Connection, account: str) -> bool:
    return con.scalar(sa.select(accounts.c.closed_at).where(accounts.c.account == account)) is not None


def set_password(con: sa.Connection, account: str, password: str) -> None:
    """Raises BadInput for a bad one. Whoever was signed in by the old one no longer is."""
    found = one(con, account)
    passwords.check(password, (account, found.name))
    changed = {"secret": passwords.kept(password), "failures": 0, "locked_until": None}
    con.execute(sa.update(accounts).where(accounts.c.account == account).values(**changed))
    sessions.close_all(con, account)


def wait(con: sa.Connection, account: str, now: datetime) -> int:
    """The seconds for which an account is locked."""
    until = con.scalar(sa.select(accounts.c.locked_until).where(accounts.c.account == account))
    return max(0, round((until - now).total_seconds())) if until else 0


def secret_of(con: sa.Connection, account: str) -> str | None:
    """What a password is compared with; none for an account that is closed, or that signs in elsewhere."""
    return con.scalar(sa.select(accounts.c.secret).where(accounts.c.account == account, accounts.c.closed_at.is_(None)))


def tried(con: sa.Connection, account: str, well: bool, now: datetime) -> None:
    """A failure counts until the next success; from the sixth on each doubles the wait."""
    failures = 0 if well else (con.scalar(sa.select(accounts.c.failures).where(accounts.c.account == account)) or 0) + 1
    until = now + timedelta(seconds=min(FIRST * 2 ** min(failures - FREE - 1, 20), LONGEST)) if failures > FREE else None
    con.execute(sa.update(accounts).where(accounts.c.account == account).values(failures=failures, locked_until=until))


def sign_in(desk, account: str, password: str) -> str:
    """The account, when the password is right. Raises NotAllowed; an unknown account is answered alike, and as late."""
    account = account.strip().lower()[:64]
    with desk.reading() as con:
        locked, secret = wait(con, account, desk.now()), secret_of(con, account)
    if locked:
        raise NotAllowed(LOCKED, seconds=locked)
    well = passwords.right(secret, password)  # outside of any transaction: it is slow on purpose
    with desk.writing() as con:
        tried(con, account, well, desk.now())
    if not well:
        raise NotAllowed(WRONG)
    return account


def give(con: sa.Connection, account: str, given: Given, by: str, now: datetime) -> str:
    """A new grant. Raises BadInput when the role needs what is not given."""
    found, role = one(con, account), known.roles().get(given.role)
    if role is None:
        raise BadInput(NO_ROLE, role=given.role)
    needs = {NEEDS_UNIT: role.scope == "units" and not given.unit, NEEDS_PERSON: role.level == "person" and not found.person,
             NEEDS_LINES: role.lines_needed and not given.lines}  # fmt: skip
    for sentence in (each for each, missing in needs.items() if missing):
        raise BadInput(sentence, role=role.label)
    row = {
        "grant_id": secrets.token_hex(8), "account": account, "role": given.role, "unit": given.unit,
        "lines": " ".join(sorted(given.lines)), "special": " ".join(sorted(given.special & role.special_given)),
        "valid_from": given.valid_from, "valid_to": given.valid_to, "given_by": by, "given_at": now,
    }  # fmt: skip
    con.execute(sa.insert(grants).values(**row))
    return row["grant_id"]


def take(con: sa.Connection, where: sa.ColumnElement[bool], by: str, now: datetime) -> int:
    """Grants that no longer hold; they stay on the desk as having been there."""
    standing = sa.and_(where, grants.c.revoked_at.is_(None))
    return con.execute(sa.update(grants).where(standing).values(revoked_at=now, revoked_by=by)).rowcount


def hold(con: sa.Connection, account: str, wanted: Sequence[Given], by: str, now: datetime) -> dict[str, list[str]]:
    """Exactly these grants of those that `by` gives; what others gave stays. The roles, with their units, that came and went."""
    rows = con.execute(sa.select(grants).where(grants.c.account == account, grants.c.given_by == by, grants.c.revoked_at.is_(None))).all()
    there = {given(row): row.grant_id for row in rows}
    gone, new = [each for each in there if each not in wanted], [each for each in wanted if each not in there]
    for each in gone:
        take(con, grants.c.grant_id == there[each], by, now)
    for each in new:
        give(con, account, each, by, now)
    changes = {"given": new, "taken": gone}
    return {what: [f"{each.role} {each.unit}".strip() for each in changed] for what, changed in changes.items() if changed}


def given_to(con: sa.Connection, account: str) -> list[tuple[str, Given]]:
    """The grants of an account that were not taken back, by their key."""
    rows = con.execute(sa.select(grants).where(grants.c.account == account, grants.c.revoked_at.is_(None)).order_by(grants.c.given_at))
    return [(row.grant_id, given(row)) for row in rows]


def given(row) -> Given:
    return Given(row.role, row.unit, frozenset(row.lines.split()), frozenset(row.special.split()), row.valid_from, row.valid_to)


def viewer(con: sa.Connection, account: str, day: date) -> Viewer:
    """Who this account is on this day."""
    found = one(con, account)
    held: Sequence[Given] = [each for _, each in given_to(con, account)]
    return Viewer.of(found.account, found.name or found.account, found.person, held, day, found.demo)
