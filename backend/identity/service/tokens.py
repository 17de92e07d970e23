"""Tokens that an issuer has signed: who signed in, and who has signed out elsewhere. Everything is checked here."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from ...core.clock import now
from .issuers import Issuer

ALGORITHMS = ["RS256", "PS256", "ES256"]
"""Signatures by the issuer's private key only: never `none`, never a secret that both sides know."""
SKEW = 60
LOGOUT_LIVES = timedelta(minutes=10)
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_TYPES = (None, "JWT", "jwt", "logout+jwt")
LONGEST, LONGEST_SID = 16_000, 200
FAULTS = (JoseError, ValueError, TypeError, KeyError, AttributeError)


class BadToken(Exception):
    """Not a token for us; `str()` names the rule it breaks, for the log."""


def identity_of(issuer: Issuer, token: Any, nonce: str, access_token: Any) -> dict[str, Any]:
    """The claims of an ID token: signed by this issuer, for us, now, for this very sign-in."""
    header, claims = _signed(issuer, token)
    rules = {
        "iss": {"essential": True, "value": issuer.asked.issuer},
        "aud": {"essential": True, "value": issuer.asked.client_id},
        "sub": {"essential": True},
        "nonce": {"essential": True, "value": nonce},
    }
    about = {"nonce": nonce, "client_id": issuer.asked.client_id, "access_token": access_token}
    try:
        CodeIDToken(claims, header, rules, about).validate(now=_seconds(), leeway=SKEW)
    except FAULTS as error:
        raise BadToken(_why(error)) from error
    if not isinstance(claims.get("nonce"), str):
        raise BadToken("nonce")
    return claims


def ended_session(issuer: Issuer, token: Any) -> str:
    """The `sid` that a back-channel logout token ends (OpenID Connect Back-Channel Logout 1.0, section 2.6)."""
    header, claims = _signed(issuer, token)
    if header.get("typ") not in LOGOUT_TYPES:
        raise BadToken("typ")
    rules = JWTClaimsRegistry(
        now=_seconds(), leeway=SKEW,
        iss={"essential": True, "value": issuer.asked.issuer},
        aud={"essential": True, "value": issuer.asked.client_id},
        iat={"essential": True}, jti={"essential": True}, sid={"essential": True},
    )  # fmt: skip
    try:
        rules.validate(claims)
    except FAULTS as error:
        raise BadToken(_why(error)) from error
    return _sid_to_end(claims)


def _sid_to_end(claims: Mapping[str, Any]) -> str:
    if "nonce" in claims:
        raise BadToken("nonce")
    if claims["iat"] < _seconds() - LOGOUT_LIVES.total_seconds():
        raise BadToken("iat")
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(LOGOUT_EVENT), Mapping):
        raise BadToken("events")
    return sid_in(claims)


def sid_in(claims: Mapping[str, Any]) -> str:
    """The issuer's name for the sign-in; without it we could never be told of its end."""
    sid = claims.get("sid")
    if not isinstance(sid, str) or not 0 < len(sid) <= LONGEST_SID:
        raise BadToken("sid")
    return sid


def _signed(issuer: Issuer, token: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims, when the signature is one of the issuer's; keys that are new to us are asked for."""
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST:
        raise BadToken("no token")
    try:
        return _decoded(issuer, token, fresh=False)
    except InvalidKeyIdError:
        pass
    except FAULTS as error:
        raise BadToken(_why(error)) from error
    try:
        return _decoded(issuer, token, fresh=True)
    except FAULTS as error:
        raise BadToken(_why(error)) from error


def _decoded(issuer: Issuer, token: str, fresh: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    rules = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    signed = jwt.decode(token, issuer.keys(fresh), registry=rules)
    return dict(signed.header), signed.claims


def _seconds() -> int:
    return int(now().timestamp())


def _why(error: Exception) -> str:
    """Error and claim by name; never a value, which may be a person's."""
    claim = getattr(error, "claim", None)
    return f"{type(error).__name__} {claim}" if isinstance(claim, str) else type(error).__name__
