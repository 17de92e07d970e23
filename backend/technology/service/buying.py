"""A person has got a thing by themselves, and lets us ask in six weeks whether it helped."""

from typing import Any

from sqlalchemy import or_, select

from ...core import audit
from ...core.db import db
from ...core.errors import Invalid
from ...identity.actor import Actor
from ...identity.contact import NEEDED
from ...identity.models import Person
from ...identity.service.people import best_channel, introduce
from .. import catalogue
from ..models import FollowUp
from .following import follow_up
from .naming import knows

AS_KNOWN = "own"
"""The answer "ask me the way you know", which only those can give whom we know."""


def bought(told: dict[str, Any], actor: Actor) -> None:
    """Write down when to ask, and whom. Whoever told the same before is not asked twice, and nobody is told so.

    Raises Invalid for a thing that is not in the catalogue, and where there is no way to ask.
    """
    if not knows(told["type"]):
        raise Invalid({"type": ["technology.bought.type_missing"]})
    known, contact = bool(actor.person_id) and not actor.is_staff, _contact(told, actor)
    if not known and _on_its_way(told["type"], _same_contact(contact)):
        return
    person = introduce(contact, actor if known else None)
    _reachable(person, told["channel"], known or bool(actor.contact))
    if known and _on_its_way(told["type"], [FollowUp.person_id == person.id]):
        return
    asked = follow_up("bought", told["type"], _need(told), person, guest=not known)
    audit.record("technology.bought", asked.id, actor=actor.mark, role=actor.role, person_id=person.id)


def _contact(told: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """What the person told; a contact that was proved by a code need not be told again."""
    proved = {"email" if "@" in actor.contact else "phone": actor.contact} if actor.contact else {}
    channel = {"channel": told["channel"]} if told["channel"] != AS_KNOWN else {}
    own = {name: told[name] for name in ("name", "phone", "email") if told[name]}
    return {**proved, **own, **channel}


def _reachable(person: Person, channel: str, known: bool) -> None:
    if channel == AS_KNOWN and not known:
        raise Invalid({"channel": ["technology.bought.not_signed_in"]})
    needed = NEEDED.get(channel)
    if needed and not getattr(person, needed):
        raise Invalid({needed: [f"technology.bought.{needed}_missing"]})
    if best_channel(person) == "none":
        raise Invalid({"phone": ["technology.bought.contact_missing"]})


def _same_contact(contact: dict[str, Any]) -> list[Any]:
    """Those who were written down with this phone or address for a question alone."""
    known = {Person.phone: contact.get("phone"), Person.email: contact.get("email", "").lower()}
    same = [column == value for column, value in known.items() if value]
    return [FollowUp.guest.is_(True), or_(*same)] if same else []


def _on_its_way(slug: str, whose: list[Any]) -> bool:
    """The same question to the same person, not answered yet."""
    wanted = select(FollowUp.id).join(Person, Person.id == FollowUp.person_id).where(FollowUp.type == slug, *whose)
    return bool(whose) and db.session.scalar(wanted.limit(1)) is not None


def _need(told: dict[str, Any]) -> str:
    """What it was meant to help with: as told, or the only need that this thing is for."""
    if told["need"] in catalogue.needs():
        return str(told["need"])
    needs = list(catalogue.by_slug(told["type"]).needs)
    return needs[0] if len(needs) == 1 else ""
