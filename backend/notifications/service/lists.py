"""What the desk sees of messages: tries on a case, calls to make, letters to post, what was given up."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from ...core.db import db
from ...core.rows import Question
from ...desk.models import Case
from ...desk.service.reading import about, sees
from ...identity.actor import Actor
from ...identity.models import Person
from ..models import DeliveryTry, Message


@dataclass(frozen=True)
class Entry:
    """One message with its case and, where it goes to a person, that person."""

    message: Message
    case: Case | None
    person: Person | None

    @property
    def reference(self) -> str:
        return self.case.reference if self.case else ""

    @property
    def whose(self) -> UUID | None:
        """The person whose matter it is."""
        return self.case.person_id if self.case else person_id(self.message)


_OF_CASE = Question(
    select(
        Message.id, Message.template, Message.receiver, Message.channel, Message.state, Message.created_at,
        DeliveryTry.at, DeliveryTry.outcome,
    )
    .outerjoin(DeliveryTry, DeliveryTry.message_id == Message.id)
    .where(Message.case_id == bindparam("case_id")).order_by(Message.created_at, Message.id, DeliveryTry.id)
)  # fmt: skip


def of_case(case: Case) -> dict[str, Any]:
    """Every message about a case and its tries, for the case page."""
    messages: dict[UUID, Row[Any]] = {}
    tries: dict[UUID, list[Row[Any]]] = {}
    for row in _OF_CASE.rows(case_id=case.id):
        messages[row.id] = row
        tries.setdefault(row.id, []).extend([row] if row.outcome else [])
    return {"messages": list(messages.values()), "tries": tries}


def to_carry_out(actor: Actor, channel: str) -> list[Entry]:
    """Calls to make or letters to post, oldest first."""
    return _entries(actor, Message.channel == channel, Message.state == "waiting")


def given_up(actor: Actor) -> list[Entry]:
    return _entries(actor, Message.state.in_(("parked", "undeliverable")))


def underway(actor: Actor) -> list[Entry]:
    """What is still being tried."""
    return _entries(actor, Message.state == "waiting", Message.channel.in_(("email", "sms", "webhook")))


def _entries(actor: Actor, *conditions: Any) -> list[Entry]:
    """Messages about cases that this member of staff may see; those about no case are the front desk's."""
    found = db.session.execute(
        select(Message, Case)
        .outerjoin(Case, Case.id == Message.case_id)
        .where(*conditions, sees(actor.role))
        .order_by(Message.created_at)
        .limit(100),
        about(actor),
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
