"""The health station for programs: kinds of visit, free times, and a visit's life."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import fields

from ..core.api import answers, command, keyed
from ..core.clock import today
from ..core.errors import Malformed
from ..core.i18n import said
from ..core.idempotency import key_from
from ..core.schema import Command
from ..identity.actor import actor
from . import commands, examples, request_commands, visit_types
from .models import Visit
from .schemas import AnotherTimeSchema, BookingSchema, HoldSchema, VisitRequestSchema
from .service import booking, finding

api = Blueprint("health_station_api", __name__, url_prefix="/api/v1")
SHOWN_AHEAD = timedelta(days=30)


class VisitTypeFacts(Command):
    id = fields.String(metadata={"example": "first_talk"})
    title = fields.String()
    lead = fields.String()
    for_whom = fields.String()
    minutes = fields.Integer()
    places = fields.List(fields.String())
    prepare = fields.List(fields.String())


class VisitTypes(Command):
    items = fields.List(fields.Nested(VisitTypeFacts))
    next = fields.String(allow_none=True)


class SlotFacts(Command):
    """A time that is free now. Durations in minutes; times with their offset."""

    id = fields.String(metadata={"example": "5998752-first_talk-station"})
    start = fields.DateTime()
    minutes = fields.Integer()
    place = fields.String()
    visit_type = fields.String()


class Slots(Command):
    items = fields.List(fields.Nested(SlotFacts))
    next = fields.String(allow_none=True)


class Held(Command):
    """`hold` goes with the booking. `until`: when somebody else may have the time."""

    hold = fields.UUID()
    until = fields.DateTime()
    slot = fields.String()


class Booked(Command):
    """What whoever booked gets to know."""

    reference = fields.String(metadata={"example": "T-26-0007"})
    status = fields.String(metadata={"example": "confirmed"})
    receipt = fields.String(metadata={"description": "address of the visit's page, with its token"})
    token = fields.String()
    start = fields.DateTime()


class TimeRequested(Command):
    """What whoever wished for a time gets to know."""

    reference = fields.String(metadata={"example": "S-26-0004"})
    status = fields.String(metadata={"example": "received"})
    receipt = fields.String(metadata={"description": "address of the receipt, with its token"})
    token = fields.String()
    answer_by = fields.String(allow_none=True)


class VisitFacts(Command):
    reference = fields.String()
    status = fields.String()
    start = fields.DateTime()
    minutes = fields.Integer()
    place = fields.String()
    visit_type = fields.String()


class MyBookings(Command):
    items = fields.List(fields.Nested(VisitFacts))
    next = fields.String(allow_none=True)


@api.get("/health-station/visit-types")
@answers(VisitTypes)
def show_types() -> Response:
    """What a resident can book; none where the municipality has no health station."""
    return jsonify({"items": [_type(one) for one in visit_types.offered()], "next": None})


@api.get("/health-station/slots")
@answers(Slots)
def show_slots() -> Response:
    """Free times of one kind of visit, the earliest first, from one day to another (a month where nothing is said)."""
    visit_type = visit_types.by_id(request.args.get("visit_type", ""))
    first = _day("from", today())
    found = finding.free(visit_type, _place(visit_type), first, _day("to", first + SHOWN_AHEAD))
    return jsonify({"items": [commands.shown(one) for one in found], "next": None})


@api.post("/health-station/holds")
@keyed
@command(HoldSchema, Held, example=examples.holding)
def hold(told: dict[str, Any]) -> tuple[Response, int]:
    """Keep a time for some minutes, while a form is filled in; 409 with the nearest free times when it is gone."""
    return jsonify(commands.hold(told, key_from(request.headers.get("Idempotency-Key")))), 201


@api.post("/health-station/bookings")
@keyed
@command(BookingSchema, Booked, example=examples.booking)
def book(told: dict[str, Any]) -> tuple[Response, int]:
    """Book a visit; 409 with the nearest free times when this one is gone."""
    return jsonify(commands.book(told, request.headers.get("Idempotency-Key"), "web")), 201


@api.post("/health-station/requests")
@keyed
@command(VisitRequestSchema, TimeRequested, example=examples.request_for_time)
def request_time(told: dict[str, Any]) -> tuple[Response, int]:
    """Wish for a time; the municipality calls back with one. Also where the time book lies in another system."""
    return jsonify(request_commands.ask(told, request.headers.get("Idempotency-Key"), "web")), 201


@api.delete("/health-station/bookings/<reference>")
@answers(VisitFacts)
def cancel(reference: str) -> Response:
    """Call a visit off; by whoever it is for, or with the link's token."""
    return jsonify(_visit(commands.cancel(_own(reference))))


@api.post("/health-station/bookings/<reference>/move")
@command(AnotherTimeSchema, VisitFacts, example=examples.moving, status=200)
def move(told: dict[str, Any], reference: str) -> Response:
    """Another time in one step; 409 with choices leaves the old one."""
    return jsonify(_visit(commands.move(_own(reference), told["slot"])))


@api.get("/me/bookings")
@answers(MyBookings)
def mine() -> Response:
    """One's own visits, the earliest first."""
    return jsonify({"items": [_visit(one) for one in booking.visits_of(actor().person_id)], "next": None})


def _own(reference: str) -> Visit:
    token = request.args.get("token", "")
    return booking.of_link(reference, token) if token else booking.of_person(reference, actor().person_id)


def _place(visit_type: visit_types.VisitType) -> str:
    asked = request.args.get("place", "")
    return asked if asked in visit_type.places else visit_type.places[0]


def _day(name: str, usual: date) -> date:
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text[:10]) if text else usual
    except ValueError:
        raise Malformed() from None


def _type(one: visit_types.VisitType) -> dict[str, Any]:
    return {
        "id": one.id, "title": said(one.title), "lead": said(one.lead), "for_whom": said(one.for_whom),
        "minutes": one.minutes, "places": one.places, "prepare": [said(what) for what in one.prepare],
    }  # fmt: skip


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "reference": visit.reference, "status": visit.state, "start": visit.start.isoformat(),
        "minutes": visit.minutes, "place": visit.place, "visit_type": visit.type,
    }  # fmt: skip
