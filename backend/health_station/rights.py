"""A person's own rights to the visits: what they are, and that they are gone with the person."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from ..core.clock import local, now
from ..identity.actor import Actor
from ..identity.erasing import Kept
from ..identity.models import Person
from .service import booking, changing, waiting, wishes


def export(person: Person) -> list[dict[str, Any]]:
    return [*_visits(person), *_wishes(person)]


def _wishes(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "reference": one.reference, "type": one.type, "place": one.place, "state": waiting.place_of(one)[0],
            "asked_at": local(one.created_at).isoformat(), "needs": one.needs, "about": one.about,
        }
        for one in wishes.wishes_of(person.id)
    ]  # fmt: skip


def _visits(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "reference": one.reference, "type": one.type, "place": one.place, "start": local(one.start).isoformat(),
            "minutes": one.minutes, "state": one.state, "needs": one.needs, "about": one.about,
            "answers": one.answers, "with": one.with_name,
        }
        for one in booking.visits_of(person.id)
    ]  # fmt: skip


def numbers(person_id: UUID, subjects: Collection[str]) -> dict[str, str]:
    """The numbers of those of these things that are the person's own visits, for the log of who has looked."""
    return {str(one.id): one.reference for one in booking.visits_of(person_id) if str(one.id) in subjects}


def erase(person: Person) -> list[Kept]:
    """What is to come is called off, so that somebody else may come; what was said is emptied."""
    waiting.take_turn()
    for wish in wishes.wishes_of(person.id):
        waiting.leave(wish, Actor())
        wish.about, wish.needs, wish.with_name = "", [], ""
    for one in booking.visits_of(person.id):
        if one.state == "booked" and one.start > now():
            changing.cancel(one, Actor())
        one.about, one.needs, one.answers, one.with_name = "", [], {}, ""
    return []
