"""An identity service of its own process, for tests: Authlib's authorization server, code flow with PKCE required, signed tokens.

`python -m tests.provider PORT CLAIMS`: whoever asks is the person of the claims, a JSON file read at each sign-in.
"""

import json
import secrets
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, jsonify
from joserfc.jwk import RSAKey

CLIENT, SECRET = "anliu", "between-the-two"


class Client:
    """The one application that may ask."""

    client_id = CLIENT

    def get_client_id(self):
        return CLIENT

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, address):
        return address.endswith("/sign-in/openid/back")

    def check_client_secret(self, secret):
        return secrets.compare_digest(secret, SECRET)

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "client_secret_basic"

    def check_response_type(self, kind):
        return kind == "code"

    def check_grant_type(self, kind):
        return kind == "authorization_code"


@dataclass
class Code:
    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    user: dict
    auth_time: float

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return int(self.auth_time)

    def get_acr(self):
        return None

    def get_amr(self):
        return None


CODES: dict[str, Code] = {}


class CodeGrant(AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

    def save_authorization_code(self, code, request):
        data = request.payload.data
        CODES[code] = Code(code, request.payload.redirect_uri, request.payload.scope, data.get("nonce"), data["code_challenge"],
                           data["code_challenge_method"], request.user, time.time())  # fmt: skip

    def query_authorization_code(self, code, client):
        return CODES.get(code)

    def delete_authorization_code(self, code):
        CODES.pop(code.code)

    def authenticate_user(self, code):
        return code.user


class Tokens(OpenIDCode):
    def __init__(self, issuer: str, key: RSAKey):
        super().__init__(require_nonce=True)
        self.issuer, self.key = issuer, key

    def resolve_client_private_key(self, client):
        return self.key

    def get_client_claims(self, client):
        return {"iss": self.issuer, "aud": [CLIENT]}

    def get_encode_header(self, client):
        return {"alg": "RS256", "kid": self.key.kid}

    def exists_nonce(self, nonce, request):
        return any(code.nonce == nonce for code in CODES.values())

    def generate_user_info(self, user, scope):
        return UserInfo(**user)


def service(port: int, claims: Path) -> Flask:
    issuer, app = f"http://127.0.0.1:{port}", Flask("provider")
    key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
    server = AuthorizationServer(app, query_client=lambda key: Client() if key == CLIENT else None, save_token=lambda *_: None)
    server.register_grant(CodeGrant, [Tokens(issuer, key), CodeChallenge(required=True)])

    @app.get("/.well-known/openid-configuration")
    def discovery():
        return jsonify(issuer=issuer, authorization_endpoint=f"{issuer}/authorize", token_endpoint=f"{issuer}/token",
                       jwks_uri=f"{issuer}/keys", response_types_supported=["code"], subject_types_supported=["public"],
                       id_token_signing_alg_values_supported=["RS256"], code_challenge_methods_supported=["S256"])  # fmt: skip

    @app.get("/authorize")
    def authorize():
        grant = server.get_consent_grant(end_user=(person := json.loads(claims.read_text(encoding="utf-8"))))
        return server.create_authorization_response(grant_user=person, grant=grant)

    @app.post("/token")
    def token():
        return server.create_token_response()

    @app.get("/keys")
    def keys():
        return jsonify(keys=[key.as_dict(private=False)])

    return app


if __name__ == "__main__":
    service(int(sys.argv[1]), Path(sys.argv[2])).run(port=int(sys.argv[1]))
