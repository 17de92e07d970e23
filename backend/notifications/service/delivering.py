"""One try to deliver one message; back-off lives in its outbox row, the end of patience at the desk."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from ...core.clock import now
from ...core.db import db, transaction
from ...core.errors import Conflict, Unknown
from ...core.outbox import Outbox, announce
from ...desk.service import reading
from ...desk.service.tasks import finish_for, leave_task
from ...identity.actor import Actor
from ..audience import SENDING
from ..models import DeliveryTry, Message
from ..senders.outcome import NotSent
from . import wording
from .telling import unit_of


class NotParked(Conflict):
    """Only what has been given up can be sent again."""

    key = "not_parked"


def deliver(row: Outbox) -> datetime | None:
    """Send what the row stands for: None when finished, or the moment to try again.

    May run twice: the message is read anew each time, and a sent one is never sent again from
    here. No transaction is open while it is being sent.
    """
    message = db.session.get(Message, UUID(row.ids["message_id"]))
    if message is None or message.state != "waiting":
        return None
    envelope = wording.envelope(message)
    message_id = message.id
    db.session.rollback()
    try:
        envelope.send()
    except NotSent as failure:
        return _failed(message_id, failure)
    _sent(message_id)
    return None


def _sent(message_id: UUID) -> None:
    with transaction():
        message = _locked(message_id)
        message.state, message.ended_at = "sent", now()
        message.tries += 1
        db.session.add(DeliveryTry(message_id=message_id, outcome="sent"))
        finish_for("parked", message_id)


def _failed(message_id: UUID, failure: NotSent) -> datetime | None:
    with transaction():
        message = _locked(message_id)
        message.tries += 1
        db.session.add(DeliveryTry(message_id=message_id, outcome=failure.outcome))
        schedule = current_app.config["HUNDRE"].retry_schedule
        if not failure.final and message.tries <= len(schedule):
            return now() + timedelta(seconds=schedule[message.tries - 1])
        _park(message, "undeliverable" if failure.final else "parked")
        return None


def _park(message: Message, state: str) -> None:
    """Given up for now, where a human sees it."""
    message.state, message.ended_at = state, now()
    case = reading.by_id(message.case_id) if message.case_id else None
    leave_task("parked", message.id, unit_of(message, case), case)


def _locked(message_id: UUID) -> Message:
    found = db.session.scalar(select(Message).where(Message.id == message_id).with_for_update())
    if found is None:
        raise Unknown()
    return found


def send_again(message_id: UUID, actor: Actor) -> Message:
    """One click: the parked message gets a new row and its whole patience back."""
    message = _locked(message_id)
    if message.state not in ("parked", "undeliverable") or message.channel not in SENDING:
        raise NotParked()
    message.state, message.tries, message.ended_at = "waiting", 0, None
    finish_for("parked", message.id)
    announce(SENDING[message.channel], message_id=message.id)
    return message


def carried_out(message_id: UUID, actor: Actor) -> Message:
    """The call has been made, the letter posted."""
    message = _locked(message_id)
    if message.state == "waiting":
        message.state, message.ended_at, message.ended_by = "done", now(), actor.staff_id
    return message
