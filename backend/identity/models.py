"""People, those who work for them, and how surely we know who is asking."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from ..core.clock import now
from ..core.db import Base, Moment, OfMunicipality, refused_as
from ..core.errors import Conflict

CHANNELS = ("sms", "email", "call", "letter")


class EmailTaken(Conflict):
    """A member of staff with this address is already there."""

    key = "email_taken"


class NationalIdTaken(Conflict):
    key = "national_id_taken"


class Person(OfMunicipality, Base):
    """Somebody a case is about, or who writes for another. E-mail, phone and e-ID may all be missing."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint(
            "municipality_id", "national_id_mark", name=refused_as("uq_person_national_id", NationalIdTaken)
        ),
        Index("ix_person_phone", "municipality_id", "phone"),
        Index("ix_person_email", "municipality_id", "email"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(4), default="")
    birth_year: Mapped[int | None] = mapped_column()
    channel: Mapped[str] = mapped_column(String(10), default="sms")
    language: Mapped[str] = mapped_column(String(2), default="nb")
    national_id_mark: Mapped[str | None] = mapped_column(String(64))
    national_id_sealed: Mapped[str | None] = mapped_column(String(400))
    protected_address: Mapped[bool] = mapped_column(default=False)
    verified: Mapped[bool] = mapped_column(default=False)
    device_key: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    journaled: Mapped[bool] = mapped_column(default=False)
    erased_on: Mapped[date | None] = mapped_column(Date)


class StaffMember(OfMunicipality, Base):
    """Somebody who works for one municipality, with one role and at most one unit."""

    __tablename__ = "staff_member"
    __table_args__ = (
        UniqueConstraint("municipality_id", "email", name=refused_as("uq_staff_member_email", EmailTaken)),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(100), default="")
    role: Mapped[str] = mapped_column(String(30))
    unit: Mapped[str | None] = mapped_column(String(60))
    active: Mapped[bool] = mapped_column(default=True)
    shortcuts: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class LoginSession(OfMunicipality, Base):
    """One sign-in. The cookie holds the token, the store only its digest."""

    __tablename__ = "login_session"
    __table_args__ = (Index("ix_login_session_issuer", "issuer", "sid"), Index("ix_login_session_ends", "ends_at"))

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(30))
    assurance: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[UUID | None] = mapped_column(Uuid)
    staff_id: Mapped[UUID | None] = mapped_column(Uuid)
    contact: Mapped[str] = mapped_column(String(254), default="")
    issuer: Mapped[str | None] = mapped_column(String(200))
    sid: Mapped[str | None] = mapped_column(String(200))
    id_token: Mapped[str | None] = mapped_column(String(4000))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ends_at: Mapped[datetime] = mapped_column(Moment)


class OneTimeCode(OfMunicipality, Base):
    """Six digits sent to a contact; the store keeps keyed fingerprints only."""

    __tablename__ = "one_time_code"
    __table_args__ = (Index("ix_one_time_code_contact", "municipality_id", "contact_mark"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    contact_mark: Mapped[str] = mapped_column(String(64))
    contact_sealed: Mapped[str] = mapped_column(String(600))
    code_mark: Mapped[str] = mapped_column(String(64))
    code_sealed: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="nb")
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
