"""Free times: worked out from the working plans and what is taken, never stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import chain, islice, product
from operator import and_, or_
from uuid import UUID

from ...core.clock import local, now, today
from ...core.errors import Invalid
from ...places.cells import CELL, MINUTES, cell_of, cells, moment_of
from ...places.service.seats import Wanted, Way
from ..models import GroupDate, StationResource
from ..visit_types import VisitType, book_is_here, by_id
from . import gaps, groups, plans

HORIZON = timedelta(days=90)
NOTICE = timedelta(hours=2)
"""Nobody can come sooner than this."""
MOST_SHOWN = 200
CHOICES = 5
AT_FIRST = timedelta(days=9)
"""So much of the future is looked through before we see whether it is enough; then four times as much."""


class NoSuchSlot(Invalid):
    """Not a time one can book: past, too far ahead, outside the plans, or no time at all."""

    key = "no_such_slot"


@dataclass(frozen=True)
class Slot:
    """A time when somebody can come, one or two `together`. `id` says all but that: `5998752-first_talk-station`."""

    start: datetime
    type: VisitType
    place: str
    together: int = 1

    @property
    def id(self) -> str:
        return f"{cell_of(self.start)}-{self.type.id}-{self.place}"

    @property
    def minutes(self) -> int:
        return self.type.minutes_for(self.together)

    @property
    def length(self) -> int:
        """In cells, with the time the nurse needs afterwards."""
        return length_of(self.type, self.together)


def length_of(visit_type: VisitType, together: int) -> int:
    return -(-(visit_type.minutes_for(together) + visit_type.buffer) // MINUTES)


def parts_of(text: str) -> tuple[str, str, str]:
    """(cell, visit type, place) as the id says them, true or not."""
    cell, _, rest = text.partition("-")
    type_id, _, place = rest.rpartition("-")
    return cell, type_id, place


def slot_of(text: str, together: int = 1, notice: timedelta = NOTICE) -> Slot:
    """The time that an id stands for, if it can be booked at all. Raises NoSuchSlot."""
    cell, type_id, place = parts_of(text)
    if not (cell.isascii() and cell.isdigit() and len(cell) < 9):
        raise NoSuchSlot({"slot": ["field.choice"]})
    visit_type = by_id(type_id)
    start = moment_of(int(cell))
    on_the_quarter = visit_type.group or int(cell) % gaps.QUARTER == 0
    can_be = book_is_here() and place in visit_type.places and on_the_quarter
    if not can_be or not now() + notice <= start <= now() + HORIZON:
        raise NoSuchSlot({"slot": ["field.choice"]})
    if together > visit_type.most_together:
        raise NoSuchSlot({"together": ["field.choice"]})
    return Slot(start, visit_type, place, together)


def free(
    visit_type: VisitType, place: str, first: date, last: date, whose: UUID | None = None, together: int = 1
) -> list[Slot]:
    """Times from the first to the last day, the earliest first; the same time by two nurses is one time.

    None where the time book lies in another system.
    """
    if not book_is_here():
        return []
    first, last = max(first, today()), min(last, today() + HORIZON)
    search = groups.free if visit_type.group else _alone
    found = search(visit_type, place, first, last, whose, together)
    soonest = now() + NOTICE
    soon = (Slot(start, visit_type, place, together) for start in found if start >= soonest)
    return list(islice(soon, MOST_SHOWN))


def _alone(
    visit_type: VisitType, place: str, first: date, last: date, whose: UUID | None, together: int
) -> Iterator[datetime]:
    staff, others = _who(visit_type, place, whose)
    length = length_of(visit_type, together)
    for days, begins, ends in _spans(first, last):
        base = cell_of(begins)
        taken = gaps.taken([*staff, *chain(*others)], begins, ends)
        fits = {
            one.id: gaps.where_it_fits(gaps.there(one, days, base) & ~taken[one.id], length)
            for one in (*staff, *chain(*others))
        }
        with_others = [reduce(or_, (fits[one.id] for one in kind)) for kind in others]
        starts: set[int] = set()
        for one in staff:
            if possible := reduce(and_, with_others, fits[one.id]):
                starts.update(gaps.starts(possible, plans.spells(one, days), length, base))
        yield from (moment_of(start) for start in sorted(starts))


def _spans(first: date, last: date) -> Iterator[tuple[tuple[date, ...], datetime, datetime]]:
    """(working days, from, to): little of the future first, then more and more, since it may be enough."""
    span = AT_FIRST
    while first <= last:
        until = min(first + span, last)
        days = tuple(plans.working_days(first, until))
        yield days, plans.at(first, "00:00"), plans.at(until + timedelta(days=1), "00:00")
        first, span = until + timedelta(days=1), span * 4


def _who(
    visit_type: VisitType, place: str, whose: UUID | None
) -> tuple[list[StationResource], list[list[StationResource]]]:
    """(staff, [rooms, equipment]): one of each is needed; an empty kind is not asked for."""
    staff = [one for one in plans.able("staff", visit_type) if whose in (None, one.id)]
    rooms = plans.able("room", visit_type) if place == "station" else []
    return staff, [kind for kind in (rooms, plans.needed_equipment(visit_type)) if kind]


def ways(slot: Slot, whose: UUID | None = None) -> list[tuple[UUID, Way]]:
    """(whom, what it takes): everybody who is at work then, with each room. Raises NoSuchSlot."""
    if slot.type.group:
        return [_seat(found, slot) for found in groups.at(slot.start, slot.type, slot.place, whose)] or _none()
    wanted = cells(slot.start, slot.start + slot.length * CELL)
    day = local(slot.start).date()
    staff, others = _who(slot.type, slot.place, whose)
    elsewhere = plans.busy([one.id for one in staff], slot.start, slot.start + slot.length * CELL)
    at_work = [one for one in staff if plans.is_there(one, day, wanted) and one.id not in elsewhere]
    there = [[one for one in kind if plans.is_there(one, day, wanted)] for kind in others]
    if not list(plans.working_days(day, day)):
        return _none()
    found: list[tuple[UUID, Way]] = [
        (one.id, [Wanted(each.thing_id, wanted) for each in (one, *rest)])
        for one, *rest in product(at_work, *there)
    ]  # fmt: skip
    return found or _none()


def _seat(found: GroupDate, slot: Slot) -> tuple[UUID, Way]:
    return found.resource_id, [groups.seat(found, slot.together)]


def _none() -> list[tuple[UUID, Way]]:
    raise NoSuchSlot({"slot": ["field.choice"]})


def instead_of(slot: Slot, whose: UUID | None = None) -> list[Slot]:
    """What can be had now, when this one is gone, the nearest first; by anybody where the one named has nothing."""
    span = (today(), today() + HORIZON)
    found = free(slot.type, slot.place, *span, whose, slot.together) if whose else []
    found = found or free(slot.type, slot.place, *span, together=slot.together)
    return sorted(found, key=lambda one: abs(one.start - slot.start))[:CHOICES]
