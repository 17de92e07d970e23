"""Where a visit fits between the others. A month of a nurse is one number with a bit for each cell of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, reduce
from operator import or_
from uuid import UUID

from ...places.cells import MINUTES, cell_of
from ...places.service import seats
from ..models import StationResource
from . import plans

QUARTER = 15 // MINUTES


def taken(things: Sequence[StationResource], begins: datetime, ends: datetime) -> Mapping[UUID, int]:
    """resource -> its taken cells as bits, counted from the first."""
    base = cell_of(begins)
    claimed = seats.taken_cells([one.thing_id for one in things], range(base, cell_of(ends)))
    masks = {one.id: claimed.get(one.thing_id, 0) for one in things}
    for resource_id, spells in plans.busy(masks, begins, ends).items():
        for spell in spells:
            masks[resource_id] |= bits(spell, base)
    return masks


def bits(spell: range, base: int) -> int:
    first = max(spell.start, base)
    return ((1 << (spell.stop - first)) - 1) << (first - base)


def there(one: StationResource, days: tuple[date, ...], base: int) -> int:
    """When it is there at all, as bits."""
    return _all_bits(plans.spells(one, days), base)


@lru_cache(2000)
def _all_bits(spells: tuple[range, ...], base: int) -> int:
    return reduce(or_, (bits(spell, base) for spell in spells), 0)


def where_it_fits(free_cells: int, length: int) -> int:
    """The cells from which so many are free in a row, as bits."""
    run = 1
    while run < length:
        step = min(run, length - run)
        free_cells &= free_cells >> step
        run += step
    return free_cells


def starts(possible: int, spells: Sequence[range], length: int, base: int) -> Iterator[int]:
    """A calm list: after each time comes the next that does not overlap it."""
    step = -(-length // QUARTER) * QUARTER
    for spell in spells:
        cell, in_spell = spell.start, (possible & bits(spell, base)) >> (spell.start - base)
        while cell + length <= spell.stop and in_spell:
            ahead = step if in_spell & 1 else QUARTER
            if in_spell & 1:
                yield cell
            cell, in_spell = cell + ahead, in_spell >> ahead
