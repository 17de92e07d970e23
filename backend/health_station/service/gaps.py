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


def fits_somewhere(free_cells: int, length: int) -> int:
    """The cells from which so many are free in a row; 0 where there are none."""
    run = 1
    while run < length:
        step = min(run, length - run)
        free_cells &= free_cells >> step
        run += step
    return free_cells


def starts(
    free_cells: int, spells: Sequence[range], others: Sequence[Sequence[int]], length: int, base: int
) -> Iterator[int]:
    """A calm list: after each time comes the next that does not overlap it."""
    whole, step = (1 << length) - 1, -(-length // QUARTER) * QUARTER
    for spell in spells:
        cell = spell.start
        while cell + length <= spell.stop:
            wanted = whole << (cell - base)
            fits = free_cells & wanted == wanted
            if fits and all(any(one & wanted == wanted for one in kind) for kind in others):
                yield cell
                cell += step
            else:
                cell += QUARTER
