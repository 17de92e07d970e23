"""The housing commands as pages and programs call them: once per key, photos stored first."""

from datetime import timedelta
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

from ..core import files
from ..core.db import transaction
from ..core.errors import Invalid
from ..core.idempotency import key_from, once
from ..core.limits import spend
from ..core.schema import loaded
from ..core.web import nested
from ..desk.models import Case
from ..desk.service.opening import receipt_token
from ..identity.actor import actor
from . import kind, questions, service
from .schemas import AdviceRequestSchema

SCHEMA = AdviceRequestSchema()


def ask(told: dict[str, Any], key: str | None, channel: str) -> dict[str, Any]:
    """One request per key; the answer that phone, page and program get."""
    content = {**told, "photos": files.fingerprints(told["photos"])}
    return once("housing.ask", key_from(key), content, lambda: answer_for(_ask(told, channel)))


def _ask(told: dict[str, Any], channel: str) -> Case:
    spend("housing.ask", request.remote_addr or "", 30, timedelta(hours=1))
    return service.ask_for_advice(told, actor(), channel)


def answer_for(case: Case) -> dict[str, Any]:
    """What whoever created a case gets to know."""
    return {
        "reference": case.reference,
        "status": "received",
        "receipt": kind.receipt_path(case),
        "token": receipt_token(case),
        "answer_by": case.answer_by.isoformat() if case.answer_by and not case.worry else None,
    }


def photos_of(uploads: list[FileStorage]) -> tuple[list[str], list[str]]:
    """Photos of a plain form, each stored by itself: the ids of the good ones, words about the others."""
    kept, wrong = [], []
    for upload in uploads:
        if not upload.filename:
            continue
        try:
            with transaction():
                kept.append(str(files.keep(upload.read()).id))
        except (files.PhotoTooLarge, files.PhotoWrongKind, files.PhotoCorrupt) as refusal:
            wrong.append(questions.photo_words(refusal.key, upload.filename))
    return kept, wrong


def ask_by_form(form: MultiDict[str, str], uploads: list[FileStorage]) -> dict[str, Any]:
    """The plain form. Raises Invalid with words at the fields; `told` on it is what to keep."""
    told = nested(form)
    kept, wrong = photos_of(uploads)
    told["photos"] = [*told.get("photos", []), *kept]
    try:
        if wrong:
            raise Invalid({"photos": wrong})
        return ask(loaded(SCHEMA, told), form.get("idempotency_key"), "web")
    except Invalid as refusal:
        refusal.told = told
        raise
