"""What a visit hangs together with: the case it belongs to, and the visit it follows. Only staff may say so."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from ...core.db import db
from ...core.errors import Unknown
from ...desk.models import Case
from ...desk.service import reading
from ...identity.actor import Actor
from ...identity.models import Person
from ..models import Visit


def case_of(case_id: UUID | None, actor: Actor) -> Case | None:
    """The case, where this member of staff may see it; None for everybody else's word. Raises Unknown."""
    if case_id is None or not actor.is_staff:
        return None
    found = reading.by_id(case_id)
    if found is None:
        raise Unknown()
    return reading.case_for(actor, found.reference)


def known_person(told: dict[str, Any], actor: Actor) -> Person | None:
    """Whom it is for, where staff came from a visit of theirs or from their case: the same person, not a new one."""
    if not actor.is_staff:
        return None
    if told.get("follows"):
        wanted = select(Person).join(Visit, Visit.person_id == Person.id).where(Visit.id == told["follows"])
        if (found := db.session.scalar(wanted)) is None:
            raise Unknown()
        return found
    case = case_of(told.get("case_id"), actor)
    return case.person if case else None


def visits_of_case(case_id: UUID) -> list[Visit]:
    """The visits that belong to a case, the earliest first."""
    return list(db.session.scalars(select(Visit).where(Visit.case_id == case_id).order_by(Visit.start).limit(20)))


def seen_case(case_id: UUID | None, actor: Actor) -> Case | None:
    """The case a visit belongs to, where this member of staff may see it."""
    try:
        return case_of(case_id, actor)
    except Unknown:
        return None
