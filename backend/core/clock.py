"""The municipality's clock: Europe/Oslo for people, UTC in the store, working days for promises."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

OSLO = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    """This moment, in UTC. The only place that asks the machine for the time."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The moment as a clock on the wall in Norway shows it. Stored moments without zone are UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(OSLO)


def today() -> date:
    return local(now()).date()


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(day for day in holidays.country_holidays("NO", years=year) if day.weekday() != 6)


def is_working_day(day: date, closed: Iterable[date] = ()) -> bool:
    """Monday to Friday, neither a Norwegian public holiday nor one of the municipality's closed days."""
    return day.weekday() < 5 and day not in _public_holidays(day.year) and day not in set(closed)


def add_working_days(start: date, days: int, closed: Iterable[date] = ()) -> date:
    """The `days`-th working day after `start`; the day itself does not count."""
    closed, day = set(closed), start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, closed)
    return day


def working_days_between(start: date, end: date, closed: Iterable[date] = ()) -> int:
    """Working days after `start` up to and with `end`; negative when `end` lies before."""
    if end < start:
        return -working_days_between(end, start, closed)
    closed = set(closed)
    span = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, closed) for day in span)


def add_months(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(start.day, (first_of_next - timedelta(days=1)).day))
