"""An issuer of our own that can be made to lie in every way a real one never would."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
SECRET = "a secret that only the two of us know, long enough"

Claims = dict[str, Any]
KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})


class FakeIssuer:
    """Answers discovery, keys and the token endpoint. Codes are given by `answer`, without any page."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.behave()

    def behave(self) -> None:
        """Honest again, with nothing remembered."""
        self.keys, self.key = [KEY], KEY
        self.metadata: Claims = {}
        self.sign: Callable[[Claims], Any] = self.signed
        self.claims: Callable[[Claims], Claims] = lambda claims: claims
        self.token_answer: Callable[[Claims], Any] = lambda answer: answer
        self.codes: dict[str, dict[str, str]] = {}
        self.codes_live_on = self.away = False
        self.clients: list[dict[str, str]] = []

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def signed(self, claims: Claims, key: Any = None, **header: Any) -> str:
        key = key or self.key
        header = {"alg": "RS256", "kid": key.kid, **header}
        return jwt.encode(header, claims, key, algorithms=["RS256", "HS256", "none"])

    def with_shared_secret(self, claims: Claims) -> str:
        return jwt.encode({"alg": "HS256", "kid": "first"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])

    def with_public_key_as_secret(self, claims: Claims) -> str:
        signed = f"{_packed({'alg': 'HS256', 'kid': 'first'})}.{_packed(claims)}"
        seal = hmac.new(self.key.as_pem(private=False), signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{_encoded(seal)}"

    def unsigned(self, claims: Claims) -> str:
        return f"{_packed({'alg': 'none', 'typ': 'JWT'})}.{_packed(claims)}."

    def altered(self, claims: Claims) -> str:
        head, _, seal = self.signed(claims).split(".")
        return f"{head}.{_packed({**claims, 'pid': '01018012345'})}.{seal}"

    def answer(self, address: str, **changes: str | None) -> dict[str, str]:
        """What comes back to us when somebody has signed in at this address of the issuer."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = uuid4().hex
        self.codes[code] = asked
        answer: dict[str, str | None] = {"code": code, "state": asked["state"], "iss": self.url, **changes}
        return {name: value for name, value in answer.items() if value is not None}

    def about_itself(self) -> Claims:
        return {
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token", "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/logout",
            "authorization_response_iss_parameter_supported": True, **self.metadata,
        }  # fmt: skip

    def exchange(self, told: dict[str, str]) -> tuple[int, Any]:
        self.clients.append(told)
        asked = self.codes.get(told["code"]) if self.codes_live_on else self.codes.pop(told["code"], None)
        if asked is None or _challenge(told["code_verifier"]) != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": asked["client_id"], "sub": "person-1", "iat": now, "exp": now + 120,
            "nonce": asked["nonce"], "acr": asked.get("acr_values", ""), "sid": "sid-1", "pid": "13097248022",
            "email": "nora@fjelldal.example", "email_verified": True,
        }  # fmt: skip
        answer = {"access_token": "opaque", "token_type": "Bearer", "id_token": self.sign(self.claims(claims))}
        return 200, self.token_answer(answer)

    def logout_token(self, **changes: Any) -> str:
        """A back-channel logout token; a change to None leaves the claim out."""
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": "hundre", "iat": now, "exp": now + 120, "jti": uuid4().hex, "sid": "sid-1",
            "events": {LOGOUT: {}}, **changes,
        }  # fmt: skip
        return self.signed({name: value for name, value in claims.items() if value is not None}, typ="logout+jwt")


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _packed(tree: Claims) -> str:
    return _encoded(json.dumps(tree).encode())


def _challenge(verifier: str) -> str:
    return _encoded(hashlib.sha256(verifier.encode()).digest())


def _handler_of(issuer: FakeIssuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {
                "/.well-known/openid-configuration": issuer.about_itself,
                "/jwks": lambda: {"keys": [key.as_dict(private=False) for key in issuer.keys]},
            }
            page = pages.get(self.path)
            self._say(404 if page is None else 503 if issuer.away else 200, page() if page else {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(*issuer.exchange({**told, "authorization": self.headers.get("Authorization", "")}))

        def _say(self, status: int, tree: Any) -> None:
            body = json.dumps(tree).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
