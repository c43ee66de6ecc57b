"""Accounts, what each was granted, and why one sees a case or not: for administrators.

Knows accounts as they are handed in, forms and words. Must not know where they are kept.
"""

from collections.abc import Sequence

from dash import html

from components import auditing, forms, messages, tables, words
from components.tables import Col
from data.ask import Ask
from data.catalogue import roles as known
from data.definitions import filters as by
from data.definitions.dimensions import LINE
from data.text import Text

PATH, WHY = "/accounts", "/accounts/why"
ACCOUNT, NAME, PERSON = Text("账号", "Account"), Text("姓名", "Name"), Text("人员编码", "Person's code")
HELD, ACT, NONE_HELD = Text("授权", "Grants"), Text("操作", "Do"), Text("无授权", "nothing granted")
MAKE, GIVE = Text("建立账号", "Make the account"), Text("授权", "Grant")
CLOSE, OUT = Text("停用", "Close"), Text("强制退出", "Sign out")
LINK, TOKEN, TAKE = Text("一次性链接", "One-time link"), Text("接口令牌", "Token"), Text("收回", "Take back")
ROLE, UNIT, LINES = Text("角色", "Role"), Text("单位或部门编码", "Unit or department"), Text("条线", "Lines")
SPECIAL = Text("特殊案件", "Special cases")
SINCE, UNTIL, ALL_LINES = Text("自", "From"), Text("至", "To"), Text("全部条线", "all lines")
MANAGE = Text("管理", "Manage")
UNIT_SAID = Text("如 420100；全部数据填 *；本人案件、评查案件不填", "as 420100; * for all records; empty for own cases and reviews")
LINES_SAID = Text("条线编码，用空格分开；不填为全部", "keys of lines, by spaces; empty for all")
ONE_RULE = Text(
    "封存的未成年人案件、涉密案件、敏感案件、院领导承办的案件，只有角色或授权写明才能看到（本人承办的除外）；"
    "看不到的案件，也不计入任何数字，各页面、导出、接口一律如此。",
    "Sealed juvenile, secret, sensitive cases and those handled by leaders are seen only by a role or grant that says so, or by who "
    "handles them. What one may not see is not counted either, on any page, in any file or interface.",
)
NONE_MADE = Text("还没有建立账号：在上面填写账号和姓名，建立后再授权", "No account has been made: make one above, then grant")
MADE = Text("{n} 个账号，其中 {bare} 个没有任何授权", "Accounts: {n}, of them without any grant: {bare}")
ASK_WHY = Text("选择账号，填写受案号，即可看到由哪些授权决定。", "Choose an account and write a case number: you are told what decides.")
SEES, SEES_NOT = Text("{account} 能看到此案", "{account} can see this case"), Text("{account} 看不到此案", "{account} cannot see this case")
NO_CASE = Text("数据中没有这个受案号", "There is no case of this number in the records")
MAY, MAY_NOT = Text("可以：{rights}", "May: {rights}"), Text("没有任何权限", "May do nothing")
YES, NO, ENDED = Text("符合", "holds"), Text("不符合", "does not hold"), Text("不在有效期内", "not in force today")
NOT_SPECIAL = Text("不属于“{kind}”", "not among “{kind}”")
REASONS = {
    "units": Text("单位", "unit"), "lines": Text("条线", "line"), "handlers": Text("本人承办", "own case"),
    "reviewers": Text("本人评查", "own review"),
    "none": Text("角色不看案件", "a role without cases"),
    **{key: NOT_SPECIAL.filled(kind=kind.label) for key, kind in known.special().items()},
}  # fmt: skip
OPENS, CASE = Text("此案", "This case"), Text("受案号", "Case number")


def listed(found: Sequence, ask: Ask) -> html.Div:
    """A new account; then each account with what it holds and what can be done with it."""
    columns = [
        Col(ACCOUNT, lambda each: html.A(each.row["account"], href=ask.link(WHY, account=each.row["account"]))),
        Col(NAME, lambda each: each.row["name"]), Col(PERSON, lambda each: each.row["person"] or ""),
        Col(HELD, lambda each: _held(each, ask)), Col(ACT, lambda each: _acts(each)),
    ]  # fmt: skip
    fields = [forms.line("account", ACCOUNT, required=True), forms.line("name", NAME), forms.line("person", PERSON)]
    make = forms.form("account-make", fields, MAKE, PATH, className="deed in-line")
    rule = html.P(str(ONE_RULE), className="muted note")
    says = MADE.format(n=len(found), bare=sum(not each.grants for each in found)) if found else str(NONE_MADE)
    shown = [tables.simple(columns, found, str(ACCOUNT))] if found else []
    return html.Div([make, html.P(says, className="headline"), *shown, rule], className="drawn accounts")


