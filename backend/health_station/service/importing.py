"""Reading nurses' own calendars: again and again over the net, or once from a file; trouble leaves the last good."""

from datetime import timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from ...core import audit
from ...core.clock import now
from ...core.db import db, in_municipality, transaction
from ...core.outbound import NotReached, fetch
from ...core.outbox import Outbox, announce
from ...identity.actor import CLOCKWORK, Actor
from ..models import StationResource
from . import calendars, waiting
from .calendars import MOST_BYTES, CalendarUnreadable, Spell, busy_from
from .finding import HORIZON

TOPIC = "station.calendar"
LEAST_BETWEEN = timedelta(minutes=10)


def ask_for_all() -> int:
    """For the clockwork: every calendar with an address is to be read, over all municipalities; how many were."""
    followed = select(StationResource.municipality_id, StationResource.id).where(
        StationResource.calendar_url != "", StationResource.active.is_(True)
    )
    found = db.session.execute(followed).all()
    db.session.rollback()
    return sum(_ask(*row) for row in found)


def _ask(municipality_id: str, resource_id: UUID) -> int:
    """Whoever comes first asks; those who come a moment later see that somebody has."""
    with in_municipality(municipality_id), transaction():
        one = locked(resource_id)
        if one is None or _asked_just_now(resource_id):
            return 0
        ask_for(one)
    return 1


def _asked_just_now(resource_id: UUID) -> bool:
    recent = select(Outbox.ids).where(Outbox.topic == TOPIC, Outbox.wanted_at > now() - LEAST_BETWEEN)
    return str(resource_id) in {ids["resource_id"] for ids in db.session.scalars(recent)}


def ask_for(one: StationResource) -> None:
    announce("station.calendar", resource_id=one.id)


def read(news: Outbox) -> None:
    """Ask the address, with no transaction open meanwhile. What can't be read is said, and asked again in its turn."""
    resource_id = UUID(news.ids["resource_id"])
    one = db.session.get(StationResource, resource_id)
    address = one.calendar_url if one and one.active else ""
    db.session.rollback()
    if not address:
        return
    try:
        spells, trouble = _busy(fetch(address, current_app.config["HUNDRE"].webhook_hosts, MOST_BYTES)), ""
    except NotReached as no:
        spells, trouble = [], no.outcome
    except CalendarUnreadable as no:
        spells, trouble = [], no.why
    with transaction():
        _note(resource_id, address, spells, trouble)


def _busy(ics: bytes) -> list[Spell]:
    return busy_from(ics, now() - timedelta(days=1), now() + HORIZON + timedelta(days=1))


def _note(resource_id: UUID, address: str, spells: list[Spell], trouble: str) -> None:
    """Unless the address was changed while it was asked."""
    one = locked(resource_id)
    if one is None or one.calendar_url != address:
        return
    one.calendar_trouble = trouble
    if not trouble:
        _known(one, spells)
        waiting.offer_free_times(None, CLOCKWORK)


def take_file(one: StationResource, ics: bytes, actor: Actor) -> None:
    """A file stands in for the address. Raises CalendarUnreadable, and leaves what was known."""
    spells = _busy(ics)
    one.calendar_url, one.calendar_trouble = "", ""
    _known(one, spells)
    audit.record("station.calendar_file", one.id, actor=actor.mark, role=actor.role)
    waiting.offer_free_times(None, actor)


def follow(one: StationResource, address: str, actor: Actor) -> None:
    """Read from this address from now on; without one, what was known is forgotten."""
    one.calendar_url, one.calendar_trouble, one.calendar_read_at = address, "", None
    if address:
        ask_for(one)
    else:
        calendars.replace(one.id, [])
    audit.record("station.calendar_address", one.id, actor=actor.mark, role=actor.role)
    waiting.offer_free_times(None, actor)


def _known(one: StationResource, spells: list[Spell]) -> None:
    calendars.replace(one.id, spells)
    one.calendar_read_at = now()


def locked(resource_id: UUID) -> StationResource | None:
    """As it is now, and nobody else's to change until we are done."""
    wanted = select(StationResource).where(StationResource.id == resource_id).with_for_update()
    return db.session.scalar(wanted)
