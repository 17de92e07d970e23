"""The wish for a time as pages and programs call it: once per key."""

from datetime import timedelta
from typing import Any

from flask import request

from ..core.idempotency import key_from, once
from ..core.limits import spend
from ..core.schema import loaded
from ..desk.models import Case
from ..desk.service.opening import receipt_token
from ..identity.actor import actor
from . import request_kind
from .schemas import VisitRequestSchema
from .service import asking

SCHEMA = VisitRequestSchema()


def ask(told: dict[str, Any], key: str | None, channel: str) -> dict[str, Any]:
    """One wish per key; the answer that phone, page and program get."""
    return once("health_station.request", key_from(key), told, lambda: answer_for(_ask(told, channel)))


def _ask(told: dict[str, Any], channel: str) -> Case:
    spend("health_station.request", request.remote_addr or "", 20, timedelta(hours=1))
    return asking.ask_for_time(told, actor(), channel)


def answer_for(case: Case) -> dict[str, Any]:
    return {
        "reference": case.reference, "status": "received", "receipt": request_kind.receipt_path(case),
        "token": receipt_token(case), "answer_by": case.answer_by.isoformat() if case.answer_by else None,
    }  # fmt: skip


def ask_by_form(told: dict[str, Any], key: str | None) -> dict[str, Any]:
    return ask(loaded(SCHEMA, told), key, "web")