def why(found, ask: Ask) -> html.Div:
    """The answer in a sentence, the rights, and each grant with its conditions."""
    pick = auditing.select(by.ACCOUNT, [(name, name) for name in found.names], ask)
    controls = html.Div([pick, auditing.write(by.CASE, "search", ask)], className="controls")
    if found.viewer is None:
        return html.Div([controls, html.P(str(ASK_WHY), className="muted")], className="drawn")
    columns = [
        Col(ROLE, lambda each: _role(each.given)), Col(UNIT, lambda each: _unit(each.given, ask)),
        Col(LINES, lambda each: _lines(each.given, ask)), Col(SPECIAL, lambda each: _special(each.given)),
        Col(SINCE, lambda each: _validity(each.given)),
        Col(OPENS, lambda each: _reasons(each)),
    ]  # fmt: skip
    rights = sorted(found.viewer.rights or (), key=list(known.rights()).index)
    may = MAY.format(rights=words.enumerated(str(known.rights()[key].label) for key in rights)) if rights else str(MAY_NOT)
    told = [html.P(_verdict(found), className="headline")] if found.case else []
    return html.Div([controls, *told, html.P(may), tables.simple(columns, found.told, str(HELD))], className="drawn")


def _verdict(found) -> str:
    if found.told and not found.there:
        return str(NO_CASE)
    sees = any(each.opens for each in found.told) and found.viewer.may("rows")
    return (SEES if sees else SEES_NOT).format(account=found.viewer.account)


def _held(each, ask: Ask) -> html.Ul:
    def item(key: str, given) -> html.Li:
        return html.Li([html.Span(_said(given, ask)), _small("grant-take", TAKE, account=each.row["account"], grant=key)])

    return html.Ul([item(key, given) for key, given in each.grants] or [html.Li(str(NONE_HELD), className="muted")])


def _acts(each) -> html.Details:
    account = each.row["account"]
    roles = [(key, str(role.label)) for key, role in known.roles().items()]
    special = [forms.tick(f"special_{kind.key}", kind.label) for kind in known.special().values()]
    fields = [forms.choice("role", ROLE, roles, required=True), forms.line("unit", UNIT, placeholder=str(UNIT_SAID)),
              forms.line("lines", LINES, placeholder=str(LINES_SAID)), *special,
              forms.line("valid_from", SINCE, kind="date"), forms.line("valid_to", UNTIL, kind="date")]  # fmt: skip
    give = forms.form("grant-give", fields, GIVE, PATH, {"account": account})
    small = [_small("account-link", LINK, stays=True, account=account), _small("account-token", TOKEN, stays=True, account=account),
             _small("account-out", OUT, account=account), _small("account-close", CLOSE, account=account)]  # fmt: skip
    inside = [html.Summary(str(MANAGE)), give, html.Div(small, className="small-deeds")]
    return html.Details(inside, **{"data-picker": f"account-{account}"})


def _small(deed: str, label: Text, stays: bool = False, **hidden: str) -> html.Form:
    return forms.form(deed, [], label, PATH, hidden, "deed in-line small", stays)


def _said(given, ask: Ask) -> str:
    parts = (_role(given), _unit(given, ask), _lines(given, ask), _special(given), _validity(given))
    return " · ".join(part for part in parts if part)


def _role(given) -> str:
    role = known.roles().get(given.role)
    return str(role.label) if role else given.role


def _unit(given, ask: Ask) -> str:
    if given.unit in ("", known.EVERYWHERE):
        return str(messages.ALL_UNITS) if given.unit else ""
    if "-" in given.unit:
        return f"{ask.names.of('department', given.unit)} {given.unit}"
    unit = ask.scope.places.units.get(given.unit)
    return f"{unit.name} {given.unit}" if unit else given.unit


def _lines(given, ask: Ask) -> str:
    return words.enumerated(str(ask.names.of(LINE.codes, line)) for line in sorted(given.lines)) or (str(ALL_LINES) if given.unit else "")


def _special(given) -> str:
    return words.enumerated(str(kind.label) for key, kind in known.special().items() if key in given.special)


def _validity(given) -> str:
    return f"{given.valid_from or ''} – {given.valid_to or ''}" if given.valid_from or given.valid_to else ""


def _reasons(each) -> str:
    if not each.holds:
        return str(ENDED)
    told = each.reasons or {}
    return str(messages.SEMICOLON).join(f"{REASONS[key]}{messages.COLON}{YES if well else NO}" for key, well in told.items())
