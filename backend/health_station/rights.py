"""A person's own rights to the visits: what they are, and that they are gone with the person."""

from typing import Any

from ..core.clock import local, now
from ..identity.actor import Actor
from ..identity.erasing import Kept
from ..identity.models import Person
from .service import booking


def export(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "reference": one.reference, "type": one.type, "place": one.place, "start": local(one.start).isoformat(),
            "minutes": one.minutes, "state": one.state, "needs": one.needs, "about": one.about,
        }
        for one in booking.visits_of(person.id)
    ]  # fmt: skip


def erase(person: Person) -> list[Kept]:
    """What is to come is called off, so that somebody else may come; what was said is emptied."""
    for one in booking.visits_of(person.id):
        if one.state == "booked" and one.start > now():
            booking.cancel(one, Actor())
        one.about, one.needs = "", []
    return []
