"""When a nurse is busy elsewhere, read from her own calendar: from when to when, never what it is."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import recurring_ical_events
import structlog
from icalendar import Calendar, Component
from icalendar.timezone import tzp
from sqlalchemy import delete

from ...core.clock import OSLO
from ...core.db import db
from ...core.errors import Invalid
from ...core.logs import trace_of
from ..models import BusyTime

log = structlog.get_logger("hundre.calendars")
Spell = tuple[datetime, datetime]
Rule = Mapping[str, list[Any]]
MOST_BYTES = 2 * 1024 * 1024
MOST_EVENTS = 5000
MOST_STEPS = 500_000
"""How often all that comes again may have come since it began: some seconds of work."""
FOLDED = re.compile(rb"\r?\n[ \t]")
TOO_OFTEN = re.compile(rb"FREQ=(?:SECONDLY|MINUTELY)", re.IGNORECASE)
A_DAY = {"HOURLY": 24.0, "DAILY": 1.0, "WEEKLY": 1 / 7, "MONTHLY": 1 / 28, "YEARLY": 1 / 365}
DAYS_OF = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH")


class CalendarUnreadable(Invalid):
    """Not a calendar, or one with more in it than anybody's; `why` is a code of ours."""

    key = "calendar_unreadable"

    def __init__(self, why: str = "unreadable"):
        super().__init__({"file": [why]})
        self.why = why


def busy_from(ics: bytes, first: datetime, last: datetime) -> list[Spell]:
    """The spells between the two moments when the calendar says busy, in order, none touching the next.

    Floating times are Norwegian; a whole day is a Norwegian one. Raises CalendarUnreadable.
    """
    if len(ics) > MOST_BYTES:
        raise CalendarUnreadable("too_large")
    if TOO_OFTEN.search(FOLDED.sub(b"", ics)):
        raise CalendarUnreadable("too_much")
    try:
        return merged(_clipped(_spells(ics, first, last), first, last))
    except CalendarUnreadable:
        raise
    except Exception as error:  # The two libraries let out whatever a foreign file makes them stumble over.
        log.warning("a calendar could not be read", kind=type(error).__name__, trace=trace_of(error))
        raise CalendarUnreadable() from error


def _spells(ics: bytes, first: datetime, last: datetime) -> Iterable[Spell]:
    tzp.use_default()  # Zones that another calendar has defined are forgotten.
    calendar = Calendar.from_ical(ics)
    again = [(one, rule) for one in calendar.walk("VEVENT") for rule in _rules(one)]
    in_sight = sum(_a_day(rule) for _, rule in again) * (last - first).days
    if in_sight > 4 * MOST_EVENTS or sum(_steps(*one, last) for one in again) > MOST_STEPS:
        raise CalendarUnreadable("too_much")
    found = recurring_ical_events.of(calendar, skip_bad_series=True).between(
        first - timedelta(days=1), last + timedelta(days=1)
    )
    if len(found) > MOST_EVENTS:
        raise CalendarUnreadable("too_much")
    return [(_moment(one.start), _moment(one.end)) for one in found if _takes_time(one)]


def _rules(event: Component) -> list[Rule]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _a_day(rule: Rule) -> float:
    """So many in a day, or fewer."""
    often = A_DAY[str(rule["FREQ"][0]).upper()]
    if any(len(rule.get(name, [])) > 1 for name in DAYS_OF):
        often = max(often, 1.0)
    often = max(often, len(rule.get("BYDAY", [])) / 7)
    hours = 1 if often > 1 else len(rule.get("BYHOUR", [0]))
    return often * hours * len(rule.get("BYMINUTE", [0])) * len(rule.get("BYSECOND", [0]))


def _steps(event: Any, rule: Rule, last: datetime) -> float:
    """How often it has come until then."""
    begins, ends = event["DTSTART"].dt, [last.date(), *(_date(one) for one in rule.get("UNTIL", []))]
    return max((min(ends) - _date(begins)).days, 0) * _a_day(rule)


def _date(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when


def _takes_time(event: Component) -> bool:
    free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return not free and str(event.get("STATUS", "")).upper() != "CANCELLED"


def _moment(when: date | datetime) -> datetime:
    if not isinstance(when, datetime):
        when = datetime.combine(when, time(0))
    return (when if when.tzinfo else when.replace(tzinfo=OSLO)).astimezone(UTC)


def _clipped(spells: Iterable[Spell], first: datetime, last: datetime) -> list[Spell]:
    inside = [(max(start, first), min(end, last)) for start, end in spells]
    return [(start, end) for start, end in inside if start < end]


def merged(spells: Iterable[Spell]) -> list[Spell]:
    """In order, and those that touch made one."""
    found: list[Spell] = []
    for start, end in sorted(spells):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def replace(resource_id: UUID, spells: Iterable[Spell]) -> None:
    """What was known of her calendar makes way for this."""
    db.session.execute(delete(BusyTime).where(BusyTime.resource_id == resource_id))
    db.session.add_all(BusyTime(resource_id=resource_id, start=start, end=end) for start, end in spells)
    db.session.flush()
