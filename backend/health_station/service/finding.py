"""Free times: worked out from the working plans and what is taken, never stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask import g
from sqlalchemy import select

from ...core.clock import OSLO, is_working_day, now, today
from ...core.db import db
from ...core.errors import Invalid
from ...municipality.record import DAYS
from ...places.cells import MINUTES, cell_of, cells, moment_of
from ...places.service import seats
from ...places.service.seats import Wanted, Way
from ..models import StationResource
from ..visit_types import VisitType, by_id

HORIZON = timedelta(days=90)
NOTICE = timedelta(hours=2)
"""Nobody can come sooner than this."""
QUARTER = 15 // MINUTES
MOST_SHOWN = 200
CHOICES = 5


class NoSuchSlot(Invalid):
    """Not a time one can book: past, too far ahead, outside the plans, or no time at all."""

    key = "no_such_slot"


@dataclass(frozen=True)
class Slot:
    """A time when somebody can come. `id` says all of it: `5998752-first_talk-station`."""

    start: datetime
    type: VisitType
    place: str

    @property
    def id(self) -> str:
        return f"{cell_of(self.start)}-{self.type.id}-{self.place}"


def parts_of(text: str) -> tuple[str, str, str]:
    """(cell, visit type, place) as the id says them, true or not."""
    cell, _, rest = text.partition("-")
    type_id, _, place = rest.rpartition("-")
    return cell, type_id, place


def slot_of(text: str) -> Slot:
    """The time that an id stands for, if it can be booked at all. Raises NoSuchSlot."""
    cell, type_id, place = parts_of(text)
    if not (cell.isascii() and cell.isdigit() and len(cell) < 9):
        raise NoSuchSlot({"slot": ["field.choice"]})
    visit_type = by_id(type_id)
    start = moment_of(int(cell))
    if place not in visit_type.places or int(cell) % QUARTER or not now() + NOTICE <= start <= now() + HORIZON:
        raise NoSuchSlot({"slot": ["field.choice"]})
    return Slot(start, visit_type, place)


def free(visit_type: VisitType, place: str, first: date, last: date, whose: UUID | None = None) -> list[Slot]:
    """Times from the first to the last day, the earliest first; the same time by two nurses is one time."""
    first, last = max(first, today()), min(last, today() + HORIZON)
    if last < first:
        return []
    staff = [one for one in _able("staff", visit_type) if whose in (None, one.id)]
    rooms = _able("room", visit_type) if place == "station" else []
    span = cells(_midnight(first), _midnight(last + timedelta(days=1)))
    taken = _taken([*staff, *rooms], span)
    soonest = cell_of(now() + NOTICE) + 1
    starts: set[int] = set()
    for one in staff:
        for day in _days(first, last):
            starts.update(_starts(one, rooms, day, visit_type, taken, soonest))
    return [Slot(moment_of(start), visit_type, place) for start in sorted(starts)[:MOST_SHOWN]]


def _able(kind: str, visit_type: VisitType) -> list[StationResource]:
    found = db.session.scalars(
        select(StationResource).where(StationResource.kind == kind, StationResource.active.is_(True))
        .order_by(StationResource.name)
    )  # fmt: skip
    return [one for one in found if not one.types or visit_type.id in one.types]


def _taken(resources: Iterable[StationResource], span: range) -> Mapping[UUID, set[int]]:
    used = seats.in_use([one.thing_id for one in resources], span)
    return {thing_id: set(counted) for thing_id, counted in used.items()}


def _days(first: date, last: date) -> Iterator[date]:
    closed = g.municipality.closed_dates(first)
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        if is_working_day(day, closed):
            yield day


def hours(resource: StationResource, day: date) -> Iterator[range]:
    """When it is there on this day, in cells; an exception stands in for the week's rule."""
    plan = resource.exceptions.get(day.isoformat(), resource.week.get(DAYS[day.weekday()], []))
    for begins, ends in plan:
        start, end = _at(day, begins), _at(day, ends)
        if start < end:
            yield cells(start, end)


def _at(day: date, wall: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(wall), OSLO)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), OSLO)


def _starts(
    one: StationResource, rooms: Sequence[StationResource], day: date, visit_type: VisitType,
    taken: Mapping[UUID, set[int]], soonest: int,
) -> Iterator[int]:  # fmt: skip
    """A calm list: after each time comes the next that does not overlap it."""
    length = int(visit_type.occupies.total_seconds()) // (MINUTES * 60)
    busy = taken.get(one.thing_id, set())
    rooms_busy = [taken.get(room.thing_id, set()) for room in rooms]
    for open_cells in hours(one, day):
        cell = open_cells.start
        while cell + length <= open_cells.stop:
            wanted = range(cell, cell + length)
            fits = cell >= soonest and busy.isdisjoint(wanted)
            if fits and (not rooms or any(room.isdisjoint(wanted) for room in rooms_busy)):
                yield cell
                cell += -(-length // QUARTER) * QUARTER
            else:
                cell += QUARTER


def ways(slot: Slot, whose: UUID | None = None) -> list[tuple[StationResource, Way]]:
    """Everybody who is at work then, each with each room: whichever is free first is taken. Raises NoSuchSlot."""
    wanted = cells(slot.start, slot.start + slot.type.occupies)
    day = slot.start.astimezone(OSLO).date()
    if not list(_days(day, day)):
        raise NoSuchSlot({"slot": ["field.choice"]})
    staff = [one for one in _able("staff", slot.type) if whose in (None, one.id) and _is_there(one, day, wanted)]
    rooms = _able("room", slot.type) if slot.place == "station" else []
    if not staff:
        raise NoSuchSlot({"slot": ["field.choice"]})
    if not rooms:
        return [(one, [Wanted(one.thing_id, wanted)]) for one in staff]
    return [(one, [Wanted(one.thing_id, wanted), Wanted(room.thing_id, wanted)]) for one in staff for room in rooms]


def _is_there(one: StationResource, day: date, wanted: range) -> bool:
    return any(wanted.start >= spell.start and wanted.stop <= spell.stop for spell in hours(one, day))


def instead_of(slot: Slot) -> list[Slot]:
    """What can be had now, when this one is gone: the nearest first."""
    found = free(slot.type, slot.place, today(), today() + HORIZON)
    return sorted(found, key=lambda one: abs(one.start - slot.start))[:CHOICES]
