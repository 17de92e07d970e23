"""Dates of a group: set up by staff, joined by anybody until its seats are taken."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from ...core import audit
from ...core.db import db
from ...identity.actor import Actor
from ...places.cells import ALWAYS, MINUTES, cells
from ...places.models import ScarceThing
from ...places.service import seats
from ...places.service.seats import Wanted
from ..models import GroupDate, StationResource
from ..visit_types import VisitType
from . import plans


def set_up(
    visit_type: VisitType, leader: StationResource, start: datetime, place: str, size: int, actor: Actor
) -> GroupDate:
    """A new date; the leader's time is taken with it. Raises PlaceTaken where she is busy then."""
    length = -(-(visit_type.minutes + visit_type.buffer) // MINUTES)
    when = cells(start, start + timedelta(minutes=length * MINUTES))
    claim, _ = seats.take([[Wanted(leader.thing_id, when)]])
    made = uuid4()
    thing = seats.thing("health_station", f"group:{made}", size)
    found = GroupDate(
        id=made, type=visit_type.id, place=place, start=start, resource_id=leader.id, thing_id=thing.id,
        claim_id=claim.id,
    )  # fmt: skip
    db.session.add(found)
    audit.record("station.group_set_up", made, actor=actor.mark, role=actor.role)
    db.session.flush()
    return found


def free(
    visit_type: VisitType, place: str, first: date, last: date, whose: UUID | None, together: int
) -> list[datetime]:
    """When there is a date with room for this many."""
    return sorted(start for start, left in room(visit_type, place, first, last, whose).items() if left >= together)


def room(
    visit_type: VisitType, place: str, first: date, last: date, whose: UUID | None = None
) -> Mapping[datetime, int]:
    """When -> how many seats are left; of two dates at the same time, the one with the most."""
    begins, ends = plans.at(first, "00:00"), plans.at(last + timedelta(days=1), "00:00")
    wanted = (
        select(GroupDate.start, GroupDate.resource_id, GroupDate.thing_id, ScarceThing.seats)
        .join(ScarceThing, ScarceThing.id == GroupDate.thing_id)
        .where(
            GroupDate.type == visit_type.id, GroupDate.place == place, GroupDate.active.is_(True),
            GroupDate.start >= begins, GroupDate.start < ends,
        )
        .order_by(GroupDate.start)
    )  # fmt: skip
    dates = [row for row in db.session.execute(wanted) if whose in (None, row.resource_id)]
    used = seats.in_use([row.thing_id for row in dates], ALWAYS)
    found: dict[datetime, int] = {}
    for row in dates:
        left = row.seats - used.get(row.thing_id, {}).get(0, 0)
        found[row.start] = max(left, found.get(row.start, 0))
    return found


def at(start: datetime, visit_type: VisitType, place: str, whose: UUID | None) -> list[GroupDate]:
    """The dates that begin at this moment."""
    wanted = select(GroupDate).where(
        GroupDate.start == start, GroupDate.type == visit_type.id, GroupDate.place == place, GroupDate.active.is_(True)
    )
    return [one for one in db.session.scalars(wanted) if whose in (None, one.resource_id)]


def seat(found: GroupDate, together: int) -> Wanted:
    return Wanted(found.thing_id, ALWAYS, together)
