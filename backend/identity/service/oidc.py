"""Signing in at an issuer: code flow with PKCE S256, state and nonce; ID-porten's rules for citizens."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from hmac import compare_digest
from typing import Any
from uuid import UUID, uuid4

import requests
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.common.urls import add_params_to_uri
from cryptography.fernet import InvalidToken

from ...core import idempotency
from ...core.clock import now
from ...core.db import current_municipality, db
from ...core.errors import NotAllowed
from ...core.secrets import opened, sealed
from . import tokens
from .entering import Vouched
from .issuers import Issuer, IssuerAway
from .levels import asked_level, level_of

JOURNEY_LIVES = timedelta(minutes=15)
SCOPES = {"citizen": "openid profile", "staff": "openid profile email"}
ONCE = "sign_in"
log = structlog.get_logger("hundre.identity")


class SignInRefused(NotAllowed):
    """Something about the issuer's answer is not as it must be. The log says what."""

    key = "sign_in_refused"


class SignInGivenUp(NotAllowed):
    """The person turned round at the issuer, or was turned away there."""

    key = "sign_in_given_up"


@dataclass(frozen=True)
class Way:
    """Where the issuer answers, where the person goes on to after that, and in which language."""

    answer_at: str
    onward: str
    root: str
    language: str


@dataclass(frozen=True)
class Journey:
    """What we must remember while somebody is at the issuer. Kept sealed in a short-lived cookie."""

    kind: str
    municipality: str
    state: str
    nonce: str
    verifier: str
    level: str
    onward: str
    root: str
    ends: int

    def folded(self) -> str:
        return sealed("journey", json.dumps(asdict(self)))

    @staticmethod
    def unfolded(text: str) -> "Journey":
        """Raises SignInRefused where there is none, or none of ours, or it is too old."""
        try:
            journey = Journey(**json.loads(opened("journey", text)))
        except (InvalidToken, UnicodeEncodeError):
            raise refused("no journey") from None
        if journey.ends < now().timestamp() or journey.municipality != current_municipality():
            raise refused("old journey")
        return journey


@dataclass(frozen=True)
class Proof:
    """Who the issuer says it is, and how surely."""

    claims: Mapping[str, Any]
    assurance: str
    vouched: Vouched
    journey: Journey


def depart(issuer: Issuer, way: Way, surer: bool = False) -> tuple[str, Journey]:
    """The issuer's address to send a person to. `surer` asks for more than a substantial sign-in."""
    level = asked_level(issuer, surer)
    journey = Journey(
        issuer.kind, current_municipality(), str(uuid4()), secrets.token_urlsafe(32), secrets.token_urlsafe(48),
        level, way.onward, way.root, int((now() + JOURNEY_LIVES).timestamp()),
    )  # fmt: skip
    with issuer.client(way.answer_at) as client:
        address, _ = client.create_authorization_url(
            issuer.endpoint("authorization"), state=journey.state, code_verifier=journey.verifier,
            nonce=journey.nonce, scope=SCOPES[issuer.kind], acr_values=level or None, ui_locales=way.language,
        )  # fmt: skip
    return address, journey


def arrive(issuer: Issuer, journey: Journey, answer: Mapping[str, str], answer_at: str) -> Proof:
    """Follow the issuer's answer home. Raises SignInGivenUp, SignInRefused, TooLowAssurance or IssuerAway."""
    _same_journey(issuer, journey, answer)
    told = _exchange(issuer, journey, answer["code"], answer_at)
    try:
        claims = tokens.identity_of(issuer, told.get("id_token"), journey.nonce, told.get("access_token"))
        sid = tokens.sid_in(claims) if "sid" in claims else None
        vouched = Vouched(issuer.asked.issuer, sid, told["id_token"])
    except tokens.BadToken as fault:
        raise refused(f"token: {fault}") from fault
    return Proof(claims, level_of(issuer, claims, journey.level), vouched, journey)


def _same_journey(issuer: Issuer, journey: Journey, answer: Mapping[str, str]) -> None:
    state = answer.get("state", "")
    if journey.kind != issuer.kind or not state.isascii() or not compare_digest(journey.state, state):
        raise refused("state")
    promised = issuer.metadata.get("authorization_response_iss_parameter_supported") is True
    if (promised or "iss" in answer) and answer.get("iss") != issuer.asked.issuer:
        raise refused("iss of the answer")
    if "error" in answer:
        log.info("sign-in given up", issuer=issuer.kind)
        raise SignInGivenUp()
    if not answer.get("code"):
        raise refused("no code")


def _exchange(issuer: Issuer, journey: Journey, code: str, answer_at: str) -> Mapping[str, Any]:
    try:
        with issuer.client(answer_at) as client:
            return client.fetch_token(
                issuer.endpoint("token"), grant_type="authorization_code", code=code, code_verifier=journey.verifier
            )
    except AuthlibBaseError as fault:
        raise refused(f"code: {str(fault.error)[:40]}") from fault
    except (requests.RequestException, ValueError) as fault:
        raise IssuerAway() from fault


def used_up(journey: Journey) -> None:
    """An answer lets somebody in once. The open transaction keeps the state that was used."""
    key = UUID(journey.state)
    if idempotency.answered(ONCE, key) is not None:
        raise refused("state used before")
    db.session.add(idempotency.IdempotencyKey(command=ONCE, key=key, content="", answer={}))


def refused(why: str) -> SignInRefused:
    """Our log tells the operator why; the person is told only that it did not work."""
    log.warning("sign-in refused", why=why)
    return SignInRefused()


def farewell(issuer: Issuer, vouched: Vouched, back_to: str) -> str | None:
    """Where a person goes to sign out at the issuer too; None where it has no such door or is away."""
    try:
        door = issuer.endpoint("end_session")
    except IssuerAway:
        return None
    words = [("client_id", issuer.asked.client_id), ("post_logout_redirect_uri", back_to)]
    if vouched.id_token:
        words.append(("id_token_hint", vouched.id_token))
    return str(add_params_to_uri(door, words))
