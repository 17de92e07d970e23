"""Taking, holding, moving and letting go of seats: lock first, constraint second, choices third."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import String, and_, cast, delete, func, insert, or_, select

from ...core.clock import now
from ...core.db import db
from ..models import Claim, ClaimedSeat, ClaimedSpell, HoldExpired, PlaceTaken, ScarceThing

LONGEST = 1000
"""Cells; no spell is as long as this."""


@dataclass(frozen=True)
class Wanted:
    """Seats of one thing in every one of these cells."""

    thing_id: UUID
    cells: range
    seats: int = 1


Way = Sequence[Wanted]
"""All that is needed at once: the nurse, the room and the equipment."""


def thing(room: str, name: str, seats: int = 1) -> ScarceThing:
    """The thing of this name, made the first time it is asked for."""
    found = db.session.scalar(select(ScarceThing).where(ScarceThing.room == room, ScarceThing.name == name))
    if found is None:
        found = ScarceThing(id=uuid4(), room=room, name=name, seats=seats)
        db.session.add(found)
        db.session.flush()
    return found


def take(ways: Sequence[Way], until: datetime | None = None, *, overbook: bool = False) -> tuple[Claim, Way]:
    """The first of the ways that is free, held until then or taken for good; and which one it was.

    `overbook`: staff squeeze one more in, beside the thing's own seats. Raises PlaceTaken when no way is free.
    """
    things = _locked({wanted.thing_id for way in ways for wanted in way})
    taken = _seats_in_use([wanted for way in ways for wanted in way])
    for way in ways:
        chosen = _seats(way, things, taken, overbook)
        if chosen is not None:
            claim = Claim(id=uuid4(), until=until)
            db.session.add(claim)
            db.session.flush()
            _sit(claim, way, chosen)
            return claim, way
    raise PlaceTaken()


def _locked(thing_ids: set[UUID]) -> Mapping[UUID, ScarceThing]:
    """The things, locked in one order for everybody, so that nobody waits for somebody who waits for them."""
    wanted = select(ScarceThing).where(ScarceThing.id.in_(thing_ids)).order_by(ScarceThing.id).with_for_update()
    return {found.id: found for found in db.session.scalars(wanted)}


Seats = set[tuple[UUID, int, int]]
"""(thing, cell, seat)"""


def _seats_in_use(wanted: Iterable[Wanted]) -> Seats:
    """Seats that somebody sits on. What was held too long is let go on the way."""
    asked = [
        and_(
            ClaimedSeat.thing_id == one.thing_id, ClaimedSeat.cell >= one.cells.start, ClaimedSeat.cell < one.cells.stop
        )
        for one in wanted
    ]
    if not asked:
        return set()
    where = or_(*asked)
    old = select(ClaimedSeat.claim_id).join(Claim).where(where, Claim.until <= now())
    old = old.with_for_update(of=Claim, skip_locked=True)
    if expired := set(db.session.scalars(old)):
        let_go(*expired)
    seats = select(ClaimedSeat.thing_id, ClaimedSeat.cell, ClaimedSeat.seat).where(where)
    return {(row.thing_id, row.cell, row.seat) for row in db.session.execute(seats)}


def _seats(way: Way, things: Mapping[UUID, ScarceThing], taken: Seats, overbook: bool) -> Seats | None:
    """A seat number for each cell and person, or None where the way is not free."""
    chosen: Seats = set()
    for wanted in way:
        own = things.get(wanted.thing_id)
        if own is None or not wanted.cells:
            return None
        numbers = range(own.seats + (wanted.seats + len(taken) if overbook else 0))
        for cell in wanted.cells:
            free = [
                (own.id, cell, number) for number in numbers
                if (own.id, cell, number) not in taken and (own.id, cell, number) not in chosen
            ]  # fmt: skip
            if len(free) < wanted.seats:
                return None
            chosen.update(free[: wanted.seats])
    return chosen


def _sit(claim: Claim, way: Way, chosen: Seats) -> None:
    own = {"claim_id": claim.id, "municipality_id": claim.municipality_id}
    spells = [{"thing_id": one.thing_id, "first": one.cells.start, "stop": one.cells.stop, **own} for one in way]
    db.session.execute(insert(ClaimedSpell), spells)
    seats = [
        {"thing_id": thing_id, "cell": cell, "seat": seat, **own} for thing_id, cell, seat in sorted(chosen, key=str)
    ]
    db.session.execute(insert(ClaimedSeat), seats)


def keep(claim_id: UUID, way: Way | None = None) -> Claim:
    """What was held is taken for good. Raises HoldExpired where it has been let go, or was never this `way`."""
    claim = db.session.scalar(select(Claim).where(Claim.id == claim_id).with_for_update())
    if claim is None or (claim.until is not None and claim.until <= now()) or (way and not _is(claim_id, way)):
        raise HoldExpired()
    claim.until = None
    return claim


def _is(claim_id: UUID, way: Way) -> bool:
    seats = select(ClaimedSeat.thing_id, ClaimedSeat.cell).where(ClaimedSeat.claim_id == claim_id)
    wanted = [(one.thing_id, cell) for one in way for cell in one.cells for _ in range(one.seats)]
    return sorted(wanted) == sorted((row.thing_id, row.cell) for row in db.session.execute(seats))


def move(claim_id: UUID, ways: Sequence[Way]) -> tuple[Claim, Way]:
    """Another time in one step: the new place and not the old one, or the old one still. Raises PlaceTaken."""
    _locked({wanted.thing_id for way in ways for wanted in way} | things_of(claim_id))
    with db.session.begin_nested():
        let_go(claim_id)
        return take(ways)


def let_go(*claim_ids: UUID) -> None:
    """The seats are free again. Letting go twice changes nothing."""
    for rows in (ClaimedSeat, ClaimedSpell):
        db.session.execute(delete(rows).where(rows.claim_id.in_(claim_ids)))
    db.session.execute(delete(Claim).where(Claim.id.in_(claim_ids)))


def in_use(thing_ids: Iterable[UUID], span: range) -> Mapping[UUID, Mapping[int, int]]:
    """thing -> cell -> how many of its seats are claimed, held ones too while their time lasts."""
    asked = (
        select(ClaimedSeat.thing_id, ClaimedSeat.cell)
        .join(Claim)
        .where(
            ClaimedSeat.thing_id.in_(list(thing_ids)), ClaimedSeat.cell >= span.start, ClaimedSeat.cell < span.stop,
            or_(Claim.until.is_(None), Claim.until > now()),
        )
    )  # fmt: skip
    counted: dict[UUID, dict[int, int]] = {}
    for row in db.session.execute(asked):
        cells = counted.setdefault(row.thing_id, {})
        cells[row.cell] = cells.get(row.cell, 0) + 1
    return counted


def taken_cells(thing_ids: Iterable[UUID], span: range) -> Mapping[UUID, int]:
    """thing -> its claimed cells as bits from the span's first, held ones too while their time lasts.

    For things with one seat: far cheaper than `in_use`, which counts every seat in every cell. All spells of a thing
    come from the store as one text, because rows are what costs.
    """
    spell = cast(ClaimedSpell.first * LONGEST + ClaimedSpell.stop - ClaimedSpell.first, String)
    asked = (
        select(ClaimedSpell.thing_id, func.aggregate_strings(spell, ","))
        .where(
            ClaimedSpell.thing_id.in_(list(thing_ids)),
            ClaimedSpell.first < span.stop, ClaimedSpell.first > span.start - LONGEST, ClaimedSpell.stop > span.start,
            ClaimedSpell.claim_id.not_in(select(Claim.id).where(Claim.until <= now())),
        )
        .group_by(ClaimedSpell.thing_id)
    )  # fmt: skip
    rows = db.session.execute(asked)
    return {thing_id: _bits(spells, span) for thing_id, spells in rows}


def _bits(spells: str, span: range) -> int:
    """A one for each claimed cell, the span's first last: written as digits, since a long number is slow to grow."""
    origin, digits, ones = span.start - LONGEST, bytearray(b"0" * (len(span) + 2 * LONGEST)), b"1" * LONGEST
    for spell in json.loads(f"[{spells}]"):
        first, length = spell // LONGEST - origin, spell % LONGEST
        digits[first : first + length] = ones[:length]
    return int(digits[LONGEST:][::-1], 2)


def things_of(claim_id: UUID) -> set[UUID]:
    """The things this claim has seats of."""
    return set(db.session.scalars(select(ClaimedSeat.thing_id).where(ClaimedSeat.claim_id == claim_id)))


def let_go_of_old_holds(limit: int = 500) -> int:
    """For the clockwork: what nobody kept in time, over the municipality that is served now."""
    wanted = select(Claim.id).where(Claim.until <= now()).limit(limit).with_for_update(skip_locked=True)
    old = list(db.session.scalars(wanted))
    if old:
        let_go(*old)
    return len(old)
