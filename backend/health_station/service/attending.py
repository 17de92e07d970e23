"""The day at the station: who comes, who came, who did not."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...core import audit
from ...core.clock import OSLO, local, now, today
from ...core.db import db
from ...core.errors import Invalid, Unknown
from ...identity.actor import CASE_ROLES, Actor
from ..models import Visit
from . import changing
from .booking import whole
from .unit import station

NEXT: Mapping[str, tuple[str, ...]] = {
    "booked": ("arrived", "no_show", "done"),
    "waiting": ("arrived", "done", "gone"),
    "arrived": ("done", "no_show", "undo"),
    "no_show": ("arrived", "done", "undo"),
    "done": ("arrived",),
    "cancelled": (),
}
"""What may be said of a visit next. `gone`: came in without a time and left again; `undo`: pressed by mistake."""
MOST = 300


def is_theirs(actor: Actor) -> bool:
    """The front desk, and specialists of the station itself; to all others there is no time book."""
    unit = station()
    return actor.role in CASE_ROLES and (actor.role != "specialist" or (unit is not None and actor.unit == unit.id))


def may_see(actor: Actor) -> None:
    """Whom the matrix lets in but who works elsewhere, knows of no time book. Raises Unknown."""
    if actor.role == "specialist" and not is_theirs(actor):
        raise Unknown()


def on_day(day: date, actor: Actor, whose: UUID | None = None) -> list[Visit]:
    """Every visit of that day in Norway, in order; with one of the staff, or with anybody."""
    return between(day, day, actor, whose)


def between(first: date, last: date, actor: Actor, whose: UUID | None = None) -> list[Visit]:
    """Every visit from the first to the last day, in order, with its person and its nurse."""
    may_see(actor)
    wanted = select(Visit).where(Visit.start >= midnight(first), Visit.start < midnight(last + timedelta(days=1)))
    if whose:
        wanted = wanted.where(Visit.resource_id == whose)
    wanted = wanted.options(joinedload(Visit.person), joinedload(Visit.resource))
    return list(db.session.scalars(wanted.order_by(Visit.start, Visit.id).limit(MOST)))


def midnight(day: date) -> datetime:
    """When the day begins in Norway."""
    return datetime.combine(day, time(0), OSLO)


def visit_for(visit_id: UUID, actor: Actor, lock: bool = False) -> Visit:
    """The visit, for those whose time book it is. Everything else is unknown."""
    may_see(actor)
    found: Visit | None = db.session.scalar(whole(select(Visit).where(Visit.id == visit_id), lock))
    if found is None:
        raise Unknown()
    return found


def mark(visit_id: UUID, deed: str, actor: Actor) -> Visit:
    """One of `NEXT`, or `cancel`. Saying the same twice changes nothing. Raises VisitOver or Invalid."""
    visit = visit_for(visit_id, actor, lock=True)
    if deed == "cancel":
        return changing.cancel(visit, actor)
    if deed == visit.state:
        return visit
    if visit.state == "cancelled":
        raise changing.VisitOver()
    if deed not in NEXT[visit.state] or (deed == "no_show" and visit.start > now()):
        raise Invalid({"deed": ["field.choice"]})
    visit.state = _after(visit, deed)
    visit.changed_at = now()
    audit.record(f"visit.{deed}", visit.id, actor=actor.mark, role=actor.role, person_id=visit.person_id)
    return visit


def _after(visit: Visit, deed: str) -> str:
    """Whoever has no seat of their own came in without a time."""
    before = "booked" if visit.claim_id else "waiting"
    return {"undo": before, "gone": "cancelled"}.get(deed, deed)


def can(visit: Visit) -> list[str]:
    """The deeds that make sense now, for the buttons."""
    begun = local(visit.start).date() <= today()
    found = [deed for deed in NEXT[visit.state] if deed in ("undo", "gone") or begun]
    return [deed for deed in found if deed != "no_show" or visit.start <= now()]
