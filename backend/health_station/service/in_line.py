"""The line as the staff see it: who waits for what, since when, and who has to be called."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from ...core.db import db
from ...identity.actor import Actor
from ...places.models import InLine
from ...places.service import line
from ..models import VisitWish
from . import attending, waiting, wishes

SEEN = (line.WAITING, line.OFFERED, line.LAPSED)


class Waiting(NamedTuple):
    wish: VisitWish
    state: str
    until: datetime | None


def everybody(actor: Actor) -> list[Waiting]:
    """All who wait, the first first. Raises Unknown for those who see no time book."""
    attending.may_see(actor)
    wanted = (
        select(VisitWish, InLine.state, InLine.until)
        .join(InLine, InLine.who == VisitWish.id)
        .where(InLine.line == waiting.LINE, InLine.state.in_(SEEN))
        .order_by(InLine.id)
        .limit(500)
    )
    return [Waiting(*row) for row in db.session.execute(wishes.whole(wanted))]
