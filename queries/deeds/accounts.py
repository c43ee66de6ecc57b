"""Accounts and grants: to make and close, to give and take, to sign somebody out, to hand out a one-time link or a token.

Knows the desk's accounts. Must not know forms. Nobody gives to himself; who looks at a demonstration gives to its accounts alone.
"""

from datetime import date

from data.catalogue import roles as known
from data.definitions import recorded
from data.desk import noting
from data.desk.deed import Deed, Doing, Field
from data.desk.signing import people, sessions
from data.desk.signing.commanding import address
from data.desk.tables.accounts import grants
from data.errors import BadInput, NotAllowed
from data.text import Text
from data.viewer import Given

RIGHT, TOKEN_DAYS = "accounts", 365
ACCOUNT = Field("account", Text("账号", "Account"), lambda text: text.lower(), longest=64, logged=True)
NAME = Field("name", Text("姓名", "Name"), required=False, longest=100)
PERSON = Field("person", Text("人员编码", "Person's code"), required=False, longest=64, logged=True)
GRANT = Field("grant", Text("授权", "Grant"), longest=32, logged=True)
OWN = Text("不能给自己授权", "Nobody gives a grant to himself")
OTHERS = Text("演示账号只能管理演示账号", "An account of the demonstration may change only such accounts")
NO_PLACE = Text("没有单位或部门“{unit}”", "There is no unit or department “{unit}”")
MADE, CLOSED = Text("账号已建立", "The account is made"), Text("账号已停用", "The account is closed")
OUT = Text("已全部退出", "Signed out everywhere")
GIVEN, TAKEN = Text("已授权", "Granted"), Text("授权已收回", "Taken back")
LINK = Text("一次性链接（{hours} 小时内有效，请当面转交）：{address}", "One-time link, good for {hours} hours: {address}")
TOKEN = Text("接口令牌（只显示一次，{days} 天内有效）：{token}", "Token, shown once, good for {days} days: {token}")


def _one_of(values: dict) -> object:
    def parse(text: str) -> str:
        if text not in values:
            raise ValueError(text)
        return text

    return parse


def _several(text: str) -> frozenset[str]:
    return frozenset(text.replace(",", " ").split())


ROLE = Field("role", Text("角色", "Role"), _one_of(known.roles()), logged=True)
UNIT = Field("unit", Text("单位或部门编码", "Code of unit or department"), required=False, longest=64, logged=True)
LINES = Field("lines", Text("条线", "Lines"), _several, required=False, logged=True)
SPECIAL = {kind.key: Field(f"special_{kind.key}", kind.label, bool, required=False, logged=True) for kind in known.special().values()}
SINCE = Field("valid_from", Text("自", "From"), date.fromisoformat, required=False, logged=True)
UNTIL = Field("valid_to", Text("至", "To"), date.fromisoformat, required=False, logged=True)


def _reached(doing: Doing, account: str) -> str:
    """The account, if this viewer may change it."""
    if doing.ask.viewer.demo and not people.one(doing.con, account).demo:
        raise NotAllowed(OTHERS)
    return account


def _make(doing: Doing, values: dict) -> Text:
    demo = doing.ask.viewer.demo
    people.make(doing.con, values["account"], doing.now, values["name"] or "", values["person"], demo)
    _reached(doing, values["account"])
    return MADE


def _close(doing: Doing, values: dict) -> Text:
    people.close(doing.con, _reached(doing, values["account"]), doing.now)
    return CLOSED


def _sign_out(doing: Doing, values: dict) -> Text:
    sessions.close_all(doing.con, _reached(doing, values["account"]))
    return OUT


def _link(doing: Doing, values: dict) -> Text:
    account = _reached(doing, people.one(doing.con, values["account"]).account)
    key = sessions.link(doing.con, account, doing.account, doing.now)
    return LINK.filled(hours=sessions.LINK_HOURS, address=address(doing.ask.settings, key))


def _token(doing: Doing, values: dict) -> Text:
    account = _reached(doing, people.one(doing.con, values["account"]).account)
    session = sessions.open_(doing.con, account, sessions.TOKEN, doing.now, doing.ask.settings, hours=24 * TOKEN_DAYS)
    return TOKEN.filled(days=TOKEN_DAYS, token=session.token)


def _give(doing: Doing, values: dict) -> Text:
    account, unit, places = _reached(doing, values["account"]), values["unit"] or "", doing.ask.scope.places
    if account == doing.account:
        raise NotAllowed(OWN)
    if unit not in ("", known.EVERYWHERE) and unit.partition("-")[0] not in places.units:
        raise BadInput(NO_PLACE, unit=unit)
    special = frozenset(key for key, field in SPECIAL.items() if values[field.key])
    given = Given(values["role"], unit, values["lines"] or frozenset(), special, values["valid_from"], values["valid_to"])
    key = people.give(doing.con, account, given, doing.account, doing.now)
    _note(doing, account, role=given.role, unit=unit, lines=sorted(given.lines), special=sorted(special), grant=key)
    return GIVEN


def _take(doing: Doing, values: dict) -> Text:
    account = _reached(doing, values["account"])
    people.take(doing.con, (grants.c.grant_id == values["grant"]) & (grants.c.account == account), doing.account, doing.now)
    _note(doing, account, taken=values["grant"])
    return TAKEN


def _note(doing: Doing, account: str, **details) -> None:
    noting.note(doing.ask.desk, doing.ask.viewer, recorded.GRANT, account, con=doing.con, **details)


deeds = (
    Deed("account-make", Text("建立账号", "Make an account"), RIGHT, _make, (ACCOUNT, NAME, PERSON)),
    Deed("account-close", Text("停用账号", "Close an account"), RIGHT, _close, (ACCOUNT,)),
    Deed("account-out", Text("强制退出", "Sign out everywhere"), RIGHT, _sign_out, (ACCOUNT,)),
    Deed("account-link", Text("生成一次性链接", "Make a one-time link"), RIGHT, _link, (ACCOUNT,)),
    Deed("account-token", Text("生成接口令牌", "Make a token for a program"), RIGHT, _token, (ACCOUNT,)),
    Deed("grant-give", Text("授权", "Give a grant"), RIGHT, _give, (ACCOUNT, ROLE, UNIT, LINES, *SPECIAL.values(), SINCE, UNTIL)),
    Deed("grant-take", Text("收回授权", "Take a grant back"), RIGHT, _take, (ACCOUNT, GRANT)),
)
