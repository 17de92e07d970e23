"""A person's own rights to the questions that wait for them: what they are, and that none is asked any more."""

from typing import Any

from sqlalchemy import select

from ..core.db import db
from ..identity.erasing import Kept
from ..identity.models import Person
from ..notifications.service.telling import no_longer_needed
from .models import FollowUp
from .service.naming import name_of


def export(person: Person) -> list[dict[str, Any]]:
    """What the person will be asked about, and when. Answers are nobody's."""
    return [
        {
            "type": name_of(one.type), "origin": one.origin, "ask_on": one.due_on.isoformat(),
            "asked": one.asked_at is not None,
        }
        for one in _of(person)
    ]  # fmt: skip


def erase(person: Person) -> list[Kept]:
    """Nobody who has left is asked anything."""
    for one in _of(person):
        no_longer_needed(one.id)
        db.session.delete(one)
    return []


def _of(person: Person) -> list[FollowUp]:
    wanted = select(FollowUp).where(FollowUp.person_id == person.id).order_by(FollowUp.due_on)
    return list(db.session.scalars(wanted))
