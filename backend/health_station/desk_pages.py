"""The time book for staff: the day, who came, and booking for somebody who calls."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..core.clock import today
from ..core.db import transaction
from ..core.errors import Invalid, Malformed
from ..core.schema import loaded
from ..core.web import nested
from ..desk.service import reading
from ..identity.actor import actor
from ..identity.contact import CHANNELS
from ..places.models import PlaceTaken
from . import commands, visit_types
from .schemas import NEEDS, BookingSchema
from .service import attending, finding

pages = Blueprint("time_book", __name__, template_folder="templates")
AHEAD = timedelta(days=60)
MOST_CHOICES = 60
SCHEMA = BookingSchema()


@pages.get("/ansatt/timebok")
def day() -> str:
    """Who comes on this day, in order; a look at people is written down."""
    return _day(_asked_day())


def _day(on: date, **more: object) -> str:
    page = render_template(
        "health_station/day.html", day=on, before=on - timedelta(days=1), after=on + timedelta(days=1),
        visits=attending.on_day(on, actor()), title=_title, **more,
    )  # fmt: skip
    reading.saw(actor(), "time_book.read", on.isoformat())
    return page


def _title(type_id: str) -> object:
    return visit_types.by_id(type_id).title


@pages.post("/ansatt/timebok/<uuid:visit_id>")
def mark(visit_id: UUID) -> ResponseReturnValue:
    """They came, they did not, or they called it off."""
    with transaction():
        on = attending.mark(visit_id, request.form.get("deed", ""), actor())
    return redirect(url_for("time_book.day", day=on.isoformat()), 303)


@pages.get("/ansatt/timebok/ny")
def choose() -> str:
    attending.may_see(actor())
    return _form({}, {})


def _form(told: dict[str, str], errors: dict[str, list[str]], gone: bool = False) -> str:
    offered = visit_types.offered()
    asked = told.get("type") or request.args.get("type", "") or (offered[0].id if offered else "")
    visit_type = visit_types.by_id(asked)
    place = told.get("place") or request.args.get("place", "")
    place = place if place in visit_type.places else visit_type.places[0]
    free = finding.free(visit_type, place, today(), today() + AHEAD)[:MOST_CHOICES]
    return render_template(
        "health_station/book_for.html", types=offered, type=visit_type, where=place, slots=free, told=told,
        errors=errors, gone=gone, needs=NEEDS, channels=CHANNELS,
    )  # fmt: skip


@pages.post("/ansatt/timebok/ny")
def book() -> ResponseReturnValue:
    """For somebody who calls: the same command, and the day it is on."""
    attending.may_see(actor())
    told = nested(request.form)
    try:
        answer = commands.book(loaded(SCHEMA, told), request.form.get("idempotency_key"), "phone")
    except PlaceTaken:
        return _form(told, {}, gone=True), 409
    except Invalid as refusal:
        return _form(told, commands.worded(refusal.errors)), refusal.status
    return redirect(url_for("time_book.day", day=answer["start"][:10], booked=answer["reference"]), 303)


def _asked_day() -> date:
    text = request.args.get("day", "")
    try:
        found = date.fromisoformat(text) if text else today()
    except ValueError:
        raise Malformed() from None
    if not abs(found - today()) < timedelta(days=800):
        raise Malformed()
    return found
