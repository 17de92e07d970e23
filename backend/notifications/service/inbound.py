"""What comes in by SMS: read by the room it is for, or passed on to a human. Nothing that was written is lost."""

import hmac
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from flask import g

from ...core.clock import now
from ...core.errors import Refusal
from ...core.idempotency import once
from ...core.limits import spend
from ...core.secrets import keyed
from ...desk.kind import pass_on_sms
from ...identity.actor import Actor
from .telling import prepare

Reader = Callable[[str, str], bool]
FRESH = timedelta(minutes=10)
MOST_AN_HOUR, MOST_OF_ONE = 2000, 20
_readers: dict[str, Reader] = {}


class NotFromGateway(Refusal):
    """Not signed with the key that the gateway got, or signed too long ago."""

    status, key = 401, "not_from_gateway"


def register_reader(name: str, reader: Reader) -> None:
    """`reader(phone, text)` does what the words ask for and answers True, or leaves all as it is and answers False."""
    _readers[name] = reader


def key_of(municipality_id: str) -> str:
    """What the gateway signs with, one for each municipality."""
    return keyed("inbound-sms", municipality_id)


def signature_of(municipality_id: str, timestamp: str, body: bytes) -> str:
    sealed = hmac.new(key_of(municipality_id).encode(), timestamp.encode() + b"." + body, sha256)
    return f"sha256={sealed.hexdigest()}"


def refuse_unsigned(timestamp: str, signature: str, body: bytes) -> None:
    """Raises NotFromGateway."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise NotFromGateway()
    fresh = abs(now().timestamp() - int(timestamp)) <= FRESH.total_seconds()
    wanted = signature_of(g.municipality.id, timestamp, body)
    if not hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace")) or not fresh:
        raise NotFromGateway()


def receive(told: dict[str, Any]) -> dict[str, Any]:
    """Once for each of the gateway's ids: `understood`, or `passed_on` to the desk."""
    key, content = uuid5(NAMESPACE_URL, f"inbound-sms:{told['id']}"), {name: told[name] for name in ("from", "text")}
    return once("notifications.inbound_sms", key, content, lambda: {"status": _read(told["from"], told["text"])})


def _read(phone: str, text: str) -> str:
    spend("inbound_sms", "all", MOST_AN_HOUR, timedelta(hours=1))
    spend("inbound_sms", phone, MOST_OF_ONE, timedelta(hours=1))
    if any(reader(phone, text) for reader in _readers.values()):
        return "understood"
    case = pass_on_sms(phone, text, Actor())
    prepare(uuid4(), "sms_passed_on", f"person:{case.person_id}", "sms", now(), case=case)
    return "passed_on"
