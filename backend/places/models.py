"""Seats in time. That nobody sits on another's seat is a constraint, not a promise."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from ..core.audit import BigId
from ..core.clock import now
from ..core.db import Base, Moment, OfMunicipality, refused_as
from ..core.errors import Conflict


class PlaceTaken(Conflict):
    """Somebody else was quicker; `choices` are what can be had now."""

    key = "place_taken"


class HoldExpired(Conflict):
    """What was held has been let go; somebody else may have it."""

    key = "hold_expired"


class AlreadyInLine(Conflict):
    """The person waits in this line already."""

    key = "already_in_line"


class OfferGone(Conflict):
    """The offer was answered, or its time has run out."""

    key = "offer_gone"


class ScarceThing(OfMunicipality, Base):
    """A nurse, a room, an activity's participants: something with `seats` seats at any time.

    `name` is the owning room's own: `staff:anne`. The row is what is locked while its seats are given out.
    """

    __tablename__ = "scarce_thing"
    __table_args__ = (
        UniqueConstraint("municipality_id", "room", "name", name="uq_scarce_thing_name"),
        CheckConstraint("seats > 0", name="some_seats"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    room: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(80))
    seats: Mapped[int] = mapped_column(default=1)


class Claim(OfMunicipality, Base):
    """Somebody's right to some seats: held until `until`, or taken for good where that is None."""

    __tablename__ = "place_claim"
    __table_args__ = (Index("ix_place_claim_until", "until"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class ClaimedSeat(OfMunicipality, Base):
    """One seat of a thing in one cell of time. `overbooked` seats lie beyond the thing's own number."""

    __tablename__ = "claimed_seat"
    __table_args__ = (
        UniqueConstraint("thing_id", "cell", "seat", name=refused_as("uq_claimed_seat_once", PlaceTaken)),
        Index("ix_claimed_seat_claim", "claim_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    thing_id: Mapped[UUID] = mapped_column(ForeignKey("scarce_thing.id"))
    cell: Mapped[int] = mapped_column(BigInteger)
    seat: Mapped[int] = mapped_column()
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("place_claim.id", ondelete="CASCADE"))


class ClaimedSpell(OfMunicipality, Base):
    """What a claim has of a thing, from the first cell up to `stop`: the same as its seats, in one row.

    Only for looking: a nurse's quarter is thousands of seats and a few hundred spells.
    """

    __tablename__ = "claimed_spell"
    __table_args__ = (
        Index("ix_claimed_spell_when", "municipality_id", "thing_id", "first", "stop", "claim_id"),
        Index("ix_claimed_spell_claim", "claim_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    thing_id: Mapped[UUID] = mapped_column(ForeignKey("scarce_thing.id"))
    first: Mapped[int] = mapped_column(BigInteger)
    stop: Mapped[int] = mapped_column(BigInteger)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("place_claim.id", ondelete="CASCADE"))


class InLine(OfMunicipality, Base):
    """Somebody who waits for a place in a line. `who` is the owning room's own row; `line` what they wait for.

    waiting -> offered -> accepted, or back out: declined, lapsed, left.
    """

    __tablename__ = "in_line"
    __table_args__ = (
        UniqueConstraint("municipality_id", "line", "who", name=refused_as("uq_in_line_once", AlreadyInLine)),
        Index("ix_in_line_next", "municipality_id", "line", "state", "id"),
        Index("ix_in_line_until", "state", "until"),
        CheckConstraint("seats > 0", name="some_seats"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    line: Mapped[str] = mapped_column(String(120))
    who: Mapped[UUID] = mapped_column(Uuid)
    seats: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("place_claim.id", ondelete="SET NULL"))
    until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
