"""A visit as a calendar file: the same mark for ever, a number that grows, the zone's own rules, and no health word."""

from datetime import UTC, datetime, timedelta

from flask import g
from icalendar import Calendar, Event, vText

from ..core.clock import OSLO
from ..core.i18n import gettext, said
from ..municipality.words import link
from . import visit_types, where
from .models import Visit
from .service.booking import path_of


def file_of(visit: Visit) -> bytes:
    """RFC 5545. A cancelled visit cancels its entry."""
    called_off = visit.state == "cancelled"
    calendar = Calendar()
    calendar.add("prodid", "-//Hundre//health station//NO")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if called_off else "PUBLISH")
    event = Event()
    start = visit.start.astimezone(OSLO)
    event.add("uid", f"{visit.id}@{g.municipality.mail_domain}")
    event.add("sequence", visit.sequence)
    event.add("dtstamp", _whole_seconds(visit.changed_at))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=visit.minutes))
    event.add("summary", said(visit_types.by_id(visit.type).calendar))
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    event.add("url", link(g.municipality, path_of(visit)))
    if address := where.address_of(visit):
        event["location"] = vText(address)
    event.add("description", gettext("health_station.calendar.more"))
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _whole_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
