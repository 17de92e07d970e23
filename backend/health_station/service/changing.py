"""Moving and cancelling: each is one step, and the freed time goes to whoever has waited longest."""

from uuid import UUID

from ...core.clock import local, now
from ...core.db import db
from ...core.errors import Conflict
from ...identity.actor import Actor
from ...places.service import seats
from ..models import Visit
from . import finding, waiting
from .booking import note
from .finding import Slot


class VisitOver(Conflict):
    """It is cancelled, or its time has come: nothing more can be changed."""

    key = "visit_over"


def move(visit: Visit, slot: Slot, actor: Actor, whose: UUID | None = None) -> Visit:
    """Another time: the new one and not the old, or the old one still; by the same nurse where she is free.

    Raises PlaceTaken, NoSuchSlot, VisitOver.
    """
    still_on(visit)
    waiting.take_turn()
    possible = sorted(finding.ways(slot, whose), key=lambda way: way[0] != visit.resource_id)
    before = visit.start
    old, visit.claim_id = visit.claim_id, None
    db.session.flush()
    ways = [one for _, one in possible]
    claim, way = seats.move(old, ways) if old is not None else seats.take(ways)
    visit.claim_id = claim.id
    visit.resource_id = next(resource_id for resource_id, its_way in possible if its_way is way)
    visit.start, visit.place, visit.overbooked_because = slot.start, slot.place, ""
    note("moved", visit, actor)
    waiting.offer_free_times(local(before).date(), actor)
    return visit


def cancel(visit: Visit, actor: Actor) -> Visit:
    """Called off without a why; the time goes to whoever has waited longest for one. Raises VisitOver."""
    still_on(visit)
    waiting.take_turn()
    old, visit.claim_id, visit.state = visit.claim_id, None, "cancelled"
    db.session.flush()
    if old is not None:
        seats.let_go(old)
    note("cancelled", visit, actor)
    waiting.offer_free_times(local(visit.start).date(), actor)
    return visit


def still_on(visit: Visit) -> None:
    """Raises VisitOver."""
    if visit.state != "booked" or visit.start <= now():
        raise VisitOver()
