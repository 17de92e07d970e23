"""What matters stands in the journal, and then what was noted here is forgotten. No finding is ever kept here."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, or_, select

from ...core import audit
from ...core.clock import now, today
from ...core.db import db, in_municipality, transaction
from ...core.errors import Invalid
from ...identity.actor import CLOCKWORK, Actor
from ..models import Visit
from . import attending
from .booking import whole

HAS_BEEN, NEVER_WAS = ("arrived", "done"), ("cancelled", "no_show")
AT_ONCE = 500


def journaled(visit_id: UUID, actor: Actor) -> Visit:
    """A professional has written what matters in the journal: who and when. Twice changes nothing. Raises Invalid."""
    visit = attending.visit_for(visit_id, actor, lock=True)
    if visit.state not in HAS_BEEN:
        raise Invalid({"deed": ["field.choice"]})
    if visit.journaled_at is None:
        visit.journaled_at, visit.journaled_by = now(), actor.staff_id
        audit.record("visit.journaled", visit.id, actor=actor.mark, role=actor.role, person_id=visit.person_id)
    return visit


def _missing() -> ColumnElement[bool]:
    return and_(Visit.state.in_(HAS_BEEN), Visit.journaled_at.is_(None), Visit.start < attending.midnight(today()))


def count() -> int:
    """How many visits of days that are over wait for their tick."""
    return int(db.session.scalar(select(func.count(Visit.id)).where(_missing())) or 0)


def not_journaled(actor: Actor) -> list[Visit]:
    """They themselves, the oldest first."""
    attending.may_see(actor)
    wanted = whole(select(Visit).where(_missing()).order_by(Visit.start).limit(attending.MOST))
    return list(db.session.scalars(wanted))


def forget_notes(days: dict[str, int]) -> int:
    """For the clockwork: what was noted before a visit, each municipality's days after the tick. How many were new."""
    return sum(_forget(municipality_id, kept_for) for municipality_id, kept_for in days.items())


def _forget(municipality_id: str, kept_for: int) -> int:
    with in_municipality(municipality_id), transaction() as session:
        old = list(session.scalars(_old(kept_for).limit(AT_ONCE).with_for_update(skip_locked=True)))
        for visit in old:
            visit.about, visit.answers, visit.needs, visit.with_name = "", {}, [], ""
            audit.record(
                "visit.notes_forgotten", visit.id, actor="system", role=CLOCKWORK.role, person_id=visit.person_id
            )
        return len(old)


def _old(kept_for: int) -> Select[Visit]:
    """Ticked so many days ago, or never come of; and with something noted still."""
    before = now() - timedelta(days=kept_for)
    over = or_(Visit.journaled_at < before, and_(Visit.state.in_(NEVER_WAS), Visit.start < before))
    noted = or_(
        Visit.about != "", Visit.with_name != "", cast(Visit.answers, Text) != "{}", cast(Visit.needs, Text) != "[]"
    )
    return select(Visit).where(over, noted)
