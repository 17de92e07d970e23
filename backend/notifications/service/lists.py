"""What the desk sees of messages: tries on a case, calls to make, letters to post, what was given up."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ...core.db import db
from ...desk.models import Case
from ...desk.service.reading import mine
from ...identity.actor import Actor
from ...identity.models import Person
from ..models import DeliveryTry, Message


@dataclass(frozen=True)
class Entry:
    """One message with its case and, where it goes to a person, that person."""

    message: Message
    case: Case | None
    person: Person | None


def of_case(case: Case) -> dict[str, Any]:
    """Every message about a case and its tries, for the case page."""
    messages = list(db.session.scalars(select(Message).where(Message.case_id == case.id).order_by(Message.created_at)))
    ids = [message.id for message in messages]
    tries: dict[UUID, list[DeliveryTry]] = {identifier: [] for identifier in ids}
    for one in db.session.scalars(select(DeliveryTry).where(DeliveryTry.message_id.in_(ids)).order_by(DeliveryTry.id)):
        tries[one.message_id].append(one)
    return {"messages": messages, "tries": tries}


def to_carry_out(actor: Actor, channel: str) -> list[Entry]:
    """Calls to make or letters to post, oldest first."""
    return _entries(actor, Message.channel == channel, Message.state == "waiting")


def given_up(actor: Actor) -> list[Entry]:
    return _entries(actor, Message.state.in_(("parked", "undeliverable")))


def underway(actor: Actor) -> list[Entry]:
    """What is still being tried."""
    return _entries(actor, Message.state == "waiting", Message.channel.in_(("email", "sms", "webhook")))


def _entries(actor: Actor, *conditions: Any) -> list[Entry]:
    """Messages about cases that this member of staff may see."""
    found = db.session.execute(
        select(Message, Case)
        .join(Case, Case.id == Message.case_id)
        .where(*conditions, mine(actor))
        .order_by(Message.created_at)
        .limit(100)
    ).all()
    wanted = [UUID(message.receiver[7:]) for message, _ in found if message.receiver.startswith("person:")]
    people = {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(wanted)))}
    return [Entry(message, case, _person(people, message)) for message, case in found]


def person_id(message: Message) -> UUID | None:
    return UUID(message.receiver[7:]) if message.receiver.startswith("person:") else None


def entry(actor: Actor, message_id: UUID) -> Entry | None:
    found = _entries(actor, Message.id == message_id)
    return found[0] if found else None


def _person(people: dict[UUID, Person], message: Message) -> Person | None:
    identifier = person_id(message)
    return people.get(identifier) if identifier else None
