"""The technology commands as pages and programs call them: once per key."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import request

from ..core.i18n import gettext
from ..core.idempotency import key_from, once
from ..core.limits import spend
from ..core.schema import loaded
from ..desk.models import Case
from ..desk.service.opening import receipt_token
from ..identity.actor import actor
from . import kind, service
from .schemas import CHANNELS, QuestionSchema

__all__ = ["CHANNELS", "ask", "ask_by_form", "worded"]
SCHEMA = QuestionSchema()
WORDS = {
    ("name", "field.required"): "technology.ask.name_missing",
    ("phone", "missing_contact"): "technology.ask.need_one",
    **{("phone", key): "technology.ask.phone_wrong" for key in ("field.phone", "needed_for_call", "needed_for_sms")},
    **{("email", key): "technology.ask.email_wrong" for key in ("field.email", "needed_for_email")},
}


def ask(told: dict[str, Any], key: str | None, channel: str) -> dict[str, Any]:
    """One question per key; the answer that phone, page and program get."""
    return once("technology.ask", key_from(key), told, lambda: answer_for(_ask(told, channel)))


def _ask(told: dict[str, Any], channel: str) -> Case:
    spend("technology.ask", request.remote_addr or "", 20, timedelta(hours=1))
    return service.ask_about(told, actor(), channel)


def answer_for(case: Case) -> dict[str, Any]:
    return {
        "reference": case.reference, "status": "received", "receipt": kind.receipt_path(case),
        "token": receipt_token(case), "answer_by": case.answer_by.isoformat() if case.answer_by else None,
    }  # fmt: skip


def ask_by_form(told: dict[str, Any], key: str | None) -> dict[str, Any]:
    return ask(loaded(SCHEMA, told), key, "web")


def worded(errors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Field -> messages in the words that fit this very field."""
    return {name: [gettext(WORDS.get((name, key), key)) for key in keys] for name, keys in errors.items()}
