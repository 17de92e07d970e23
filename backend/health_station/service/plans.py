"""Who and what is there when: the weekly rule, the day that is different, and what a nurse's own calendar says."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID

from flask import g
from sqlalchemy import select

from ...core.clock import OSLO, is_working_day
from ...core.db import db
from ...municipality.record import DAYS
from ...places.cells import cells
from ..models import BusyTime, StationResource
from ..visit_types import VisitType

WITHOUT_A_PLAN = ("room", "equipment")
"""Is there whenever somebody works, but for the days it is said to be away."""


def able(kind: str, visit_type: VisitType) -> list[StationResource]:
    """Those of this kind that can serve this kind of visit, by name."""
    return [one for one in resources(kind) if not one.types or visit_type.id in one.types]


def needed_equipment(visit_type: VisitType) -> list[StationResource]:
    """Only what names this kind of visit is needed for it; one of them is enough."""
    return [one for one in resources("equipment") if visit_type.id in one.types]


def resources(*kinds: str) -> list[StationResource]:
    wanted = select(StationResource).where(StationResource.kind.in_(kinds), StationResource.active.is_(True))
    return list(db.session.scalars(wanted.order_by(StationResource.name)))


def working_days(first: date, last: date) -> Iterator[date]:
    """Every day on which the municipality works."""
    closed = g.municipality.closed_dates(first)
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        if is_working_day(day, closed):
            yield day


def hours(one: StationResource, day: date) -> list[range]:
    """When it is there on this day, in cells; an exception stands in for the week's rule."""
    return list(spells(one, (day,)))


def spells(one: StationResource, days: tuple[date, ...]) -> tuple[range, ...]:
    """When it is there on any of these days, the first first. What a plan means is worked out once."""
    return _spells(json.dumps([one.week, one.exceptions]), one.kind in WITHOUT_A_PLAN, days)


@lru_cache(2000)
def _spells(plan: str, without_a_plan: bool, days: tuple[date, ...]) -> tuple[range, ...]:
    week, exceptions = json.loads(plan)
    usual = WHOLE_DAY if without_a_plan and not week else None
    found: list[range] = []
    for day in days:
        hours = exceptions.get(day.isoformat(), usual or week.get(DAYS[day.weekday()], []))
        found += [spell for begins, ends in hours if (spell := _in_cells(day, begins, ends))]
    return tuple(found)


def _in_cells(day: date, begins: str, ends: str) -> range:
    """Nothing where the hours are turned round, or in the hour that is skipped when the clock is put forward."""
    start, end = at(day, begins), at(day, ends)
    return cells(start, end) if start.timestamp() < end.timestamp() else range(0)


WHOLE_DAY = [["00:00", "23:59"]]


def is_there(one: StationResource, day: date, wanted: range) -> bool:
    return any(wanted.start >= spell.start and wanted.stop <= spell.stop for spell in hours(one, day))


def busy(ids: Iterable[UUID], first: datetime, last: datetime) -> Mapping[UUID, list[range]]:
    """When their own calendars say that they are elsewhere, in cells."""
    wanted = select(BusyTime.resource_id, BusyTime.start, BusyTime.end).where(
        BusyTime.resource_id.in_(list(ids)), BusyTime.start < last, BusyTime.end > first
    )
    found: dict[UUID, list[range]] = {}
    for row in db.session.execute(wanted):
        if row.start < row.end:
            found.setdefault(row.resource_id, []).append(cells(row.start, row.end))
    return found


def drop_in() -> list[tuple[str, list[tuple[int, str, str]]]]:
    """Open hours, when anybody may come without a time: (name, [(weekday, from, to)])."""
    return [(one.name, week_of(one)) for one in resources("drop_in") if one.week]


def week_of(one: StationResource) -> list[tuple[int, str, str]]:
    """(weekday, from, to) from Monday on: `(1, "10:00", "12:00")`."""
    return [(number, *spell) for number, day in enumerate(DAYS) for spell in one.week.get(day, [])]


def at(day: date, wall: str) -> datetime:
    """The moment when a clock on the wall in Norway shows this; in the hour that is skipped in March, one hour on."""
    return datetime.combine(day, time.fromisoformat(wall), OSLO).astimezone(UTC)
