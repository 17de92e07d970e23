"""A case and its history. What it is about lies in the room of its kind."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.audit import BigId
from ..core.clock import now
from ..core.db import Base, Moment, OfMunicipality, refused_as
from ..core.errors import Conflict
from ..identity.models import Person, StaffMember


class AlreadyReminded(Conflict):
    """Another clockwork was quicker."""

    key = "already_reminded"


class ReferenceCounter(OfMunicipality, Base):
    """The last number given per letter and year."""

    __tablename__ = "reference_counter"
    __table_args__ = (UniqueConstraint("municipality_id", "letter", "year", name="uq_reference_counter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter: Mapped[str] = mapped_column(String(2))
    year: Mapped[int] = mapped_column()
    last: Mapped[int] = mapped_column(default=0)


class Case(OfMunicipality, Base):
    """One matter on its way through the municipality. Status lives here and nowhere else.

    The nine stamps of the lead time: need_arose, contacted_at, first_contact_at, visited_at,
    proposed_at, applied_at, decided_at, done_at, confirmed_at.
    """

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("municipality_id", "reference", name="uq_case_reference"),
        Index("ix_case_inbox", "municipality_id", "open", "due_on", "id"),
        Index("ix_case_unit", "municipality_id", "unit", "open", "due_on", "id"),
        Index("ix_case_person", "person_id"),
        Index("ix_case_subject", "kind", "subject_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    reference: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    helper_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    helper_may_know: Mapped[bool] = mapped_column(default=False)
    helper_may_know_until: Mapped[date | None] = mapped_column(Date)
    tell: Mapped[str] = mapped_column(String(10), default="person")
    worry: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[str] = mapped_column(String(10))
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    signals: Mapped[list[str]] = mapped_column(JSON, default=list)
    search: Mapped[str] = mapped_column(Text, default="")

    status: Mapped[str] = mapped_column(String(20), default="received")
    open: Mapped[bool] = mapped_column(default=True)
    before_waiting: Mapped[str | None] = mapped_column(String(20))
    waiting_for: Mapped[str | None] = mapped_column(String(20))
    waiting_reason: Mapped[str] = mapped_column(String(300), default="")
    closed_because: Mapped[str | None] = mapped_column(String(20))
    route: Mapped[str | None] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(60))
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    registered_by: Mapped[UUID | None] = mapped_column(Uuid)
    revision: Mapped[int] = mapped_column(default=1)

    priority: Mapped[str] = mapped_column(String(2), default="P3")
    priority_by_hand: Mapped[bool] = mapped_column(default=False)
    answer_by: Mapped[date | None] = mapped_column(Date)
    interim_by: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date, default=date(2199, 12, 31))
    paused_on: Mapped[date | None] = mapped_column(Date)
    benefit: Mapped[int | None] = mapped_column()
    resources: Mapped[int | None] = mapped_column()
    severity: Mapped[int | None] = mapped_column()
    technology: Mapped[str | None] = mapped_column(String(20))
    technology_reason: Mapped[str] = mapped_column(String(500), default="")
    rehabilitation: Mapped[str | None] = mapped_column(String(20))
    rehabilitation_reason: Mapped[str] = mapped_column(String(500), default="")
    decision_on: Mapped[date | None] = mapped_column(Date)
    complaint_by: Mapped[date | None] = mapped_column(Date)
    complaint_text: Mapped[str] = mapped_column(String(2000), default="")

    journaled: Mapped[bool] = mapped_column(default=False)

    need_arose: Mapped[str] = mapped_column(String(7), default="")
    contacted_at: Mapped[datetime] = mapped_column(Moment, default=now)
    first_contact_at: Mapped[datetime | None] = mapped_column(Moment)
    visited_at: Mapped[datetime | None] = mapped_column(Moment)
    proposed_at: Mapped[datetime | None] = mapped_column(Moment)
    applied_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    helper: Mapped[Person | None] = relationship(foreign_keys=[helper_id], lazy="raise")
    assignee: Mapped[StaffMember | None] = relationship(lazy="raise")


class CaseEvent(OfMunicipality, Base):
    """Something that happened to a case. `text` is what a person wrote; `facts` are codes of ours."""

    __tablename__ = "case_event"
    __table_args__ = (Index("ix_case_event_case", "case_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    what: Mapped[str] = mapped_column(String(30))
    by: Mapped[str] = mapped_column(String(80))
    by_name: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Reminder(OfMunicipality, Base):
    """That somebody was reminded of this deadline. Whichever clockwork writes the row does the reminding."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "due_on", name=refused_as("uq_reminder_once", AlreadyReminded)),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    kind: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class DeskTask(OfMunicipality, Base):
    """Something a human must see to because the machine could not: parked messages, strange answers."""

    __tablename__ = "desk_task"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", name="uq_desk_task_once"),
        Index("ix_desk_task_open", "municipality_id", "done_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    unit: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[UUID | None] = mapped_column(Uuid)


class KeptCall(OfMunicipality, Base):
    """A half-registered call, kept when another phone rings."""

    __tablename__ = "kept_call"
    __table_args__ = (Index("ix_kept_call_staff", "staff_id", "changed_at"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(30))
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    started_at: Mapped[datetime] = mapped_column(Moment, default=now)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now)


class CallBackRequest(OfMunicipality, Base):
    """ "Ring meg opp": somebody wants a human voice."""

    __tablename__ = "call_back_request"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    about: Mapped[str] = mapped_column(String(1000), default="")
    when: Mapped[str] = mapped_column(String(20), default="any")
