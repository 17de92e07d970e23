"""Whoever has no other time yet while their nurse is ill is called: a voice, not a message, where there is a phone."""

from uuid import UUID

from ..core.clock import now
from ..core.db import db
from ..core.outbox import Outbox
from ..identity.service.people import best_channel
from ..notifications.service.telling import prepare
from .models import Visit
from .service.booking import people, whole

TEMPLATE = "visit_ill"


def tell(news: Outbox) -> None:
    """On the desk's list of calls, for a visit that still stands where it did."""
    wanted = db.select(Visit).where(Visit.id == UUID(news.ids["visit_id"]))
    visit: Visit | None = db.session.scalar(whole(wanted))
    if visit is None or visit.state != "booked" or visit.sequence != news.ids["sequence"]:
        return
    for person in people(visit):
        channel = "call" if person.phone else best_channel(person)
        prepare(news.message_id, TEMPLATE, f"person:{person.id}", channel, now(), subject_id=visit.id)
