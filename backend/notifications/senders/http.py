"""SMS over an HTTP gateway, and webhooks signed with HMAC. No redirects, no private addresses for webhooks."""

import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

import requests

from ...core.outbound import TIMEOUT, NotReached, refuse_private
from .outcome import NotSent


def send_sms(gateway: str, message_id: UUID, to: str, text: str) -> None:
    """Raises NotSent. The gateway gets our id, so that it can tell a repeat."""
    _post(
        gateway, json.dumps({"id": str(message_id), "to": to, "text": text}).encode(), {"Message-Id": str(message_id)}
    )


def send_webhook(target: str, message_id: UUID, secret: str, news: dict[str, Any], allowed: tuple[str, ...]) -> None:
    """Raises NotSent. `allowed` are the hosts the operator has named; all others must be public addresses."""
    try:
        refuse_private(target, allowed)
    except NotReached as trouble:
        raise NotSent(trouble.outcome, trouble.final) from None
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
