"""Booking, moving and cancelling: each is one step, and what was free a moment ago may be gone."""

from hmac import compare_digest
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...core import audit
from ...core.clock import now
from ...core.db import db
from ...core.errors import Conflict, Unknown
from ...core.outbox import announce
from ...core.secrets import keyed
from ...desk.service.opening import next_reference
from ...identity.actor import Actor
from ...identity.service.people import introduce
from ...places.service import seats
from ..models import Visit
from . import finding
from .finding import Slot

LETTER = "T"


class VisitOver(Conflict):
    """It is cancelled, or its time has come: nothing more can be changed."""

    key = "visit_over"


def book(slot: Slot, told: dict[str, Any], actor: Actor, channel: str) -> Visit:
    """A visit at this time, with whoever is free. Raises PlaceTaken or NoSuchSlot."""
    possible = finding.ways(slot, told.get("whose"))
    claim, way = seats.take([one for _, one in possible])
    resource = next(one for one, its_way in possible if its_way is way)
    person = introduce(told, actor if not actor.is_staff else None)
    visit = Visit(
        id=uuid4(), reference=next_reference(LETTER), person=person, type=slot.type.id, place=slot.place,
        start=slot.start, minutes=slot.type.minutes, resource=resource, claim_id=claim.id, needs=told["needs"],
        about=told["about"], channel=channel, booked_by=actor.staff_id,
    )  # fmt: skip
    db.session.add(visit)
    db.session.flush()
    _note("booked", visit, actor)
    return visit


def move(visit: Visit, slot: Slot, actor: Actor) -> Visit:
    """Another time: the new one and not the old, or the old one still. Raises PlaceTaken, NoSuchSlot, VisitOver."""
    _still_on(visit)
    possible = finding.ways(slot)
    assert visit.claim_id is not None
    old, visit.claim_id = visit.claim_id, None
    db.session.flush()
    claim, way = seats.move(old, [one for _, one in possible])
    visit.claim_id = claim.id
    visit.resource = next(one for one, its_way in possible if its_way is way)
    visit.start, visit.place = slot.start, slot.place
    _note("moved", visit, actor)
    return visit


def cancel(visit: Visit, actor: Actor) -> Visit:
    """Called off without a why; the time is free for somebody else. Raises VisitOver."""
    _still_on(visit)
    old, visit.claim_id, visit.state = visit.claim_id, None, "cancelled"
    db.session.flush()
    if old is not None:
        seats.let_go(old)
    _note("cancelled", visit, actor)
    return visit


def _still_on(visit: Visit) -> None:
    if visit.state != "booked" or visit.start <= now():
        raise VisitOver()


def _note(what: str, visit: Visit, actor: Actor) -> None:
    if what != "booked":
        visit.sequence += 1
        visit.changed_at = now()
    db.session.flush()
    audit.record(f"visit.{what}", visit.id, actor=actor.mark, role=actor.role, person_id=visit.person_id)
    announce(f"visit.{what}", visit_id=visit.id, sequence=visit.sequence)


def token_of(visit_id: UUID) -> str:
    """128 bits that open this one visit; derived, so that every message can carry the link."""
    return keyed("visit", str(visit_id))[:32]


def path_of(visit: Visit) -> str:
    return f"/time/{visit.reference}?token={token_of(visit.id)}"


def of_link(reference: str, token: str, lock: bool = False) -> Visit:
    """The visit that this link opens. Everything else is unknown."""
    wanted = select(Visit).where(Visit.reference == reference[:12])
    found = db.session.scalar(_whole(wanted, lock))
    if found is None or not token.isascii() or not compare_digest(token_of(found.id), token):
        raise Unknown()
    return found


def of_person(reference: str, person_id: UUID | None, lock: bool = False) -> Visit:
    """The visit, if it is this person's own."""
    found = db.session.scalar(_whole(select(Visit).where(Visit.reference == reference[:12]), lock))
    if found is None or person_id is None or found.person_id != person_id:
        raise Unknown()
    return found


def _whole(wanted: Any, lock: bool) -> Any:
    wanted = wanted.options(joinedload(Visit.person), joinedload(Visit.resource))
    return wanted.with_for_update(of=Visit) if lock else wanted


def visits_of(person_id: UUID | None) -> list[Visit]:
    """A person's own visits, the earliest first."""
    found = select(Visit).where(Visit.person_id == person_id).order_by(Visit.start)
    return list(db.session.scalars(_whole(found, lock=False)))
