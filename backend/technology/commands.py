"""The technology commands as pages and programs call them: once per key."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import request

from ..core.idempotency import key_from, once
from ..core.limits import spend
from ..core.schema import loaded
from ..desk.models import Case
from ..desk.service.opening import receipt_token
from ..identity import contact
from ..identity.actor import actor
from ..identity.contact import CHANNELS
from . import kind
from .schemas import WAYS, BoughtSchema, QuestionSchema
from .service import asking, buying

__all__ = ["CHANNELS", "WAYS", "ask", "ask_by_form", "bought", "bought_by_form", "worded"]
SCHEMA, BOUGHT = QuestionSchema(), BoughtSchema()
THANKS = "/hjelpemidler/skaffet/takk"
DAY = timedelta(days=1)
WORDS = {("type", "field.required"): "technology.bought.type_missing"}


def ask(told: dict[str, Any], key: str | None, channel: str) -> dict[str, Any]:
    """One question per key; the answer that phone, page and program get."""
    return once("technology.ask", key_from(key), told, lambda: answer_for(_ask(told, channel)))


def _ask(told: dict[str, Any], channel: str) -> Case:
    spend("technology.ask", request.remote_addr or "", 20, timedelta(hours=1))
    return asking.ask_about(told, actor(), channel)


def answer_for(case: Case) -> dict[str, Any]:
    return {
        "reference": case.reference, "status": "received", "receipt": kind.receipt_path(case),
        "token": receipt_token(case), "answer_by": case.answer_by.isoformat() if case.answer_by else None,
    }  # fmt: skip


def ask_by_form(told: dict[str, Any], key: str | None) -> dict[str, Any]:
    return ask(loaded(SCHEMA, told), key, "web")


def bought(told: dict[str, Any], key: str | None) -> dict[str, Any]:
    """One question in six weeks per key. There is no number to say aloud: nothing can be looked up by it."""
    return once("technology.bought", key_from(key), told, lambda: _bought(told))


def _bought(told: dict[str, Any]) -> dict[str, Any]:
    """A stranger's phone can be given a few times a day at most, by whomever."""
    spend("technology.bought", request.remote_addr or "", 20, timedelta(hours=1))
    for way in (told["phone"], told["email"].lower()):
        if way:
            spend("technology.bought.contact", way, 3, DAY)
    buying.bought(told, actor())
    return {"reference": "", "status": "waiting", "receipt": THANKS}


def bought_by_form(told: dict[str, Any], key: str | None) -> dict[str, Any]:
    return bought(loaded(BOUGHT, told), key)


def worded(errors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return contact.worded(errors, WORDS)
