"""The health station's commands as pages and programs call them: once per key, with choices when a time is gone."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import request

from ..core.clock import now
from ..core.db import transaction
from ..core.errors import Invalid
from ..core.idempotency import key_from, once
from ..core.limits import spend
from ..core.schema import loaded
from ..identity import contact
from ..identity.actor import actor
from ..places.models import PlaceTaken
from .models import Visit, VisitWish
from .schemas import BookingSchema
from .service import booking, changing, finding, waiting
from .visit_types import by_id

SCHEMA = BookingSchema()
WORDS = {
    ("slot", "field.required"): "health_station.slot_missing", ("slot", "field.choice"): "health_station.slot_gone",
}  # fmt: skip


def book(told: dict[str, Any], key: str | None, channel: str) -> dict[str, Any]:
    """One visit per key. Raises PlaceTaken with the nearest times that can be had."""
    slot = finding.slot_of(told["slot"], told["together"])
    try:
        return once("health_station.book", key_from(key), told, lambda: answer_for(_book(slot, told, channel)))
    except PlaceTaken:
        raise PlaceTaken([shown(one) for one in finding.instead_of(slot)]) from None


def _book(slot: finding.Slot, told: dict[str, Any], channel: str) -> Visit:
    who = actor()
    if not who.is_staff:
        spend("health_station.book", request.remote_addr or "", 30, timedelta(hours=1))
    return booking.book(slot, told, who, channel)


def book_by_form(told: dict[str, Any], key: str | None) -> dict[str, Any]:
    return book(loaded(SCHEMA, told), key, "web")


def hold(told: dict[str, Any]) -> dict[str, Any]:
    """A time kept for some minutes. Raises PlaceTaken with the nearest times that can be had."""
    slot = finding.slot_of(told["slot"], told["together"])
    spend("health_station.hold", request.remote_addr or "", 30, timedelta(hours=1))
    try:
        with transaction():
            hold_id, until = booking.hold(slot, told["whose"])
    except PlaceTaken:
        raise PlaceTaken([shown(one) for one in finding.instead_of(slot)]) from None
    return {"hold": str(hold_id), "until": until.isoformat(), "slot": slot.id}


def wait(told: dict[str, Any], key: str | None, channel: str) -> dict[str, Any]:
    """One place on the waiting list per key; whatever is free already is offered at once."""
    return once("health_station.wait", key_from(key), told, lambda: wish_answer(_wait(told, channel)))


def _wait(told: dict[str, Any], channel: str) -> VisitWish:
    who, visit_type = actor(), by_id(told["visit_type"])
    if not who.is_staff:
        spend("health_station.wait", request.remote_addr or "", 20, timedelta(hours=1))
    place = told["place"] if told["place"] in visit_type.places else visit_type.places[0]
    wish = waiting.join(finding.Slot(now(), visit_type, place, told["together"]), told, who, channel)
    waiting.offer_free_times(None, who)
    return wish


def wish_answer(wish: VisitWish) -> dict[str, Any]:
    state, number, _ = waiting.place_of(wish)
    return {
        "reference": wish.reference, "status": state, "position": number, "receipt": waiting.path_of(wish),
        "token": waiting.token_of(wish.id),
    }  # fmt: skip


def answer_offer(wish: VisitWish, deed: str) -> Visit | None:
    """`accept`, `decline` or `leave`; the visit where it was a yes. Raises OfferGone."""
    with transaction():
        found = waiting.of_link(wish.reference, waiting.token_of(wish.id), lock=True)
        if deed == "accept":
            return waiting.accept(found, actor())
        if deed not in ("decline", "leave"):
            raise Invalid({"deed": ["field.choice"]})
        (waiting.decline if deed == "decline" else waiting.leave)(found, actor())
        return None


def move(found: Visit, slot_id: str) -> Visit:
    """Raises PlaceTaken with the nearest times that can be had."""
    slot = finding.slot_of(slot_id, found.together)
    try:
        with transaction():
            return changing.move(booking.of_link(found.reference, booking.token_of(found.id), lock=True), slot, actor())
    except PlaceTaken:
        raise PlaceTaken([shown(one) for one in finding.instead_of(slot)]) from None


def cancel(found: Visit) -> Visit:
    with transaction():
        return changing.cancel(booking.of_link(found.reference, booking.token_of(found.id), lock=True), actor())


def answer_for(visit: Visit) -> dict[str, Any]:
    return {
        "reference": visit.reference, "status": "confirmed", "receipt": booking.path_of(visit),
        "token": booking.token_of(visit.id), "start": visit.start.isoformat(),
    }  # fmt: skip


def shown(slot: finding.Slot) -> dict[str, Any]:
    return {
        "id": slot.id, "start": slot.start.isoformat(), "minutes": slot.minutes, "place": slot.place,
        "visit_type": slot.type.id,
    }  # fmt: skip


def worded(errors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return contact.worded(errors, WORDS)
