"""The same sending twice is the same deed once: the key is kept as long as the deed's row."""

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Row, String, UniqueConstraint, Uuid, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .db import Base, Moment, OfMunicipality, refused_as, transaction
from .errors import Conflict, InProgress, Invalid, Malformed
from .rows import Question, put
from .secrets import keyed

WAIT_SECONDS = 5.0


class KeyMissing(Malformed):
    key = "key_missing"


class KeyReused(Invalid):
    """The key belongs to another content: two different things may not share a name."""

    key = "key_reused"


class KeyTaken(Conflict):
    """A twin finished first; its answer is fetched instead."""

    key = "key_taken"


class IdempotencyKey(OfMunicipality, Base):
    __tablename__ = "idempotency_key"
    __table_args__ = (
        UniqueConstraint("municipality_id", "command", "key", name=refused_as("uq_idempotency_key_once", KeyTaken)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    command: Mapped[str] = mapped_column(String(60))
    key: Mapped[UUID] = mapped_column(Uuid)
    content: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


def key_from(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise KeyMissing() from None


def once(command: str, key: UUID, content: Any, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do it, or give the answer it got the first time. `content` is the loaded command.

    The deed and its key are one transaction. Raises `KeyReused` for another content,
    `InProgress` when a twin is still at it after five seconds.
    """
    mark = keyed("idempotency", json.dumps(content, sort_keys=True, default=str))
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            with transaction():
                if (first := _first(command, key)) is not None:
                    return _same(first, mark)
                answer = do()
                put(IdempotencyKey, command=command, key=key, content=mark, answer=answer)
            return answer
        except KeyTaken:
            if time.monotonic() > deadline:
                raise InProgress() from None
            time.sleep(0.05)


def answered(command: str, key: UUID) -> dict[str, Any] | None:
    """The answer this key got, if it has one."""
    first = _first(command, key)
    return first.answer if first else None


_FIRST = Question(
    select(IdempotencyKey.content, IdempotencyKey.answer)
    .where(IdempotencyKey.command == bindparam("command"), IdempotencyKey.key == bindparam("key"))
)  # fmt: skip


def _first(command: str, key: UUID) -> Row[Any] | None:
    return _FIRST.one(command=command, key=key)


def _same(first: Row[Any], mark: str) -> dict[str, Any]:
    if first.content != mark:
        raise KeyReused()
    return dict(first.answer)
