"""Signing in at the office's identity service: OpenID Connect, code flow with PKCE; what it says of somebody becomes grants.

Knows Authlib and the file that says which claim means what. Must not know pages, nor what a role may do.
"""

import secrets
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import flask
import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from joserfc.errors import JoseError

from components import links, messages, signin
from data.definitions import recorded
from data.desk import noting
from data.desk.signing import people, sessions
from data.errors import AppError, BadInput, NotAllowed
from data.text import Text
from data.viewer import NOBODY, Given
from web.edge import Edge
from web.signin import page

BACK, BY = "/sign-in/openid/back", "openid"
NO_FILE = Text("无法读取 OpenID 配置 {file}：{why}", "The OpenID configuration {file} cannot be read: {why}")
FAILED = Text("统一身份登录未成功，请重试或联系管理员", "Signing in at the identity service failed: try again or ask your administrator")
TAKEN = Text("账号“{account}”用密码登录，不能用统一身份登录", "The account “{account}” signs in by password, not at the identity service")


@dataclass(frozen=True)
class Provider:
    """Which service, and what its claims are called; `roles` says which of its roles is which of ours."""

    issuer: str
    client_id: str
    client_secret: str = ""
    scope: str = "openid profile"
    account_claim: str = "sub"
    name_claim: str = "name"
    person_claim: str = ""
    roles_claim: str = "roles"
    units_claim: str = "units"
    lines_claim: str = ""
    roles: Mapping[str, str] = None

    @classmethod
    def of(cls, file: str) -> "Provider":
        try:
            return cls(**tomllib.loads(Path(file).read_text(encoding="utf-8")))
        except (OSError, tomllib.TOMLDecodeError, TypeError) as error:
            raise BadInput(NO_FILE, file=file, why=error) from error

    def account(self, claims: Mapping) -> str:
        return str(claims.get(self.account_claim) or "").strip().lower()

    def given(self, claims: Mapping) -> list[Given]:
        """A grant for each role we know, over each unit that is named; a role nobody mapped gives nothing."""
        roles = [self.roles[each] for each in _several(claims.get(self.roles_claim)) if each in (self.roles or {})]
        units, lines = _several(claims.get(self.units_claim)), frozenset(_several(claims.get(self.lines_claim)))
        return [Given(role, unit, lines) for role in dict.fromkeys(roles) for unit in units or [""]]


def connect(server: flask.Flask, edge: Edge) -> None:
    provider = Provider.of(edge.settings.openid_file)
    server.secret_key = edge.settings.secret or secrets.token_hex(32)
    server.config.update(SESSION_COOKIE_NAME="anliu_out", SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax",
                         SESSION_COOKIE_SECURE=edge.settings.public_url.startswith("https:"))  # fmt: skip
    service = OAuth(server).register(
        "office", client_id=provider.client_id, client_secret=provider.client_secret,
        server_metadata_url=provider.issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={"scope": provider.scope, "code_challenge_method": "S256", "timeout": 10},
    )  # fmt: skip

    @server.get("/sign-in/openid")
    def openid_out():
        target = flask.request.args.get("next", "/")
        flask.session["target"] = target if links.local(target) else "/"
        back = edge.settings.public_url.rstrip("/") + BACK if edge.settings.public_url else flask.request.host_url.rstrip("/") + BACK
        return _safely(lambda: service.authorize_redirect(back), edge)

    @server.get(BACK)
    def openid_back():
        return _safely(lambda: _arrived(edge, provider, service.authorize_access_token()["userinfo"]), edge)


def _arrived(edge: Edge, provider: Provider, claims: Mapping) -> flask.Response:
    """The account is made or brought up to date by what the service says of it: grants that it no longer says are taken back."""
    account, target = provider.account(claims), flask.session.get("target", "/")
    flask.session.clear()
    with edge.desk.writing() as con:
        now = edge.desk.now()
        closed = people.closed(con, account)
        people.make(con, account, now, str(claims.get(provider.name_claim) or ""), str(claims.get(provider.person_claim) or "") or None)
        if people.secret_of(con, account) is not None:
            raise NotAllowed(TAKEN, account=account)
        if closed:
            raise NotAllowed(messages.NO_RIGHT)
        changed = people.hold(con, account, provider.given(claims), BY, now)
        if changed:
            noting.note(edge.desk, NOBODY, recorded.GRANT, account, con=con, by=BY, **changed)
    edge.entry.open(account, sessions.OPENID)
    return flask.redirect(target, 303)


def _safely(step, edge: Edge) -> flask.Response:
    """What goes wrong elsewhere is said as a sentence; nobody is signed in by it."""
    try:
        return step()
    except (OAuthError, JoseError, requests.RequestException, KeyError, AppError) as error:
        noting.note(edge.desk, NOBODY, recorded.SIGN_IN_REFUSED, BY, why=type(error).__name__)
        said = str(error) if isinstance(error, AppError) else str(FAILED)
        return page(signin.sign_in("/", error=said, elsewhere=True), 403)


def _several(claim) -> list[str]:
    """A claim of several values: a list, or a text with blanks or commas."""
    if isinstance(claim, str):
        return claim.replace(",", " ").split()
    return [str(each) for each in claim] if isinstance(claim, Iterable) else []
