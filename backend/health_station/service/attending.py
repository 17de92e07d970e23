"""The day at the station: who comes, who came, who did not."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...core import audit
from ...core.clock import OSLO, local
from ...core.db import db
from ...core.errors import Invalid, Unknown
from ...identity.actor import Actor
from ..models import Visit
from . import changing
from .unit import station

MARKS = ("arrived", "no_show")


def may_see(actor: Actor) -> None:
    """The front desk, and specialists of the station itself; to all others there is no time book. Raises Unknown."""
    unit = station()
    if actor.role == "specialist" and (unit is None or actor.unit != unit.id):
        raise Unknown()


def on_day(day: date, actor: Actor) -> list[Visit]:
    """Every visit of that day in Norway, in order."""
    may_see(actor)
    begins = datetime.combine(day, time(0), OSLO)
    ends = datetime.combine(day + timedelta(days=1), time(0), OSLO)
    wanted = select(Visit).where(Visit.start >= begins, Visit.start < ends).order_by(Visit.start, Visit.id)
    return list(db.session.scalars(wanted.options(joinedload(Visit.person), joinedload(Visit.resource))))


def mark(visit_id: UUID, deed: str, actor: Actor) -> date:
    """`arrived`, `no_show` or `cancel`; the day it was on. Raises VisitOver."""
    may_see(actor)
    wanted = select(Visit).where(Visit.id == visit_id).options(joinedload(Visit.person), joinedload(Visit.resource))
    visit = db.session.scalar(wanted.with_for_update(of=Visit))
    if visit is None:
        raise Unknown()
    if deed == "cancel":
        changing.cancel(visit, actor)
    elif deed in MARKS and visit.state in ("booked", *MARKS):
        visit.state = deed
        audit.record(f"visit.{deed}", visit.id, actor=actor.mark, role=actor.role, person_id=visit.person_id)
    else:
        raise Invalid({"deed": ["field.choice"]})
    return local(visit.start).date()
