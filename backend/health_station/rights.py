"""A person's own rights to the visits: what they are, and that they are gone with the person."""

from typing import Any

from ..core.clock import local, now
from ..identity.actor import Actor
from ..identity.erasing import Kept
from ..identity.models import Person
from .service import booking, changing, waiting


def export(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "reference": one.reference, "type": one.type, "place": one.place, "start": local(one.start).isoformat(),
            "minutes": one.minutes, "state": one.state, "needs": one.needs, "about": one.about,
            "answers": one.answers, "with": one.with_name,
        }
        for one in booking.visits_of(person.id)
    ]  # fmt: skip


def erase(person: Person) -> list[Kept]:
    """What is to come is called off, so that somebody else may come; what was said is emptied."""
    for wish in waiting.wishes_of(person.id):
        waiting.leave(wish, Actor())
        wish.about, wish.needs, wish.with_name = "", [], ""
    for one in booking.visits_of(person.id):
        if one.state == "booked" and one.start > now():
            changing.cancel(one, Actor())
        one.about, one.needs, one.answers, one.with_name = "", [], {}, ""
    return []
