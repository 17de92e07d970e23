"""Group dates to come as staff see them, and calling one off: everybody who signed up is told."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from ...core import audit
from ...core.clock import now
from ...core.db import db
from ...core.errors import Unknown
from ...identity.actor import Actor
from ...places.cells import ALWAYS
from ...places.models import ClaimedSeat, InLine, ScarceThing
from ...places.service import line, seats
from ...places.service.seats import Wanted
from ..models import GroupDate, StationResource, Visit, VisitWish
from . import changing, waiting, wishes
from .booking import whole


@dataclass(frozen=True)
class Coming:
    """A date with its leader's name, and how many of its seats are taken."""

    date: GroupDate
    leader: str
    taken: int
    size: int


def coming() -> list[Coming]:
    """Every date that is still on, the earliest first."""
    wanted = (
        select(GroupDate, StationResource.name, ScarceThing.seats)
        .join(StationResource, StationResource.id == GroupDate.resource_id)
        .join(ScarceThing, ScarceThing.id == GroupDate.thing_id)
        .where(GroupDate.active.is_(True), GroupDate.start > now())
        .order_by(GroupDate.start)
    )
    rows = db.session.execute(wanted).all()
    used = seats.in_use([found.thing_id for found, _, _ in rows], ALWAYS)
    return [Coming(found, name, used.get(found.thing_id, {}).get(0, 0), size) for found, name, size in rows]


def call_off(group_id: UUID, actor: Actor) -> int:
    """Everybody's visit is cancelled and they are told; the leader's time is free. How many were signed up.

    Raises Unknown where it is over or called off. Nobody who is about to sign up meanwhile gets a seat.
    """
    waiting.take_turn()
    found = db.session.scalar(select(GroupDate).where(GroupDate.id == group_id).with_for_update())
    if found is None or not found.active or found.start <= now():
        raise Unknown()
    found.active = False
    db.session.flush()
    visits = _close(found)
    for visit in visits:
        changing.cancel(visit, actor)
    for wish in _offered(found):
        waiting.decline(wish, actor)
    claim_id, found.claim_id = found.claim_id, None
    db.session.flush()
    if claim_id is not None:
        seats.let_go(claim_id)
    _leave_no_seat(found)
    audit.record("station.group_called_off", found.id, actor=actor.mark, role=actor.role)
    waiting.offer_free_times(None, actor)
    return len(visits)


def _close(found: GroupDate) -> list[Visit]:
    """Those who signed up; locked before the seats, as everybody who moves does, and again when no more can come."""
    _signed_up(found)
    db.session.scalar(select(ScarceThing).where(ScarceThing.id == found.thing_id).with_for_update())
    return _signed_up(found)


def _signed_up(found: GroupDate) -> list[Visit]:
    seated = select(ClaimedSeat.claim_id).where(ClaimedSeat.thing_id == found.thing_id)
    wanted = select(Visit).where(Visit.claim_id.in_(seated), Visit.state == "booked").order_by(Visit.id)
    return list(db.session.scalars(whole(wanted, lock=True)))


def _offered(found: GroupDate) -> list[VisitWish]:
    """Those in the line who have been offered a seat and have not answered."""
    seated = select(ClaimedSeat.claim_id).where(ClaimedSeat.thing_id == found.thing_id)
    asked = select(InLine.who).where(InLine.claim_id.in_(seated), InLine.state == line.OFFERED)
    return [wishes.by_id(wish_id) for wish_id in db.session.scalars(asked)]


def _leave_no_seat(found: GroupDate) -> None:
    """Every seat is taken for good, so that whoever saw the date a moment ago meets a full one."""
    held = set(db.session.scalars(select(ClaimedSeat.claim_id).where(ClaimedSeat.thing_id == found.thing_id)))
    seats.let_go(*held)
    size = db.session.get_one(ScarceThing, found.thing_id).seats
    seats.take([[Wanted(found.thing_id, ALWAYS, size)]])
