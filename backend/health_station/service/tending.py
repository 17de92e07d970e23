"""What the clockwork does with the station's scarce times: the line moves on, and what nobody kept is free again."""

from sqlalchemy import select

from ...core.clock import now
from ...core.db import db, transaction
from ...identity.actor import CLOCKWORK
from ...municipality.service import served, working_for
from ...places.models import Claim
from ...places.service import line, seats
from . import waiting


def move_the_line_on() -> int:
    """Offers nobody answered lapse, and whatever is free is offered; how many were. May run in two places at once."""
    return sum(_move_on(municipality_id) for municipality_id in _ours(line.awaited(waiting.LINE)))


def _move_on(municipality_id: str) -> int:
    with working_for(municipality_id), transaction():
        waiting.take_turn()
        waiting.lapse(CLOCKWORK)
        return waiting.offer_free_times(None, CLOCKWORK)


def let_go_of_old_holds() -> int:
    """Holds that were not kept in time; how many."""
    wanted = select(Claim.municipality_id).where(Claim.until <= now()).distinct()
    return sum(_let_go(municipality_id) for municipality_id in _ours(list(db.session.scalars(wanted))))


def _let_go(municipality_id: str) -> int:
    with working_for(municipality_id), transaction():
        return seats.let_go_of_old_holds()


def _ours(found: list[str]) -> list[str]:
    db.session.rollback()
    known = {one.id for one in served()}
    return [municipality_id for municipality_id in found if municipality_id in known]
