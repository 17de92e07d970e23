"""What a citizen's phone asks of the desk: photos, receipts, own cases, a call back."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import fields

from ...core import files
from ...core.api import answers, command, keyed
from ...core.errors import Malformed
from ...core.idempotency import key_from, once
from ...core.limits import spend
from ...core.schema import Command
from ...identity.actor import actor
from .. import commands, kind
from ..models import Case
from ..service import reading

api = Blueprint("citizen_api", __name__, url_prefix="/api/v1")


class PhotoKept(Command):
    id = fields.UUID()
    reference = fields.String()
    status = fields.String()


class Opened(Command):
    reference = fields.String()
    status = fields.String()
    receipt = fields.String()
    token = fields.String()


class StatusShown(Command):
    """Status words only: nothing that was written, nobody's name."""

    reference = fields.String()
    kind = fields.String()
    status = fields.String()
    answer_by = fields.String(allow_none=True)
    waiting_for = fields.String(allow_none=True)


class StatusList(Command):
    items = fields.List(fields.Nested(StatusShown))
    next = fields.String(allow_none=True)


def shown(case: Case) -> dict[str, Any]:
    if case.worry:
        return {
            "reference": case.reference,
            "kind": case.kind,
            "status": "received",
            "answer_by": None,
            "waiting_for": None,
        }
    return {
        "reference": case.reference, "kind": case.kind, "status": case.status, "waiting_for": case.waiting_for,
        "answer_by": case.answer_by.isoformat() if case.answer_by else None,
    }  # fmt: skip


@api.post("/files")
@keyed
@answers(PhotoKept, 201)
def keep_photo() -> tuple[Response, int]:
    """Store one photo (multipart field `photo`) before the request that will name it."""
    upload = request.files.get("photo")
    if upload is None:
        raise Malformed()
    data = upload.read()

    def do() -> dict[str, Any]:
        spend("files.keep", request.remote_addr or "", 120, timedelta(hours=1))
        photo = files.keep(data)
        return {"id": str(photo.id), "reference": str(photo.id), "status": "kept"}

    return jsonify(
        once("files.keep", key_from(request.headers.get("Idempotency-Key")), files.fingerprint(data), do)
    ), 201


@api.post("/contact-requests")
@keyed
@command(kind.CallBackSchema, Opened, example=kind.example)
def call_me(told: dict[str, Any]) -> tuple[Response, int]:
    """Ask to be called back."""
    return jsonify(commands.ask_for_call(told, request.headers.get("Idempotency-Key"), "web")), 201


@api.get("/receipts/<reference>")
@answers(StatusShown)
def receipt(reference: str) -> Response:
    """Status for whoever holds the receipt's link."""
    return jsonify(shown(reading.case_of_receipt(reference, request.args.get("token", ""))))


@api.get("/me/cases")
@answers(StatusList)
def my_cases() -> Response:
    """My own cases."""
    return jsonify({"items": [shown(case) for case in reading.cases_of(actor())], "next": None})


@api.get("/me/cases/<reference>")
@answers(StatusShown)
def my_case(reference: str) -> Response:
    """One of my cases."""
    found = reading.own_case(actor(), reference)
    return jsonify(shown(found))
