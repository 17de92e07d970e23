"""The health station for people: what there is, free times, a visit's own page, and its calendar file."""

from datetime import date, timedelta
from itertools import groupby
from uuid import uuid4

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..core.clock import local, now, today
from ..core.errors import Invalid
from ..core.public import alone, public_page
from ..core.schema import loaded
from ..core.web import nested
from ..identity.contact import CHANNELS
from ..places.models import PlaceTaken
from . import calendar, commands, visit_types
from .schemas import NEEDS, AnotherTimeSchema
from .service import booking, changing, finding

pages = Blueprint("health_station", __name__, template_folder="templates")
SHOWN_AHEAD = timedelta(days=60)
DAYS_SHOWN = 12
MOVE = AnotherTimeSchema()


@pages.get("/time")
@public_page(alone)
def start() -> str:
    return render_template("health_station/start.html", types=visit_types.offered(), words=visit_types.words())


@pages.get("/time/velg")
def choose() -> ResponseReturnValue:
    """Free times of one kind of visit; with a time the last few questions."""
    if slot_id := request.args.get("slot", "")[:60]:
        try:
            return _form(finding.slot_of(slot_id), {}, {})
        except finding.NoSuchSlot:
            return _times(gone=True), 409
    return _times()


def _times(gone: bool = False) -> str:
    _, its_type, its_place = finding.parts_of(request.values.get("slot", "")[:60])
    visit_type = visit_types.by_id(request.args.get("type", its_type))
    place = request.args.get("place", its_place)
    place = place if place in visit_type.places else visit_type.places[0]
    return render_template(
        "health_station/times.html", type=visit_type, place=place, gone=gone, moving=None, token="",
        days=by_day(finding.free(visit_type, place, today(), today() + SHOWN_AHEAD)),
    )  # fmt: skip


def by_day(slots: list[finding.Slot]) -> list[tuple[date, list[finding.Slot]]]:
    """The first days that have free times, each with its times."""
    days = groupby(slots, key=lambda one: local(one.start).date())
    return [(day, list(found)) for day, found in days][:DAYS_SHOWN]


@pages.post("/time/velg")
def book() -> ResponseReturnValue:
    """The plain form. What was typed is kept when something is missing or the time is gone."""
    told = nested(request.form)
    try:
        answer = commands.book_by_form(told, request.form.get("idempotency_key"))
    except PlaceTaken as taken:
        return _gone(told, taken), 409
    except Invalid as refusal:
        if "slot" in refusal.errors:
            return _times(gone=True), 409
        return _form(finding.slot_of(str(told.get("slot", ""))), told, commands.worded(refusal.errors)), refusal.status
    return redirect(request.script_root + answer["receipt"], 303)


def _form(slot: finding.Slot, told: dict[str, str], errors: dict[str, list[str]]) -> str:
    return render_template(
        "health_station/book.html", slot=slot, told=told, errors=errors, needs=NEEDS, channels=CHANNELS,
        key=told.get("idempotency_key") or str(uuid4()),
    )  # fmt: skip


def _gone(told: dict[str, str], taken: PlaceTaken) -> str:
    return render_template("health_station/gone.html", told=told, choices=_slots(taken))


def _slots(taken: PlaceTaken) -> list[finding.Slot]:
    return [finding.slot_of(one["id"]) for one in taken.choices]


@pages.get("/time/<reference>")
def show(reference: str) -> str:
    """The visit, for whoever holds the link."""
    return _page(reference, request.args.get("token", ""))


def _page(reference: str, token: str, **more: object) -> str:
    visit = booking.of_link(reference, token)
    return render_template(
        "health_station/visit.html", visit=visit, type=visit_types.by_id(visit.type), token=token,
        words=visit_types.words(), changeable=visit.state == "booked" and visit.start > now(), **more,
    )  # fmt: skip


@pages.get("/time/<reference>/kalender.ics")
def calendar_file(reference: str) -> Response:
    visit = booking.of_link(reference, request.args.get("token", ""))
    response = make_response(calendar.file_of(visit))
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{visit.reference}.ics"'
    return response


@pages.get("/time/<reference>/flytt")
def other_times(reference: str) -> str:
    """Free times for a visit that shall be moved."""
    token = request.args.get("token", "")
    visit = booking.of_link(reference, token)
    visit_type = visit_types.by_id(visit.type)
    found = finding.free(visit_type, visit.place, today(), today() + SHOWN_AHEAD)
    return render_template(
        "health_station/times.html", type=visit_type, place=visit.place, gone=False, moving=visit, token=token,
        days=by_day(found),
    )  # fmt: skip


@pages.post("/time/<reference>")
def change(reference: str) -> ResponseReturnValue:
    """Move or call off, for whoever holds the link."""
    token, deed = request.form.get("token", ""), request.form.get("deed", "")
    visit = booking.of_link(reference, token)
    try:
        if deed == "cancel":
            commands.cancel(visit)
        elif deed == "move":
            commands.move(visit, loaded(MOVE, nested(request.form))["slot"])
        else:
            raise Invalid({"deed": ["field.choice"]})
    except PlaceTaken as taken:
        return _page(reference, token, taken=_slots(taken)), 409
    except changing.VisitOver:
        return _page(reference, token, over=True), 409
    return redirect(request.script_root + booking.path_of(visit), 303)
