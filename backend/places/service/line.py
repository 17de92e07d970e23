"""The waiting line: first come, first offered; each freed place goes to one person once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from ...core.clock import now
from ...core.db import db
from ..models import InLine, OfferGone, PlaceTaken
from . import seats
from .seats import Way

WAITING, OFFERED, ACCEPTED, DECLINED, LAPSED, LEFT = "waiting", "offered", "accepted", "declined", "lapsed", "left"


def join(line: str, who: UUID, wanted: int = 1) -> InLine:
    """At the end of the line. Raises AlreadyInLine."""
    entry = InLine(line=line, who=who, seats=wanted)
    db.session.add(entry)
    db.session.flush()
    return entry


def position(entry: InLine) -> int:
    """1 for whoever is next."""
    ahead = select(func.count(InLine.id)).where(
        InLine.line == entry.line, InLine.state == WAITING, InLine.id < entry.id
    )
    return int(db.session.scalar(ahead) or 0) + 1


def offer_next(line: str, ways: dict[int, list[Way]], until: datetime) -> InLine | None:
    """Hold the freed place for the next in line whom it fits; the owning room tells them. None when nobody waits.

    `ways`: how many come together -> the ways to seat them. A place that is not free for anybody is offered to nobody.
    """
    waiting = (
        select(InLine).where(InLine.line == line, InLine.state == WAITING).order_by(InLine.id).limit(50)
        .with_for_update()
    )  # fmt: skip
    for entry in db.session.scalars(waiting):
        if entry.seats not in ways:
            continue
        try:
            claim, _ = seats.take(ways[entry.seats], until)
        except PlaceTaken:
            continue
        entry.state, entry.claim_id, entry.until = OFFERED, claim.id, until
        return entry
    return None


def accept(entry_id: int) -> InLine:
    """The held place is theirs. Raises OfferGone where the offer is answered or has lapsed."""
    entry = _offered(entry_id)
    if entry.until is None or entry.until <= now() or entry.claim_id is None:
        raise OfferGone()
    seats.keep(entry.claim_id)
    entry.state, entry.until = ACCEPTED, None
    return entry


def decline(entry_id: int) -> InLine:
    """No, thank you: the place is free for the next. Raises OfferGone."""
    entry = _offered(entry_id)
    _give_up(entry, DECLINED)
    return entry


def _offered(entry_id: int) -> InLine:
    entry = db.session.scalar(select(InLine).where(InLine.id == entry_id).with_for_update())
    if entry is None or entry.state != OFFERED:
        raise OfferGone()
    return entry


def leave(entry: InLine) -> None:
    """Out of the line; an offer on its way is given up."""
    _give_up(entry, LEFT)


def lapse(limit: int = 100) -> list[InLine]:
    """For the clockwork: offers nobody answered in time, their places free again."""
    late = select(InLine).where(InLine.state == OFFERED, InLine.until <= now()).limit(limit).with_for_update()
    entries = list(db.session.scalars(late))
    for entry in entries:
        _give_up(entry, LAPSED)
    return entries


def _give_up(entry: InLine, state: str) -> None:
    if entry.claim_id is not None:
        claim_id, entry.claim_id = entry.claim_id, None
        db.session.flush()
        seats.let_go(claim_id)
    entry.state, entry.until = state, None
