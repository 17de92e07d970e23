"""The resident's side of a case, for whoever holds the receipt's link: status words, and what can still be done."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ...core import files
from ...core.clock import now
from ...core.db import transaction
from ...core.errors import Invalid
from ...core.problems import spoken_errors
from ...core.schema import Command, Text, loaded
from ...core.web import nested
from ...identity.actor import actor
from .. import registry
from ..models import Case
from ..service import reading, writing
from ..service.deadlines import light


class Words(Command):
    """What a person writes to us about a case."""

    text = Text(4000, required=True)


def show(template: str, reference: str, **facts: Any) -> str:
    """Status in words. A worried reporter sees only that we have received it."""
    token = request.values.get("token", "")
    case = reading.case_of_receipt(reference, token)
    return render_template(
        template, case=case, token=token, light=light(case), may_undo=writing.may_undo(case),
        said_and_done=[] if case.worry else reading.told_to_person(case), **facts,
    )  # fmt: skip


def change(template: str, reference: str, **facts: Any) -> ResponseReturnValue:
    token = request.form.get("token", "")
    try:
        with transaction():
            carry_out(reading.case_of_receipt(reference, token, lock=True), request.form.get("deed", ""))
    except Invalid as refusal:
        return show(template, reference, errors=spoken_errors(refusal), **facts), refusal.status
    case = reading.case_of_receipt(reference, token)
    return redirect(request.script_root + registry.kind(case.kind).receipt_path(case), 303)


def carry_out(case: Case, deed: str) -> None:
    """Write more, add photos, withdraw, undo; a worried reporter may only write more."""
    if deed == "message":
        writing.answer(case, loaded(Words(), nested(request.form))["text"], actor())
    elif deed == "photos" and not case.worry:
        writing.add_photos(case, _photos(), actor(), now() + timedelta(days=g.municipality.photos_days))
    elif deed == "withdraw" and not case.worry:
        writing.withdraw(case, actor())
    elif deed == "undo" and not case.worry:
        writing.restore(case, actor())
    else:
        raise Invalid({"deed": ["field.choice"]})


def _photos() -> list[UUID]:
    """The photos of this form, or those that the phone has stored already."""
    uploads = [upload for upload in request.files.getlist("photos[]") if upload.filename]
    if not uploads:
        raise Invalid({"photos": ["field.required"]})
    return [files.keep(upload.read()).id for upload in uploads]
