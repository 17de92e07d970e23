"""SMS over an HTTP gateway, and webhooks signed with HMAC. No redirects, no private addresses for webhooks."""

import hashlib
import hmac
import ipaddress
import json
import socket
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import requests

from .outcome import NotSent

TIMEOUT = (5, 10)


def send_sms(gateway: str, message_id: UUID, to: str, text: str) -> None:
    """Raises NotSent. The gateway gets our id, so that it can tell a repeat."""
    _post(
        gateway, json.dumps({"id": str(message_id), "to": to, "text": text}).encode(), {"Message-Id": str(message_id)}
    )


def send_webhook(target: str, message_id: UUID, secret: str, news: dict[str, Any], allowed: tuple[str, ...]) -> None:
    """Raises NotSent. `allowed` are the hosts the operator has named; all others must be public addresses."""
    _refuse_private(target, allowed)
    body = json.dumps({"id": str(message_id), **news}, sort_keys=True).encode()
    seal = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    _post(target, body, {"Hundre-Message-Id": str(message_id), "Hundre-Signature": f"sha256={seal}"})


def _post(url: str, body: bytes, headers: dict[str, str]) -> None:
    headers = {"Content-Type": "application/json", **headers}
    try:
        answer = requests.post(url, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException:
        raise NotSent("unreachable") from None
    if not 200 <= answer.status_code < 300:
        raise NotSent(f"http_{answer.status_code}")


def _refuse_private(target: str, allowed: tuple[str, ...]) -> None:
    place = urlsplit(target)
    if place.netloc in allowed or place.hostname in allowed:
        return
    if place.scheme != "https":
        raise NotSent("not_allowed", final=True)
    try:
        found = socket.getaddrinfo(place.hostname, place.port or 443, proto=socket.IPPROTO_TCP)
    except OSError:
        raise NotSent("unreachable") from None
    if any(not ipaddress.ip_address(entry[4][0]).is_global for entry in found):
        raise NotSent("not_allowed", final=True)
