"""OpenID Connect issuers: what each says about itself, which keys it signs with, how we prove who we are to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from flask import current_app
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from ...core.clock import now
from ...core.errors import Busy, Unknown
from ...core.settings import Oidc

TIMEOUT = (2, 4)
BELIEVED_FOR = timedelta(hours=1)
KEYS_ASKED_EVERY = timedelta(seconds=30)
ASSERTION_LIVES = 100
"""Seconds; ID-porten refuses more than 120."""


class IssuerAway(Busy):
    """The issuer does not answer, or not with what an issuer says."""

    key = "issuer_away"


class NotConfigured(Unknown):
    """This way of signing in is not set up here."""

    key = "issuer_not_configured"


@dataclass
class _Fetched:
    at: datetime
    tree: dict[str, Any]


_kept: dict[str, _Fetched] = {}


def forget() -> None:
    """Ask all issuers anew."""
    _kept.clear()


def _fetched(url: str, no_older_than: timedelta) -> dict[str, Any]:
    held = _kept.get(url)
    if held is None or now() - held.at > no_older_than:
        held = _kept[url] = _Fetched(now(), _asked(url))
    return held.tree


def _asked(url: str) -> dict[str, Any]:
    try:
        answer = requests.get(url, timeout=TIMEOUT, allow_redirects=False)
        answer.raise_for_status()
        tree = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise IssuerAway() from error
    if not isinstance(tree, dict):
        raise IssuerAway()
    return tree


@dataclass(frozen=True)
class Issuer:
    """One issuer as the settings name it. `kind` is citizen or staff."""

    kind: str
    asked: Oidc

    @cached_property
    def metadata(self) -> Mapping[str, Any]:
        """What it says about itself; only what carries its own name is believed."""
        tree = _fetched(f"{self.asked.issuer.rstrip('/')}/.well-known/openid-configuration", BELIEVED_FOR)
        if tree.get("issuer") != self.asked.issuer:
            raise IssuerAway()
        return tree

    def endpoint(self, name: str) -> str:
        """The address of one of its doors; https, except on this very machine."""
        address = self.metadata.get(f"{name}_endpoint" if name != "jwks" else "jwks_uri")
        if not isinstance(address, str) or not _safe(address):
            raise IssuerAway()
        return address

    def keys(self, fresh: bool = False) -> KeySet:
        """Its signing keys. `fresh` asks again, but not more often than every half minute."""
        tree = _fetched(self.endpoint("jwks"), KEYS_ASKED_EVERY if fresh else BELIEVED_FOR)
        try:
            return KeySet.import_key_set(tree)  # type: ignore[arg-type]
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise IssuerAway() from error

    def origins(self) -> list[str]:
        """The addresses its pages may come from, for pages of ours that it frames."""
        addresses = [self.asked.issuer]
        try:
            known = self.metadata
        except IssuerAway:
            known = {}
        addresses += [known.get(f"{name}_endpoint", "") for name in ("authorization", "end_session")]
        return list(dict.fromkeys("{0.scheme}://{0.netloc}".format(urlsplit(a)) for a in addresses if a))

    def client(self, redirect_uri: str) -> OAuth2Session:
        """Ourselves as this issuer's client, proved by private key or by secret."""
        settings = self.asked
        if not settings.private_key:
            method = "client_secret_basic" if settings.client_secret else "none"
            return self._client(redirect_uri, settings.client_secret, method)
        key = _private_key(settings.private_key)
        client = self._client(redirect_uri, key, "private_key_jwt")
        claims = {"exp": int(now().timestamp()) + ASSERTION_LIVES}
        header = {"kid": key.kid or key.thumbprint()}
        algorithm = "RS256" if isinstance(key, RSAKey) else "ES256"
        client.register_client_auth_method(PrivateKeyJWT(settings.issuer, claims, header, algorithm))
        return client

    def _client(self, redirect_uri: str, secret: Any, method: str) -> OAuth2Session:
        return OAuth2Session(
            self.asked.client_id, secret, token_endpoint_auth_method=method, redirect_uri=redirect_uri,
            code_challenge_method="S256", default_timeout=TIMEOUT,
        )  # fmt: skip


def _safe(address: str) -> bool:
    place = urlsplit(address)
    if place.scheme == "https":
        return True
    try:
        return ip_address(place.hostname or "").is_loopback
    except ValueError:
        return place.hostname == "localhost"


def _private_key(text: str) -> RSAKey | ECKey:
    """A JWK as JSON (its `kid` is used), or an RSA key as PEM with real or written-out line ends."""
    if not text.lstrip().startswith("{"):
        return RSAKey.import_key(text.replace("\\n", "\n"))
    tree = json.loads(text)
    return ECKey.import_key(tree) if tree.get("kty") == "EC" else RSAKey.import_key(tree)


def configured(kind: str) -> Issuer | None:
    settings = current_app.config["HUNDRE"]
    asked: Oidc | None = settings.oidc_citizen if kind == "citizen" else settings.oidc_staff
    return Issuer(kind, asked) if asked else None


def of(kind: str) -> Issuer:
    """The issuer for citizens or for staff; raises NotConfigured."""
    found = configured(kind)
    if found is None:
        raise NotConfigured()
    return found


def everyone() -> list[Issuer]:
    return [found for kind in ("citizen", "staff") if (found := configured(kind))]
