"""The pages before the first page: to sign in, to set a password. Plain HTML that works without scripts.

Knows forms and words. Must not know accounts, sessions or requests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from dash import html

from components import forms, links, messages, still
from components.svg import mark
from components.theme import theme
from data.text import Text, locale

PATH, SETTING, STYLE = "/sign-in", "/sign-in/set", "/sign-in/look.css"
STYLES = ("10-theme.css", "25-forms.css", "26-signin.css")  # of the assets, which are only for those who are signed in
TITLE, SIGN_IN, SIGN_OUT = Text("登录", "Sign in"), Text("登录", "Sign in"), Text("退出", "Sign out")
ACCOUNT, PASSWORD, AGAIN = Text("账号", "Account"), Text("密码", "Password"), Text("再输一次", "Once more")
ELSEWHERE = Text("使用统一身份登录", "Sign in with the office's identity service")
SET = Text("设置密码", "Set a password")
SET_FOR = Text("为账号 {account} 设置密码，设置后即登录。", "Set the password of {account}; you are then signed in.")
RULE = Text("至少 12 个字符，不要用常见密码", "At least 12 characters, and none that is common")
DEMO = Text("演示数据", "Demonstration")
DEMO_SAID = Text(
    "当前为虚构的演示数据：选一个角色即可进入，无需密码。导入真实数据后，这些入口自动消失。",
    "These records are invented: choose a role to enter, without a password. With real records these entries are gone.",
)
NO_ACCOUNT = Text(
    "没有账号？请联系本院系统管理员。首个管理员账号由运维人员在服务器上用命令创建。",
    "No account? Ask the administrator of your office. The first one is made by a command on the server.",
)


DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}" data-bs-theme="{theme}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="{theme}"><link rel="stylesheet" href="{style}"><title>{title}</title></head>
<body>{body}</body>
</html>"""


@dataclass(frozen=True)
class Door:
    """One account of the demonstration: its key, its role, what it sees."""

    account: str
    role: Text
    sees: str


def document(title: Text, inside: Sequence, here: str) -> str:
    """A whole page. `here` is the address that a change of language or colours leads back to."""
    lang = {"zh": "zh-CN", "en": "en"}[locale.get()]
    body = still.written([html.Header([_brand(), _settings(here)], className="top"), html.Main(list(inside), id="main")])
    said = escape(f"{title} · {messages.PRODUCT_WHOLE}")
    return DOCUMENT.format(lang=lang, theme=theme.get(), style=STYLE, title=said, body=body)


def sign_in(target: str, account: str = "", error: str = "", elsewhere: bool = False, doors: Sequence[Door] = ()) -> str:
    """`target` is where to go afterwards; `doors` the accounts of a demonstration."""
    here = PATH + ("?" + urlencode({"next": target}) if target != "/" else "")
    other = [html.A(str(ELSEWHERE), href="/sign-in/openid?" + urlencode({"next": target}), className="elsewhere")] if elsewhere else []
    told = html.P(str(NO_ACCOUNT), className="note")
    own = html.Section([html.H1(str(TITLE)), _password_form(target, account, error), *other, told], className="card")
    return document(TITLE, [*([_demo(target, doors)] if doors else []), own], here)


def set_password(key: str, account: str, error: str = "") -> str:
    """For the holder of a one-time link."""
    fields = [_hidden("key", key), _line("password", PASSWORD, "password", autocomplete="new-password", autofocus=""),
              _line("again", AGAIN, "password", autocomplete="new-password")]  # fmt: skip
    form = _form(SETTING, [*fields, html.P(str(RULE), className="note"), *_said(error)], SET)
    return document(SET, [html.Section([html.H1(str(SET)), html.P(SET_FOR.format(account=account)), form], className="card")], PATH)


def _password_form(target: str, account: str, error: str) -> html.Form:
    first = {"autofocus": ""} if not account else {}
    name = _line("account", ACCOUNT, "text", account, autocomplete="username", autocapitalize="none", spellcheck="false", **first)
    then = {} if first else {"autofocus": ""}
    secret = _line("password", PASSWORD, "password", autocomplete="current-password", **then)
    return _form(PATH, [_hidden("next", target), name, secret, *_said(error)], SIGN_IN)


def _demo(target: str, doors: Sequence[Door]) -> html.Section:
    sent = [_hidden("next", target), _hidden(forms.TOKEN, forms.drawn_for())]
    form = html.Form([*sent, *map(_role, doors)], action="/sign-in/demo", method="post", className="roles")
    return html.Section([html.H1([html.Span(str(DEMO), className="flag")]), html.P(str(DEMO_SAID)), form], className="card demo")


def _role(door: Door):
    said = [html.B(str(door.role)), html.Span(door.sees)]
    return mark("button", said, type="submit", name="account", value=door.account, className="role")


def _form(action: str, inside: Sequence, submit: Text) -> html.Form:
    sent = _hidden(forms.TOKEN, forms.drawn_for())
    button = html.Button(str(submit), type="submit", className="do")
    return html.Form([sent, *inside, button], action=action, method="post", className="deed")


def _line(name: str, label: Text, kind: str, value: str = "", **more) -> html.Label:
    return html.Label([html.Span(str(label)), mark("input", type=kind, name=name, value=value, required="", **more)])


def _hidden(name: str, value: str):
    return mark("input", type="hidden", name=name, value=value)


def _said(error: str) -> list:
    return [html.P(error, className="said", role="alert")] if error else []


def _brand() -> html.Div:
    return html.Div([html.Span("案流", className="brand-zh", lang="zh-CN"), html.Span("Anliu", className="brand-en", lang="en"),
                     html.Span(str(messages.PURPOSE), className="purpose")], className="brand")  # fmt: skip


def _settings(here: str) -> html.Nav:
    english, dark = locale.get() == "zh", theme.get() == "light"
    to = links.setting("lang", "en" if english else "zh", here)
    language = html.A(str(messages.OTHER_LANGUAGE), href=to, lang="en" if english else "zh-CN")
    colours = html.A(str(messages.TO_DARK if dark else messages.TO_LIGHT), href=links.setting("theme", "dark" if dark else "light", here))
    return html.Nav([language, colours])
