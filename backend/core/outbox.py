"""News written together with the deed. The row is the promise; queues are only hints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, Index, Integer, String, Uuid, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .db import Base, Moment, OfMunicipality, db, every_municipality, transaction
from .rows import put

HANDED_FOR = timedelta(seconds=30)
"""How long a handed-over row is left alone before the relay believes it was lost."""


class Outbox(OfMunicipality, Base):
    """A piece of news that is not finished until `done_at` is ticked. Holds ids, never personal data.

    `wanted_at` never changes: the moment of the deed, or the later hour that was asked for.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "due_at"), Index("ix_outbox_done", "done_at"))

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    message_id: Mapped[UUID] = mapped_column(Uuid, default=uuid4)
    topic: Mapped[str] = mapped_column(String(60))
    ids: Mapped[dict[str, Any]] = mapped_column(JSON)
    wanted_at: Mapped[datetime] = mapped_column(Moment, default=now)
    due_at: Mapped[datetime | None] = mapped_column(Moment, default=now)
    attempt: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True)
class Handover:
    """One row on its way to a queue: `attempt` numbers the try; at `back_at` it is due again."""

    id: int
    topic: str
    attempt: int
    back_at: datetime


def announce(topic: str, municipality_id: str | None = None, due_at: datetime | None = None, **ids: Any) -> None:
    """Write news into the open transaction. Topics read like events: `case.received`."""
    wanted = due_at or now()
    put(Outbox, municipality_id or "", topic=topic, ids=_plain(ids), wanted_at=wanted, due_at=wanted)


def _plain(ids: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int) else str(value) for name, value in ids.items()}


def hand_over(limit: int = 100) -> list[Handover]:
    """Take due rows for the queues, oldest first, so that no other relay takes them for a while.

    `due_at` is moved ahead at the same time: a row that nobody ticks comes back by itself.
    """
    with every_municipality(), transaction() as session:
        due = (
            select(Outbox)
            .where(Outbox.done_at.is_(None), Outbox.due_at <= now())
            .order_by(Outbox.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows, back_at = list(session.scalars(due)), now() + HANDED_FOR
        for row in rows:
            row.attempt += 1
            row.due_at = back_at
        return [Handover(row.id, row.topic, row.attempt, back_at) for row in rows]


def take_back(rows: Sequence[Handover]) -> None:
    """No queue took these: they are due at once, but for those that somebody has done or postponed since."""
    untouched = [Outbox.done_at.is_(None), Outbox.due_at == rows[0].back_at]
    with every_municipality(), transaction() as session:
        session.execute(update(Outbox).where(Outbox.id.in_([row.id for row in rows]), *untouched).values(due_at=now()))


def anything_due() -> bool:
    """A cheap look, without the write lock, before `hand_over`."""
    with every_municipality():
        found = db.session.scalar(select(Outbox.id).where(Outbox.done_at.is_(None), Outbox.due_at <= now()).limit(1))
        db.session.rollback()
        return found is not None


def undone(outbox_id: int) -> Outbox | None:
    """The row, locked, if it is still to be done."""
    return db.session.scalar(select(Outbox).where(Outbox.id == outbox_id, Outbox.done_at.is_(None)).with_for_update())


def tick(row: Outbox) -> None:
    """Done: nobody needs to look at this row again."""
    row.done_at, row.due_at = now(), None


def postpone(row: Outbox, until: datetime) -> None:
    """Not now; the relay hands it over again when `until` has come."""
    row.due_at = until


def longest_wait_seconds() -> float:
    """How long the oldest unfinished news has waited past its hour, tried or not: 0 when none does.

    What failed and waits for its next try counts; what is meant for later does not, before its hour.
    """
    with every_municipality():
        wanted = db.session.scalar(
            select(Outbox.wanted_at)
            .where(Outbox.done_at.is_(None), Outbox.wanted_at <= now())
            .order_by(Outbox.wanted_at)
            .limit(1)
        )
        db.session.rollback()
    return (now() - wanted).total_seconds() if wanted else 0.0


def forget_done(before: datetime) -> int:
    """Remove news finished before this moment."""
    with every_municipality(), transaction() as session:
        old = delete(Outbox).where(Outbox.done_at < before).returning(Outbox.id)
        return len(session.scalars(old).all())
