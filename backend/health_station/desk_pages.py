"""The time book for staff: the day, who waits, and one visit with all that may be done with it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..core.clock import local, now, today
from ..core.db import transaction
from ..core.errors import Conflict, Invalid, Malformed
from ..core.schema import loaded
from ..core.web import nested
from ..desk.pages import registering
from ..desk.service import reading
from ..identity.actor import actor
from ..places.models import PlaceTaken
from . import commands, visit_types
from .answers_in_words import in_words
from .desk_schemas import WalkInSchema, worded
from .models import Visit
from .schemas import AnotherTimeSchema
from .service import attending, finding, history, illness, journal, linking, plans, walking_in

pages = Blueprint("time_book", __name__, template_folder="templates")
AHEAD = timedelta(days=60)
MOST_CHOICES = 60
MOVE, WALK_IN = AnotherTimeSchema(), WalkInSchema()


@pages.get("/ansatt/timebok")
def day() -> str:
    """Who comes on this day, in order; a look at people is written down."""
    return day_page(asked_day())


def day_page(on: date, **more: Any) -> str:
    whose, at_work = _whose(), plans.resources("staff")
    visits = attending.on_day(on, actor(), whose)
    waiting = [one for one in visits if one.state == "waiting"] if on == today() else []
    page = render_template(
        "health_station/day.html", day=on, before=on - timedelta(days=1), after=on + timedelta(days=1), whose=whose,
        visits=[one for one in visits if one not in waiting], waiting=waiting, staff=at_work, can=attending.can,
        away=[one for one in at_work if illness.is_away(one, on)], title=_title, unticked=journal.count(), now=now(),
        types=[one for one in visit_types.for_staff() if "station" in one.places and not one.group], today=today(),
        **{"told": {}, "errors": {}, **more},
    )  # fmt: skip
    reading.saw(actor(), "time_book.read", on.isoformat())
    return page


def _whose() -> UUID | None:
    text = request.args.get("whose", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Malformed() from None


def _title(type_id: str) -> object:
    return visit_types.by_id(type_id).title


@pages.post("/ansatt/timebok")
def walk_in() -> ResponseReturnValue:
    """Somebody came in without a time: they wait from now."""
    attending.may_see(actor())
    told = nested(request.form)
    try:
        wanted = loaded(WALK_IN, told)
        with transaction():
            nurse = illness.colleague(wanted["whose"], actor())
            walking_in.walk_in(visit_types.by_id(wanted["type"]), nurse, wanted, actor())
    except Invalid as refusal:
        return day_page(today(), told=told, errors=worded(refusal.errors)), refusal.status
    return redirect(url_for("time_book.day"), 303)


@pages.get("/ansatt/timebok/<uuid:visit_id>")
def visit(visit_id: UUID) -> str:
    """One visit: all that staff need, and what may be done with it."""
    return visit_page(attending.visit_for(visit_id, actor()))


def visit_page(found: Visit, **more: Any) -> str:
    visit_type = visit_types.by_id(found.type)
    page = render_template(
        "health_station/desk_visit.html", visit=found, type=visit_type, answers=in_words(found.answers),
        deeds=attending.can(found), changeable=found.state == "booked" and found.start > now(),
        may_tick=found.state in journal.HAS_BEEN and not found.journaled_at, history=history.of(found),
        case=linking.seen_case(found.case_id, actor()), day=local(found.start).date(), **more,
    )  # fmt: skip
    reading.saw(actor(), "visit.read", found.id, found.person_id)
    return page


@pages.get("/ansatt/timebok/<uuid:visit_id>/flytt")
def other_times(visit_id: UUID) -> str:
    """Free times for a visit that shall be moved."""
    return _times(attending.visit_for(visit_id, actor()))


def _times(found: Visit, gone: bool = False) -> str:
    free = finding.free(
        visit_types.by_id(found.type), found.place, today(), today() + AHEAD, together=found.together
    )  # fmt: skip
    page = render_template("health_station/desk_move.html", visit=found, slots=free[:MOST_CHOICES], gone=gone)
    reading.saw(actor(), "visit.read", found.id, found.person_id)
    return page


@pages.post("/ansatt/timebok/<uuid:visit_id>")
def mark(visit_id: UUID) -> ResponseReturnValue:
    """They came, they did not, it is over, moved or called off; or the tick that it stands in the journal."""
    deed = request.form.get("deed", "")
    found = attending.visit_for(visit_id, actor())
    if deed == "open_case":
        return _open_case(found)
    try:
        _do(deed, found)
    except PlaceTaken:
        return _times(found, gone=True), 409
    except (Conflict, Invalid) as refusal:
        return visit_page(attending.visit_for(visit_id, actor()), refused=True), refusal.status
    return _back(attending.visit_for(visit_id, actor()))


def _do(deed: str, found: Visit) -> None:
    if deed == "move":
        commands.move(found, loaded(MOVE, nested(request.form))["slot"])
        return
    with transaction():
        if deed == "journaled":
            journal.journaled(found.id, actor())
        else:
            attending.mark(found.id, deed, actor())


def _back(found: Visit) -> ResponseReturnValue:
    """To where the button stood."""
    if request.form.get("back") == "day":
        return redirect(url_for("time_book.day", day=local(found.start).date().isoformat()), 303)
    if request.form.get("back") == "journal":
        return redirect(url_for("time_book_overview.unticked"), 303)
    return redirect(url_for("time_book.visit", visit_id=found.id), 303)


def _open_case(found: Visit) -> ResponseReturnValue:
    """The desk's own form with the person filled in; kept there like any call, so that no name stands in an address."""
    person, key = found.person, uuid4()
    known = {name: getattr(person, name) for name in ("name", "phone", "email") if getattr(person, name)}
    told = {"idempotency_key": str(key), "kind": "housing", "came_by": "desk", "person": known, **known}
    with transaction():
        registering.keep(actor(), told)
    return redirect(url_for("desk.register", kept=key), 303)


def asked_day(name: str = "day") -> date:
    """The day in the address, today where there is none. Raises Malformed."""
    text = request.args.get(name, "")
    try:
        found = date.fromisoformat(text) if text else today()
    except ValueError:
        raise Malformed() from None
    if not abs(found - today()) < timedelta(days=800):
        raise Malformed()
    return found
