"""Somebody came in without a time: they wait, and are seen to when there is room."""

from typing import Any
from uuid import uuid4

from ...core import audit
from ...core.clock import now
from ...core.db import db
from ...desk.service.opening import next_reference
from ...identity.actor import Actor
from ..models import StationResource, Visit
from ..visit_types import VisitType
from . import booking
from .finding import Slot

CHANNEL = "desk"


def walk_in(visit_type: VisitType, nurse: StationResource, told: dict[str, Any], actor: Actor) -> Visit:
    """They wait from this minute on. Nobody is told: they stand here. It takes no time from those who have booked."""
    slot = Slot(now().replace(second=0, microsecond=0), visit_type, "station")
    visit = Visit(
        id=uuid4(), reference=next_reference(booking.LETTER), start=slot.start, minutes=slot.minutes,
        resource_id=nurse.id, state="waiting", booked_by=actor.staff_id, **booking.asked(slot, told, actor, CHANNEL),
    )  # fmt: skip
    db.session.add(visit)
    db.session.flush()
    audit.record("visit.walked_in", visit.id, actor=actor.mark, role=actor.role, person_id=visit.person_id)
    return visit
