"""The health station's commands as pages and programs call them: once per key, with choices when a time is gone."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import request

from ..core.db import transaction
from ..core.idempotency import key_from, once
from ..core.limits import spend
from ..core.schema import loaded
from ..identity import contact
from ..identity.actor import actor
from ..places.models import PlaceTaken
from . import for_another
from .models import Visit
from .schemas import BookingSchema
from .service import booking, changing, finding

SCHEMA = BookingSchema()
WORDS = {
    ("slot", "field.required"): "health_station.slot_missing", ("slot", "field.choice"): "health_station.slot_gone",
    ("other.name", "field.required"): "health_station.booking.other.name_missing",
    ("helper.name", "field.required"): "contact.name_missing",
    **{(f"{who}.phone", "field.phone"): "contact.phone_wrong" for who in ("helper", "other")},
    **{(f"{who}.email", "field.email"): "contact.email_wrong" for who in ("helper", "other")},
    ("helper.phone", "missing_contact"): "contact.need_one",
}  # fmt: skip


def book(told: dict[str, Any], key: str | None, channel: str) -> dict[str, Any]:
    """One visit per key. Raises PlaceTaken with the nearest times that can be had."""
    try:
        return once("health_station.book", key_from(key), told, lambda: answer_for(_book(told, channel)))
    except PlaceTaken:
        raise PlaceTaken(_choices(told)) from None


def _choices(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The nearest times instead of the one that was asked for."""
    slot = finding.slot_of(told["slot"], told["together"])
    return [shown(one) for one in finding.instead_of(slot, told["whose"])]


def _book(told: dict[str, Any], channel: str) -> Visit:
    who, slot = actor(), _slot(told)
    if not who.is_staff:
        spend("health_station.book", request.remote_addr or "", 30, timedelta(hours=1))
    return booking.book(slot, told, who, channel)


def _slot(told: dict[str, Any]) -> finding.Slot:
    """What staff alone set up, staff alone book. Raises NoSuchSlot."""
    slot = finding.slot_of(told["slot"], told["together"])
    if slot.type.by_staff_only and not actor().is_staff:
        raise finding.NoSuchSlot({"slot": ["field.choice"]})
    return slot


def book_by_form(told: dict[str, Any], key: str | None) -> dict[str, Any]:
    return book(loaded(SCHEMA, for_another.as_command(told)), key, "web")


def hold(told: dict[str, Any], key: UUID) -> dict[str, Any]:
    """A time kept for some minutes, once per key. Raises PlaceTaken with the nearest times that can be had."""
    try:
        return once("health_station.hold", key, told, lambda: _hold(told))
    except PlaceTaken:
        raise PlaceTaken(_choices(told)) from None


def _hold(told: dict[str, Any]) -> dict[str, Any]:
    slot = _slot(told)
    spend("health_station.hold", request.remote_addr or "", 30, timedelta(hours=1))
    hold_id, until = booking.hold(slot, told["whose"], told["instead"])
    return {"hold": str(hold_id), "until": until.isoformat(), "slot": slot.id}


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
