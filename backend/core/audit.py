"""Who did or saw what. Written plain in the deed's transaction; a sealer chains the rows afterwards."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, Index, Integer, String, UniqueConstraint, Uuid, select
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .db import Base, Moment, OfMunicipality, db, every_municipality, in_municipality, refused_as, transaction
from .errors import Conflict
from .rows import put

BigId = BigInteger().with_variant(Integer, "sqlite")
UNSEALED_FOR = timedelta(minutes=1)


class SealTaken(Conflict):
    """Another sealer was quicker; nothing is lost."""

    key = "seal_taken"


class AuditEntry(OfMunicipality, Base):
    """One deed or one look. `what` and `details` hold words of ours and ids, never personal data."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_person", "municipality_id", "person_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(Uuid, default=uuid4)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    actor: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(30))
    what: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[UUID | None] = mapped_column(Uuid)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class AuditSeal(OfMunicipality, Base):
    """The chain: each link's hash holds the one before and the whole entry."""

    __tablename__ = "audit_seal"
    __table_args__ = (
        UniqueConstraint("municipality_id", "number", name=refused_as("uq_audit_seal_number", SealTaken)),
        UniqueConstraint("entry", name=refused_as("uq_audit_seal_entry", SealTaken)),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[int] = mapped_column()
    entry: Mapped[int] = mapped_column(BigId)
    hash: Mapped[str] = mapped_column(String(64))


def record(what: str, subject: Any, *, actor: str, role: str, person_id: UUID | None = None, **details: Any) -> None:
    """Write one entry into the open transaction. `actor` is like `staff:<id>`, `person:<id>`, `anonymous`."""
    put(AuditEntry, what=what, subject=str(subject), actor=actor, role=role, person_id=person_id, details=details)


def seal_new(limit: int = 500) -> int:
    """Chain committed entries that have no seal yet; how many were sealed."""
    with every_municipality():
        owners = db.session.scalars(select(AuditEntry.municipality_id).distinct()).all()
        db.session.rollback()
    return sum(_seal(owner, limit) for owner in owners)


def _seal(municipality_id: str, limit: int) -> int:
    with in_municipality(municipality_id):
        try:
            with transaction():
                return _chain(limit)
        except SealTaken:
            return 0


def _chain(limit: int) -> int:
    last = db.session.scalar(select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1))
    number, link = (last.number, last.hash) if last else (0, "")
    sealed = select(AuditSeal.entry).where(AuditSeal.entry == AuditEntry.id)
    fresh = db.session.scalars(select(AuditEntry).where(~sealed.exists()).order_by(AuditEntry.id).limit(limit)).all()
    for entry in fresh:
        number, link = number + 1, _hash(link, entry)
        db.session.add(AuditSeal(number=number, entry=entry.id, hash=link))
    return len(fresh)


def _hash(link: str, entry: AuditEntry) -> str:
    whole = [
        link, str(entry.entry_id), entry.at.isoformat(), entry.actor, entry.role, entry.what, entry.subject,
        str(entry.person_id), entry.details,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Finding:
    """What is wrong with one municipality's log."""

    municipality_id: str
    entry: int
    fault: str


def verify() -> list[Finding]:
    """Changed, missing and long unsealed entries, over all municipalities."""
    with every_municipality():
        owners = db.session.scalars(select(AuditEntry.municipality_id).distinct()).all()
        owners = sorted(set(owners) | set(db.session.scalars(select(AuditSeal.municipality_id).distinct())))
        found = [finding for owner in owners for finding in _verify(owner)]
        db.session.rollback()
    return found


def _verify(municipality_id: str) -> list[Finding]:
    found, link, expected = [], "", 0
    with in_municipality(municipality_id):
        entries = {entry.id: entry for entry in db.session.scalars(select(AuditEntry))}
        for seal in db.session.scalars(select(AuditSeal).order_by(AuditSeal.number)):
            expected += 1
            entry = entries.pop(seal.entry, None)
            if entry is None or seal.number != expected:
                found.append(Finding(municipality_id, seal.entry, "missing"))
            elif _hash(link, entry) != seal.hash:
                found.append(Finding(municipality_id, seal.entry, "changed"))
            link = seal.hash
    late = now() - UNSEALED_FOR
    return found + [Finding(municipality_id, entry.id, "unsealed") for entry in entries.values() if entry.at < late]
