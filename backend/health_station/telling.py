"""Who is told of a visit: the person by their own channel, the station by mail; reminders that wait in the outbox."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import g
from sqlalchemy import select

from ..core.clock import now
from ..core.db import db
from ..core.i18n import gettext, said, spoken_moment
from ..core.outbox import Outbox, announce
from ..identity.models import Person
from ..identity.service.people import best_channel
from ..notifications.audience import SENDING
from ..notifications.service.quiet import after_quiet_hours
from ..notifications.service.telling import no_longer_needed, prepare
from .models import Visit, VisitWish
from .service.booking import path_of, people, whole
from .service.unit import station

BEFORE = (timedelta(days=7), timedelta(days=1), timedelta(hours=2))
TEMPLATES = {"visit.booked": "visit_booked", "visit.moved": "visit_moved", "visit.cancelled": "visit_cancelled"}
REMINDER, TO_STATION = "visit_reminder", "unit_visit"


def tell(news: Outbox) -> None:
    """One message for each who hears of it, one for the station, and the reminders of a time that stands.

    News that newer news has overtaken is not told.
    """
    visit = _visit(UUID(news.ids["visit_id"]))
    if visit is None or visit.sequence != news.ids["sequence"]:
        return
    if news.topic != "visit.booked":
        no_longer_needed(visit.id)
    tell_people(news, visit, TEMPLATES[news.topic], now())
    _to_station(news, visit)
    if visit.state == "booked":
        for ahead in BEFORE:
            if visit.start - ahead > now():
                due = visit.start - ahead
                announce("visit.reminder", due_at=due, visit_id=visit.id, sequence=visit.sequence)


def remind(news: Outbox) -> None:
    """Only of the time that was announced: a moved or cancelled visit has other news."""
    visit = _visit(UUID(news.ids["visit_id"]))
    if visit and visit.state == "booked" and visit.sequence == news.ids["sequence"] and visit.start > now():
        tell_people(news, visit, REMINDER, after_quiet_hours(now()))


def tell_people(news: Outbox, asking: Visit | VisitWish, template: str, due_at: datetime) -> None:
    """By each one's own channel."""
    for person, channel in receivers(asking):
        prepare(news.message_id, template, f"person:{person.id}", channel, due_at, subject_id=asking.id)


def receivers(asking: Visit | VisitWish) -> Iterator[tuple[Person, str]]:
    """(who hears of it, by which channel); two who share a phone or an address get one message."""
    told: set[tuple[str, str]] = set()
    for person in people(asking):
        channel = best_channel(person)
        contact = {"email": person.email, "letter": person.address}.get(channel, person.phone) or str(person.id)
        if (channel, contact) not in told:
            told.add((channel, contact))
            yield person, channel


def _to_station(news: Outbox, visit: Visit) -> None:
    unit = station()
    for channel in SENDING if unit else ():
        if unit and unit.targets.get(channel):
            prepare(news.message_id, TO_STATION, f"unit:{unit.id}", channel, now(), subject_id=visit.id)


def _visit(visit_id: UUID) -> Visit | None:
    found: Visit | None = db.session.scalar(whole(select(Visit).where(Visit.id == visit_id)))
    return found


def facts(visit_id: UUID) -> dict[str, Any]:
    """All that may stand in a message about a visit: number, time, who; never why."""
    visit, unit = db.session.get_one(Visit, visit_id), station()
    return {
        "reference": visit.reference, "kind": gettext("health_station.kind.name"),
        "unit": said(unit.name) if unit else said(g.municipality.name), "deadline": spoken_moment(visit.start),
    }  # fmt: skip


def path(visit_id: UUID) -> str:
    return path_of(db.session.get_one(Visit, visit_id))


def path_at_station(visit_id: UUID) -> str:
    return f"/ansatt/timebok?day={db.session.get_one(Visit, visit_id).start:%Y-%m-%d}"
