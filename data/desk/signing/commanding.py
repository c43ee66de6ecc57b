"""`python -m data desk account NAME`: an account made from the machine itself, as the first one must be.

Knows settings and the desk. Must not know argv. No password is ever set here: the command says a link that is good once.
"""

from data.definitions import recorded
from data.desk import noting
from data.desk.signing import people, sessions
from data.desk.store import Desk
from data.errors import BadInput
from data.settings import Settings
from data.text import Text
from data.viewer import LOCAL, Given

WHICH = Text("请写明账号：python -m data desk account 账号", "Say which account: python -m data desk account NAME")
LINK = Text(
    "{hours} 小时内有效、只能用一次的设置密码链接：\n{address}", "A link to set the password, good once and for {hours} hours:\n{address}"
)


def account(settings: Settings, given) -> Text:
    """Make the account if there is none, give the role asked for, and say its one-time link."""
    if not given.what:
        raise BadInput(WHICH)
    desk = Desk.of(settings)
    try:
        with desk.writing() as con:
            key = _made(con, desk, given)
        noting.note(desk, LOCAL, recorded.GRANT, given.what, role=given.role, unit=given.unit, lines=given.lines)
    finally:
        desk.close()
    return LINK.filled(hours=sessions.LINK_HOURS, address=address(settings, key))


def address(settings: Settings, key: str) -> str:
    base = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    return f"{base}/sign-in/set?key={key}"


def _made(con, desk: Desk, given) -> str:
    now = desk.now()
    people.make(con, given.what, now, given.name, given.person or None)
    if given.role:
        lines = frozenset(each for each in given.lines.split(",") if each)
        people.give(con, given.what, Given(given.role, given.unit, lines), LOCAL.account, now)
    return sessions.link(con, given.what, LOCAL.account, now)
