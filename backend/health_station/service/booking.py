"""Holding and booking a time, and finding the visit again; what was free a moment ago may be gone."""

from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...core import audit
from ...core.clock import now
from ...core.db import db
from ...core.errors import Unknown
from ...core.outbox import announce
from ...core.secrets import keyed
from ...desk.service.opening import next_reference
from ...identity.actor import Actor
from ...identity.models import Person
from ...identity.service.people import introduce
from ...places.models import HoldExpired
from ...places.service import holds, seats
from ..models import Asking, Visit
from . import finding, linking
from .finding import Slot

LETTER = "T"
HOLD = timedelta(minutes=10)
"""How long a time is kept for whoever is filling in the form."""


def hold(slot: Slot, whose: UUID | None = None, instead: UUID | None = None) -> tuple[UUID, datetime]:
    """(the hold, until when) while the form is filled in; `instead` of one. Raises PlaceTaken, NoSuchSlot."""
    until = now() + HOLD
    if instead:
        holds.give_up(instead)
    claim, _ = seats.take([way for _, way in finding.ways(slot, whose)], until)
    return claim.id, until


def book(slot: Slot, told: dict[str, Any], actor: Actor, channel: str) -> Visit:
    """A visit at this time, with whoever is free; what was held is kept. Raises PlaceTaken or NoSuchSlot."""
    claim_id, resource_id = _held(slot, told) or _taken(slot, told.get("whose"))
    visit = Visit(
        id=uuid4(), reference=next_reference(LETTER), start=slot.start, minutes=slot.minutes,
        resource_id=resource_id, claim_id=claim_id, booked_by=actor.staff_id, **asked(slot, told, actor, channel),
    )  # fmt: skip
    return stands(visit, actor)


def _held(slot: Slot, told: dict[str, Any]) -> tuple[UUID, UUID] | None:
    """(claim, whom) of a hold of this very time that lasts; None where there is none, or it is for something else."""
    if not told.get("hold"):
        return None
    held = seats.things_of(told["hold"])
    for resource_id, way in finding.ways(slot, told.get("whose")):
        if held and held == {wanted.thing_id for wanted in way}:
            try:
                return seats.keep(told["hold"], way).id, resource_id
            except HoldExpired:
                return None
    holds.give_up(told["hold"])
    return None


def held_by(hold_id: UUID) -> Visit | None:
    """The visit that this hold became, for whoever comes back to the form."""
    found: Visit | None = db.session.scalar(whole(select(Visit).where(Visit.claim_id == hold_id)))
    return found


def _taken(slot: Slot, whose: UUID | None) -> tuple[UUID, UUID]:
    possible = finding.ways(slot, whose)
    claim, way = seats.take([one for _, one in possible])
    return claim.id, next(resource_id for resource_id, its_way in possible if its_way is way)


def asked(slot: Slot, told: dict[str, Any], actor: Actor, channel: str) -> dict[str, Any]:
    """What an `Asking` keeps. Somebody who asks for another tells of both, and which of them hears from us."""
    for_other = told.get("for_whom") == "other"
    helper = introduce(told["helper"], actor if not actor.is_staff else None) if for_other else None
    known = linking.known_person(told, actor)
    whom = Actor(person_id=known.id) if known else actor if not actor.is_staff and not for_other else None
    person, case = introduce(told, whom), linking.case_of(told.get("case_id"), actor)
    return {
        "person": person, "helper": helper, "tell": told["tell"] if for_other else "person", "type": slot.type.id,
        "place": slot.place, "together": slot.together, "with_name": told["with_name"] if slot.together > 1 else "",
        "needs": told["needs"], "about": told["about"], "channel": channel, "case_id": case.id if case else None,
    }  # fmt: skip


def from_wish(wish: Asking, start: datetime, resource_id: UUID, claim_id: UUID, actor: Actor, **more: Any) -> Visit:
    """The visit that somebody on the waiting list said yes to."""
    kept = {name: getattr(wish, name) for name in Asking.__annotations__}
    visit_type = finding.by_id(wish.type)
    visit = Visit(
        id=uuid4(), reference=next_reference(LETTER), start=start, minutes=visit_type.minutes_for(wish.together),
        resource_id=resource_id, claim_id=claim_id, **kept, **more,
    )  # fmt: skip
    return stands(visit, actor)


def stands(visit: Visit, actor: Actor) -> Visit:
    """The visit is there, written down and announced."""
    db.session.add(visit)
    db.session.flush()
    note("booked", visit, actor)
    return visit


def note(what: str, visit: Visit, actor: Actor) -> None:
    """Written down and announced, with the number that says which word is the last."""
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
    found = db.session.scalar(whole(wanted, lock))
    if found is None or not token.isascii() or not compare_digest(token_of(found.id), token):
        raise Unknown()
    return found


def of_person(reference: str, person_id: UUID | None, lock: bool = False) -> Visit:
    """The visit, if it is this person's own."""
    found = db.session.scalar(whole(select(Visit).where(Visit.reference == reference[:12]), lock))
    if found is None or person_id is None or found.person_id != person_id:
        raise Unknown()
    return found


def whole(wanted: Any, lock: bool = False) -> Any:
    """With the people and the nurse; locked where it shall be changed, and then as it is now, not as it was read."""
    wanted = wanted.options(joinedload(Visit.person), joinedload(Visit.helper), joinedload(Visit.resource))
    return wanted.with_for_update(of=Visit) if lock else wanted


def visits_of(person_id: UUID | None) -> list[Visit]:
    """A person's own visits, the earliest first."""
    found = select(Visit).where(Visit.person_id == person_id).order_by(Visit.start)
    return list(db.session.scalars(whole(found)))


def visits_where(condition: Any, most: int) -> list[Visit]:
    """Those that fit, the latest first."""
    return list(db.session.scalars(whole(select(Visit).where(condition).order_by(Visit.start.desc()).limit(most))))


def people(asking: Visit | Any) -> list[Person]:
    """Who hears of it: the person, whoever asked for them, or both."""
    wanted = {"person": [asking.person], "helper": [asking.helper], "both": [asking.person, asking.helper]}
    return [one for one in wanted.get(asking.tell, []) if one] or [asking.person]
