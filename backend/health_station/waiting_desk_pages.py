"""The waiting list for staff: who waits, answering for a caller, and putting a caller on the list."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..core.errors import Invalid
from ..core.web import nested
from ..desk.service import reading
from ..identity.actor import actor
from ..identity.contact import CHANNELS
from ..places.models import OfferGone
from . import commands, visit_types, waiting_commands
from .schemas import NEEDS
from .service import attending, in_line, wishes
from .waiting_pages import wanted

pages = Blueprint("waiting_desk", __name__, template_folder="templates")


@pages.get("/ansatt/timebok/venteliste")
def everybody() -> str:
    """Who waits, the first first; a look at people is written down."""
    return _line()


def _line(**more: object) -> str:
    page = render_template(
        "health_station/line.html", waiting=in_line.everybody(actor()), title=_title,
        added=request.args.get("added", "")[:12], **more,
    )  # fmt: skip
    reading.saw(actor(), "time_book.read", "waiting")
    return page


def _title(type_id: str) -> object:
    return visit_types.by_id(type_id).title


@pages.post("/ansatt/timebok/venteliste/<uuid:wish_id>")
def answer(wish_id: UUID) -> ResponseReturnValue:
    """What they said on the phone: yes, no, off the list, or still waiting."""
    attending.may_see(actor())
    try:
        visit = waiting_commands.answer_offer(wishes.by_id(wish_id), request.form.get("deed", ""))
    except OfferGone:
        return _line(gone=True), 409
    if visit is not None:
        return redirect(url_for("time_book.day", day=f"{visit.start:%Y-%m-%d}", booked=visit.reference), 303)
    return redirect(url_for("waiting_desk.everybody"), 303)


@pages.get("/ansatt/timebok/venteliste/ny")
def join() -> str:
    attending.may_see(actor())
    return _form({}, {})


def _form(told: dict[str, Any], errors: dict[str, list[str]]) -> str:
    visit_type, place = wanted(told)
    return render_template(
        "health_station/wait_for.html", types=visit_types.offered(), type=visit_type, where=place, told=told,
        errors=errors, needs=NEEDS, channels=CHANNELS,
    )  # fmt: skip


@pages.post("/ansatt/timebok/venteliste/ny")
def wait() -> ResponseReturnValue:
    """For somebody who calls: the same command."""
    attending.may_see(actor())
    told = nested(request.form)
    try:
        made = waiting_commands.wait_by_form(told, request.form.get("idempotency_key"), "phone")
    except Invalid as refusal:
        return _form(told, commands.worded(refusal.errors)), refusal.status
    return redirect(url_for("waiting_desk.everybody", added=made["reference"]), 303)
