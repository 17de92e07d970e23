"""What a citizen meets of the desk: "Ring meg opp", and "Min side" with own cases."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...core import files
from ...core.db import transaction
from ...core.errors import Invalid, Unknown
from ...core.problems import spoken_errors
from ...core.public import alone, public_page
from ...core.schema import loaded
from ...core.web import nested
from ...identity.actor import actor
from .. import commands, registry
from ..kind import WHEN, CallBackSchema
from ..service import reading, writing
from ..service.deadlines import light
from . import receipts

pages = Blueprint("citizen", __name__, template_folder="../templates")


@pages.get("/ring-oss")
@public_page(alone)
def call_us() -> str:
    return render_template("desk/call_us.html", when=WHEN, told={}, errors={})


@pages.post("/ring-oss")
def call_me() -> ResponseReturnValue:
    told = nested(request.form)
    try:
        answer = commands.ask_for_call(loaded(CallBackSchema(), told), request.form.get("idempotency_key"), "web")
    except Invalid as refusal:
        page = render_template("desk/call_us.html", when=WHEN, told=told, errors=spoken_errors(refusal))
        return page, refusal.status
    return redirect(request.script_root + answer["receipt"], 303)


@pages.get("/ring-oss/kvittering/<reference>")
def call_receipt(reference: str) -> str:
    return receipts.show("desk/call_receipt.html", reference)


@pages.get("/min-side")
def my_page() -> str:
    """Own cases with their status; signed in or by a verified contact."""
    cases = reading.cases_of(actor())
    return render_template(
        "desk/my_page.html", cases=cases, kind=registry.kind, light=light, panels=registry.my_panels(actor())
    )  # fmt: skip


@pages.get("/min-side/saker/<reference>")
def my_case(reference: str) -> str:
    """The whole case for the person it is about: answers, messages, what happened."""
    found = reading.own_case(actor(), reference)
    kind = registry.kind(found.kind)
    return render_template(
        "desk/my_case.html", case=found, kind=kind, panel=kind.load(found), light=light(found),
        history=reading.told_and_written(found), may_undo=writing.may_undo(found),
    )  # fmt: skip


@pages.post("/min-side/saker/<reference>")
def change_my_case(reference: str) -> ResponseReturnValue:
    with transaction():
        receipts.carry_out(reading.own_case(actor(), reference, lock=True), request.form.get("deed", ""))
    return redirect(url_for("citizen.my_case", reference=reference), 303)


@pages.get("/min-side/saker/<reference>/bilder/<uuid:photo_id>")
def my_photo(reference: str, photo_id: UUID) -> Response:
    found = reading.own_case(actor(), reference)
    owner = registry.kind(found.kind).photo_owner
    photo = {photo.id: photo for photo in files.of(owner(found))}.get(photo_id) if owner else None
    if photo is None:
        raise Unknown()
    response = make_response(files.read(photo, thumb="small" in request.args))
    response.content_type = "image/jpeg"
    return response
