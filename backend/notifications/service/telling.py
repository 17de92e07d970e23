"""From news to messages: who is told, by which channel each of them can be reached."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import g
from sqlalchemy import select

from ...core.clock import now
from ...core.db import db
from ...core.outbox import Outbox, announce
from ...desk.models import Case
from ...desk.service import reading
from ...desk.service.tasks import finish_for, leave_task
from ...identity.models import Person
from ...identity.service.people import best_channel
from ..audience import BY_HAND, SENDING, TOPICS, Telling
from ..models import Message
from .quiet import after_quiet_hours

UNFINISHED = ("waiting", "parked", "undeliverable")


def tell(news: Outbox) -> None:
    """Make the messages of one piece of case news, in the open transaction. Runs once per row."""
    case = reading.by_id(news.ids["case_id"])
    if case is None:
        return
    for telling in TOPICS[news.topic]:
        due_at = after_quiet_hours(now()) if telling.reminder else now()
        for receiver, channel in receivers(telling, case):
            prepare(news.message_id, telling.template, receiver, channel, due_at, case=case)


def receivers(telling: Telling, case: Case) -> Iterator[tuple[str, str]]:
    """(receiver, channel) pairs: a unit by all its targets, a person by the one that suits them."""
    if telling.who == "unit":
        unit = g.municipality.unit(case.unit)
        targets: Mapping[str, Any] = unit.targets if unit else {}
        for channel in SENDING:
            if targets.get(channel):
                yield f"unit:{case.unit}", channel
    else:
        for person in people(telling, case):
            yield f"person:{person.id}", best_channel(person)


def people(telling: Telling, case: Case) -> list[Person]:
    """The person, the helper, or both, as was asked; after a worry only the reporter, and only once."""
    if telling.who == "reporter":
        return [case.helper] if case.worry and case.helper else []
    if case.worry:
        return []
    wanted: dict[str, list[Person | None]] = {
        "person": [case.person],
        "helper": [case.helper],
        "both": [case.person, case.helper],
    }
    return [person for person in wanted.get(case.tell, []) if person]


def prepare(
    event_id: UUID, template: str, receiver: str, channel: str, due_at: datetime, *,
    case: Case | None = None, subject_id: UUID | None = None,
) -> Message:  # fmt: skip
    """One message, about a case or what a room has registered in `subjects`, or both.

    Those that people carry out wait on the desk's lists, the others get their sending.
    """
    message = Message(
        event_id=event_id, template=template, receiver=receiver, channel=channel,
        case_id=case.id if case else None, subject_id=subject_id,
    )  # fmt: skip
    db.session.add(message)
    db.session.flush()
    if channel in SENDING:
        announce(SENDING[channel], due_at=due_at, message_id=message.id)
    elif channel not in BY_HAND:
        message.state = "undeliverable"
        leave_task("unreachable", message.id, unit_of(message, case), case)
    return message


def unit_of(message: Message, case: Case | None) -> str:
    """Who sees to it when a message goes wrong: the case's unit, the receiver itself, or whoever receives at all."""
    if case or message.receiver.startswith("unit:"):
        return case.unit if case else message.receiver.removeprefix("unit:")
    return str(g.municipality.receiving_unit("", []).id)


def no_longer_needed(subject_id: UUID) -> None:
    """What these messages were about is settled: what still waits for its hour, or for a human, is not sent."""
    wanted = select(Message).where(Message.subject_id == subject_id, Message.state.in_(UNFINISHED)).with_for_update()
    for message in db.session.scalars(wanted):
        message.state, message.ended_at = "not_needed", now()
        for kind in ("parked", "unreachable"):
            finish_for(kind, message.id)
