"""People as they tell us who they are."""

from typing import Any
from uuid import uuid4

from ...core.db import db
from ...core.i18n import language
from ..actor import Actor
from ..models import Person

TOLD = ("name", "phone", "email", "address", "postal_code", "birth_year", "channel")


def introduce(told: dict[str, Any], actor: Actor | None = None) -> Person:
    """The person as told. A signed-in person is themselves; everybody else is a new row.

    A contact is not a person: two people may share a phone, so nobody is merged by it.
    """
    if actor is not None and actor.person_id:
        person = db.session.get(Person, actor.person_id)
        if person is not None:
            return _told(person, {k: v for k, v in told.items() if k != "name"})
    untold = dict.fromkeys(("name", "phone", "email", "address", "postal_code"), "")
    person = Person(id=uuid4(), language=language(), channel="sms", **untold)
    db.session.add(_told(person, told))
    return person


def _told(person: Person, told: dict[str, Any]) -> Person:
    for name in TOLD:
        if told.get(name):
            setattr(person, name, told[name].lower() if name == "email" else told[name])
    return person


def told_before(actor: Actor) -> dict[str, str]:
    """What we know already of whoever is signed in, so that no form asks again."""
    person = db.session.get(Person, actor.person_id) if actor.person_id else None
    if person is None:
        return {"email" if "@" in actor.contact else "phone": actor.contact} if actor.contact else {}
    return {name: getattr(person, name) for name in ("name", "phone", "email", "address", "channel")}


def best_channel(person: Person) -> str:
    """The channel asked for, where it can work; else one that can; a letter or a call for those without."""
    able = {
        "sms": bool(person.phone),
        "email": bool(person.email),
        "call": bool(person.phone),
        "letter": bool(person.address),
    }
    if able.get(person.channel):
        return person.channel
    return next((name for name in ("sms", "email", "letter", "call") if able[name]), "none")
