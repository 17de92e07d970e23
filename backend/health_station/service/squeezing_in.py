"""One more than there is room for: only staff do it, on purpose, and say why."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from ...core import audit
from ...core.clock import now
from ...core.errors import Invalid
from ...desk.service.opening import next_reference
from ...identity.actor import Actor
from ...places.cells import CELL, MINUTES, cells
from ...places.service import seats
from ...places.service.seats import Wanted
from ..models import StationResource, Visit
from ..visit_types import VisitType
from . import booking, plans
from .finding import HORIZON, Slot


class NotAtWork(Invalid):
    """The nurse is not at work for all of that time, or it is past or too far ahead."""

    key = "not_at_work"


def moment(day: date, clock: str) -> datetime:
    """When a clock on the wall shows this, on the five minutes that all times stand on. Raises NotAtWork."""
    try:
        found = plans.at(day, clock)
    except ValueError:
        raise NotAtWork({"clock": ["field.choice"]}) from None
    if found.minute % MINUTES or found.second or found.microsecond:
        raise NotAtWork({"clock": ["field.choice"]})
    return found


def squeeze_in(slot: Slot, nurse: StationResource, told: dict[str, Any], because: str, actor: Actor) -> Visit:
    """A visit beside what the nurse has already, within her working hours. Raises NotAtWork."""
    wanted = cells(slot.start, slot.start + slot.length * CELL)
    day = slot.start.date()
    at_work = plans.is_there(nurse, day, wanted) and list(plans.working_days(day, day))
    if not now() < slot.start <= now() + HORIZON or not at_work:
        raise NotAtWork({"clock": ["field.choice"]})
    claim, _ = seats.take([[Wanted(nurse.thing_id, wanted)]], overbook=True)
    visit = Visit(
        id=uuid4(), reference=next_reference(booking.LETTER), start=slot.start, minutes=slot.minutes,
        resource_id=nurse.id, claim_id=claim.id, booked_by=actor.staff_id, overbooked_because=because,
        **booking.asked(slot, told, actor, "phone"),
    )  # fmt: skip
    audit.record(
        "visit.overbooked", visit.id, actor=actor.mark, role=actor.role, person_id=visit.person.id,
        reason_given=bool(because),
    )  # fmt: skip
    return booking.stands(visit, actor)


def slot_of(start: datetime, visit_type: VisitType, place: str, together: int) -> Slot:
    """A time outside the calm list. Raises NotAtWork for what this kind of visit can't be."""
    if place not in visit_type.places or together > visit_type.most_together or visit_type.group:
        raise NotAtWork({"clock": ["field.choice"]})
    return Slot(start, visit_type, place, together)
