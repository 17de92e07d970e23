"""The waiting line: first come, first offered; each freed place goes to one person once."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from ...core.clock import now
from ...core.db import current_municipality, db
from ..models import InLine, OfferGone
from . import seats
from .seats import Way

WAITING, OFFERED, ACCEPTED, DECLINED, LAPSED, LEFT = "waiting", "offered", "accepted", "declined", "lapsed", "left"


def take_turn(line: str) -> None:
    """One at a time may change a line, until its transaction ends; whoever can, waits here before locking seats.

    Locking those who wait would not do: one who is answered meanwhile is locked out of order, and two deeds would
    wait for each other. SQLite lets only one write at all.
    """
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        number = int.from_bytes(sha256(f"{current_municipality()}:{line}".encode()).digest()[:8], signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(number)))


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


def waiting(line: str, limit: int = 100) -> list[InLine]:
    """Those who wait, the first first. Takes the turn, so that a freed place is offered by one at a time."""
    take_turn(line)
    wanted = select(InLine).where(InLine.line == line, InLine.state == WAITING).order_by(InLine.id).limit(limit)
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)))


def awaited(line: str) -> list[str]:
    """For the clockwork: the municipalities where somebody waits, or has let an offer lapse."""
    late = and_(InLine.state == OFFERED, InLine.until <= now())
    wanted = select(InLine.municipality_id).where(InLine.line == line, or_(InLine.state == WAITING, late)).distinct()
    return list(db.session.scalars(wanted))


def offer(entry: InLine, ways: Sequence[Way], until: datetime) -> Way:
    """Hold a place for them until then; the owning room tells them. The way it was. Raises PlaceTaken."""
    claim, way = seats.take(ways, until)
    entry.state, entry.claim_id, entry.until = OFFERED, claim.id, until
    return way


def accept(entry_id: int) -> tuple[InLine, UUID]:
    """The held place, which is theirs now. Raises OfferGone where the offer is answered or has lapsed."""
    entry = _offered(entry_id)
    if entry.until is None or entry.until <= now() or entry.claim_id is None:
        raise OfferGone()
    claim_id = seats.keep(entry.claim_id).id
    entry.state, entry.until = ACCEPTED, None
    return entry, claim_id


def decline(entry_id: int, *, stay: bool) -> InLine:
    """No, thank you: the place is free for the next; they may stay where they are in the line. Raises OfferGone."""
    entry = _offered(entry_id)
    _give_up(entry, WAITING if stay else DECLINED)
    return entry


def _offered(entry_id: int) -> InLine:
    wanted = select(InLine).where(InLine.id == entry_id).with_for_update()
    entry = db.session.scalar(wanted)
    if entry is None or entry.state != OFFERED:
        raise OfferGone()
    return entry


def leave(entry: InLine) -> None:
    """Out of the line; an offer on its way is given up."""
    _give_up(entry, LEFT)


def lapse(line: str, limit: int = 100) -> list[InLine]:
    """For the clockwork: offers nobody answered in time, their places free again."""
    late = select(InLine).where(InLine.line == line, InLine.state == OFFERED, InLine.until <= now()).limit(limit)
    entries = list(db.session.scalars(late.with_for_update(skip_locked=True)))
    for entry in entries:
        _give_up(entry, LAPSED)
    return entries


def stay(entry: InLine) -> None:
    """Back to where they stood, when the owning room gives them one more chance."""
    entry.state = WAITING


def of(line: str, who: UUID, lock: bool = False) -> InLine | None:
    """This one's place in the line, whatever became of it."""
    wanted = select(InLine).where(InLine.line == line, InLine.who == who)
    return db.session.scalar(wanted.with_for_update() if lock else wanted)


def _give_up(entry: InLine, state: str) -> None:
    if entry.claim_id is not None:
        claim_id, entry.claim_id = entry.claim_id, None
        db.session.flush()
        seats.let_go(claim_id)
    entry.state, entry.until = state, None
