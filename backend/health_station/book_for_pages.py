"""Booking for somebody who calls, who was here, or whose case it is; and one more than there is room for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..core.clock import local, today
from ..core.errors import Invalid, Malformed
from ..core.idempotency import key_from, once
from ..core.schema import loaded
from ..core.web import nested
from ..desk.service import reading
from ..identity.actor import actor
from ..identity.contact import CHANNELS
from ..identity.models import Person
from ..places.models import PlaceTaken
from . import commands, visit_types
from .desk_pages import AHEAD, MOST_CHOICES
from .desk_schemas import CallerBookingSchema, SqueezeInSchema, worded
from .schemas import NEEDS
from .service import attending, finding, illness, linking, plans, squeezing_in
from .visit_types import VisitType

pages = Blueprint("time_book_booking", __name__, template_folder="templates")
BOOKING, SQUEEZE = CallerBookingSchema(), SqueezeInSchema()
AFTER = "follow_up"


@pages.get("/ansatt/timebok/ny")
def choose() -> str:
    """The first free time is chosen already: a name and a number are enough."""
    attending.may_see(actor())
    told = request.args.to_dict()
    known, wanted = _known(told)
    page = _form({**_prefilled(known, wanted), **told})
    if known:
        reading.saw(actor(), "visit.read", told.get("from") or told.get("case"), known.id)
    return page


def _known(told: dict[str, str]) -> tuple[Person | None, dict[str, Any]]:
    """Whom it is for where staff came from a visit (`from`) or a case, and what the form then begins with."""
    if told.get("from"):
        before = attending.visit_for(_id(told["from"]), actor())
        place = before.place if before.place in visit_types.by_id(AFTER).places else "station"
        found = {"follows": str(before.id), "type": AFTER, "place": place, "whose": str(before.resource_id)}
        return before.person, {**found, "case_id": str(before.case_id or "")}
    case = linking.case_of(_id(told["case"]), actor()) if told.get("case") else None
    return (case.person, {"case_id": str(case.id)}) if case else (None, {})


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Malformed() from None


def _prefilled(known: Person | None, wanted: dict[str, Any]) -> dict[str, Any]:
    names = ("name", "phone", "email", "channel")
    return {**({name: getattr(known, name) for name in names} if known else {}), **wanted}


@dataclass
class Asked:
    """What is looked for. Anything odd means what is usual."""

    type: VisitType
    place: str
    whose: UUID | None
    together: int
    nurses: list[Any] = field(default_factory=list)


def _asked(told: dict[str, Any]) -> Asked:
    offered = visit_types.for_staff()
    types = {one.id: one for one in offered}
    visit_type = types.get(str(told.get("type", ""))) or visit_types.by_id(offered[0].id if offered else "")
    place = told.get("place") if told.get("place") in visit_type.places else visit_type.places[0]
    nurses = plans.able("staff", visit_type)
    whose = next((one.id for one in nurses if str(one.id) == told.get("whose")), None)
    together = 2 if visit_type.for_couples and told.get("together") == "2" else 1
    return Asked(visit_type, str(place), whose, together, nurses)


def _form(told: dict[str, Any], errors: dict[str, list[str]] | None = None, **more: Any) -> str:
    asked = _asked(told)
    free = finding.free(asked.type, asked.place, today(), today() + AHEAD, asked.whose, asked.together)
    return render_template(
        "health_station/book_for.html", types=visit_types.for_staff(), asked=asked, slots=free[:MOST_CHOICES],
        told=told, errors=errors or {}, needs=NEEDS, channels=CHANNELS, today=today(), **more,
    )  # fmt: skip


@pages.post("/ansatt/timebok/ny")
def book() -> ResponseReturnValue:
    """For somebody who calls: the same command as the web's, and the visit it made."""
    attending.may_see(actor())
    told = nested(request.form)
    try:
        answer = commands.book(loaded(BOOKING, told), request.form.get("idempotency_key"), "phone")
    except PlaceTaken:
        return _form(told, gone=True), 409
    except Invalid as refusal:
        gone = "slot" in refusal.errors
        return _form(told, worded(refusal.errors), gone=gone), refusal.status
    day = local(datetime.fromisoformat(answer["start"])).date()
    return redirect(url_for("time_book.day", day=day.isoformat(), booked=answer["reference"]), 303)


@pages.post("/ansatt/timebok/klem-inn")
def squeeze() -> ResponseReturnValue:
    """One more than there is room for, with a reason."""
    attending.may_see(actor())
    told = nested(request.form)
    try:
        wanted = loaded(SQUEEZE, told)
        answer = once("health_station.squeeze", key_from(request.form.get("idempotency_key")), wanted,
                      lambda: _squeezed(wanted))  # fmt: skip
    except Invalid as refusal:
        return _form(told, worded(refusal.errors), squeezing=True), refusal.status
    return redirect(url_for("time_book.day", day=answer["day"], booked=answer["reference"]), 303)


def _squeezed(wanted: dict[str, Any]) -> dict[str, Any]:
    start = squeezing_in.moment(wanted["day"], wanted["clock"])
    slot = squeezing_in.slot_of(start, visit_types.by_id(wanted["type"]), wanted["place"], wanted["together"])
    nurse = illness.colleague(wanted["whose"], actor(), lock=True)
    visit = squeezing_in.squeeze_in(slot, nurse, wanted, wanted["because"], actor())
    return {"reference": visit.reference, "day": local(visit.start).date().isoformat()}
