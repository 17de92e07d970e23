"""The desk's citizen commands as pages and programs call them: once per key."""

from datetime import timedelta
from typing import Any

from flask import request

from ..core.idempotency import key_from, once
from ..core.limits import spend
from ..identity.actor import actor
from . import kind
from .service.opening import receipt_token


def ask_for_call(told: dict[str, Any], key: str | None, channel: str) -> dict[str, Any]:
    def do() -> dict[str, Any]:
        spend("desk.call_back", request.remote_addr or "", 20, timedelta(hours=1))
        case = kind.ask_for_call(told, actor(), channel)
        return {
            "reference": case.reference, "status": case.status, "receipt": kind.CALL_BACK.receipt_path(case),
            "token": receipt_token(case),
        }  # fmt: skip

    return once("desk.call_back", key_from(key), told, do)
