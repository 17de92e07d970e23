"""One message to one receiver by one channel, and every try to deliver it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from ..core.audit import BigId
from ..core.clock import now
from ..core.db import Base, Moment, OfMunicipality

STATES = ("waiting", "sent", "delivered", "undeliverable", "parked", "done", "not_needed")


class Message(OfMunicipality, Base):
    """What is to be said. `id` goes outward with it, so receivers can tell a repeat; the words are made at sending."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("event_id", "receiver", "channel", name="uq_message_once"),
        Index("ix_message_case", "case_id"),
        Index("ix_message_state", "municipality_id", "state", "channel"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    event_id: Mapped[UUID] = mapped_column(Uuid)
    template: Mapped[str] = mapped_column(String(40))
    receiver: Mapped[str] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(10))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    subject_id: Mapped[UUID | None] = mapped_column(Uuid)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[UUID | None] = mapped_column(Uuid)


class DeliveryTry(OfMunicipality, Base):
    """One try: what came of it, as a code of ours; never what the other side said."""

    __tablename__ = "delivery_try"
    __table_args__ = (Index("ix_delivery_try_message", "message_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    outcome: Mapped[str] = mapped_column(String(30))
