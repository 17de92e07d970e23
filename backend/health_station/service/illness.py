"""Somebody on the staff is ill: each of the day's people gets one other time and is told, and nobody is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from ...core import audit
from ...core.clock import now, today
from ...core.db import db
from ...core.errors import Unknown
from ...core.outbox import announce
from ...identity.actor import Actor
from ...places.models import PlaceTaken
from ..models import GroupDate, StationResource, Visit
from . import attending, changing, finding
from .booking import whole
from .finding import NoSuchSlot, Slot

WITHIN = timedelta(days=14)
TRIES = 30


@dataclass(frozen=True)
class Outcome:
    """What became of one visit. `after` is None for those who have no other time yet."""

    visit_id: UUID
    reference: str
    name: str
    phone: str
    type: str
    before: datetime
    after: datetime | None = None
    nurse: str = ""


def move_all(whose: UUID, day: date, actor: Actor) -> list[Outcome]:
    """The nurse is away that day; all who were to come to her are moved and told, in the order of the day.

    Those for whom there is no other time keep what they have, and are put on the list of calls to make.
    """
    nurse = colleague(whose, actor, lock=True)
    nurse.exceptions = {**nurse.exceptions, day.isoformat(): []}
    begins, ends = attending.midnight(day), attending.midnight(day + timedelta(days=1))
    groups = select(GroupDate).where(GroupDate.resource_id == whose, GroupDate.start >= begins, GroupDate.start < ends)
    for group in db.session.scalars(groups):
        group.active = False
    db.session.flush()
    audit.record("station.ill", whose, actor=actor.mark, role=actor.role, day=day.isoformat())
    wanted = select(Visit).where(Visit.resource_id == whose, Visit.state == "booked", Visit.start >= begins)
    wanted = whole(wanted.where(Visit.start < ends, Visit.start > now()).order_by(Visit.start, Visit.id), lock=True)
    return [_another_time(visit, actor) for visit in list(db.session.scalars(wanted))]


def colleague(whose: UUID, actor: Actor, lock: bool = False) -> StationResource:
    """One of the staff, for those whose time book it is. Raises Unknown."""
    attending.may_see(actor)
    wanted = select(StationResource).where(StationResource.id == whose, StationResource.kind == "staff")
    found = db.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise Unknown()
    return found


def is_away(nurse: StationResource, day: date) -> bool:
    return nurse.exceptions.get(day.isoformat()) == []


def _another_time(visit: Visit, actor: Actor) -> Outcome:
    known = (visit.id, visit.reference, visit.person.name, visit.person.phone, visit.type, visit.start)
    for slot in _nearest(visit):
        try:
            with db.session.begin_nested():
                changing.move(visit, slot, actor)
        except (PlaceTaken, NoSuchSlot):
            continue
        nurse = db.session.get_one(StationResource, visit.resource_id)
        return Outcome(*known, after=visit.start, nurse=nurse.name)
    audit.record("visit.left", visit.id, actor=actor.mark, role=actor.role, person_id=visit.person_id)
    announce("visit.left", visit_id=visit.id, sequence=visit.sequence)
    return Outcome(*known)


def _nearest(visit: Visit) -> Iterator[Slot]:
    """The same time with another first, then the nearest free ones with anybody."""
    slot = Slot(visit.start, finding.by_id(visit.type), visit.place, visit.together)
    yield slot
    first = max(today(), slot.start.date() - WITHIN)
    free = finding.free(slot.type, slot.place, first, slot.start.date() + WITHIN, None, slot.together)
    yield from sorted(free, key=lambda one: abs(one.start - slot.start))[:TRIES]
