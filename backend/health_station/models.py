"""Who works when, and who comes. That two never get the same time is kept by `backend.places`."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.audit import BigId
from ..core.clock import now
from ..core.db import Base, Moment, OfMunicipality, refused_as
from ..core.errors import Conflict
from ..identity.models import Person

KINDS = ("staff", "room", "equipment", "drop_in")
STATES = ("booked", "cancelled", "waiting", "arrived", "no_show", "done")
"""`waiting`: came in without a time. `arrived`: is here. `done`: has been here."""


class NameTaken(Conflict):
    """Somebody or something at the station has this name already, in use or not."""

    key = "name_taken"


class StationResource(OfMunicipality, Base):
    """A nurse, a room, equipment or open hours; `week` is weekday -> [[from, to]], `exceptions` day -> the same.

    `types` are the visit types it is for; empty means all, but equipment is needed only by the types it names.
    Rooms and equipment without a week are there whenever somebody works. `calendar_url` tells when a nurse is busy
    elsewhere.
    """

    __tablename__ = "station_resource"
    __table_args__ = (
        UniqueConstraint("municipality_id", "name", name=refused_as("uq_station_resource_name", NameTaken)),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(80))
    week: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    exceptions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    types: Mapped[list[str]] = mapped_column(JSON, default=list)
    active: Mapped[bool] = mapped_column(default=True)
    thing_id: Mapped[UUID] = mapped_column(ForeignKey("scarce_thing.id"))
    calendar_url: Mapped[str] = mapped_column(String(500), default="")
    calendar_read_at: Mapped[datetime | None] = mapped_column(Moment)
    calendar_trouble: Mapped[str] = mapped_column(String(40), default="")


class BusyTime(OfMunicipality, Base):
    """When a nurse's own calendar says that she is elsewhere: from when to when, never what it is."""

    __tablename__ = "station_busy"
    __table_args__ = (Index("ix_station_busy_when", "resource_id", "start"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    resource_id: Mapped[UUID] = mapped_column(ForeignKey("station_resource.id", ondelete="CASCADE"))
    start: Mapped[datetime] = mapped_column(Moment)
    end: Mapped[datetime] = mapped_column(Moment)


class GroupDate(OfMunicipality, Base):
    """One date of a group, set up by staff: its own seats in `thing_id`, the leader's time in `claim_id`."""

    __tablename__ = "station_group"
    __table_args__ = (Index("ix_station_group_when", "municipality_id", "start"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    type: Mapped[str] = mapped_column(String(30))
    place: Mapped[str] = mapped_column(String(10))
    start: Mapped[datetime] = mapped_column(Moment)
    resource_id: Mapped[UUID] = mapped_column(ForeignKey("station_resource.id"))
    thing_id: Mapped[UUID] = mapped_column(ForeignKey("scarce_thing.id"))
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("place_claim.id", ondelete="SET NULL"))
    active: Mapped[bool] = mapped_column(default=True)


class Asking:
    """What somebody tells who wants a visit, whether they get a time or wait for one.

    `helper` asked for the person; `tell` says who of them hears from us. `together` come two: `with_name` is the other.
    """

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    helper_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    tell: Mapped[str] = mapped_column(String(10), default="person")
    type: Mapped[str] = mapped_column(String(30))
    place: Mapped[str] = mapped_column(String(10))
    together: Mapped[int] = mapped_column(default=1)
    with_name: Mapped[str] = mapped_column(String(120), default="")
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    about: Mapped[str] = mapped_column(String(1000), default="")
    channel: Mapped[str] = mapped_column(String(10), default="web")
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))


class Visit(OfMunicipality, Asking, Base):
    """One visit. `sequence` grows with every change, so that a calendar knows which word is the last.

    `asked_at` is when the person first asked, so that waiting is counted from there. `answers` and `about` are
    emptied some days after `journaled_at`, when a professional ticked that what matters stands in the journal.
    """

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("municipality_id", "reference", name="uq_visit_reference"),
        Index("ix_visit_day", "municipality_id", "start", "id"),
        Index("ix_visit_person", "person_id"),
        Index("ix_visit_case", "case_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    reference: Mapped[str] = mapped_column(String(12))
    start: Mapped[datetime] = mapped_column(Moment)
    minutes: Mapped[int] = mapped_column()
    resource_id: Mapped[UUID] = mapped_column(ForeignKey("station_resource.id"))
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("place_claim.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(10), default="booked")
    sequence: Mapped[int] = mapped_column(default=0)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    overbooked_because: Mapped[str] = mapped_column(String(300), default="")
    booked_by: Mapped[UUID | None] = mapped_column(Uuid)
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    journaled_at: Mapped[datetime | None] = mapped_column(Moment)
    journaled_by: Mapped[UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now)

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys="Visit.person_id")
    helper: Mapped[Person | None] = relationship(lazy="raise", foreign_keys="Visit.helper_id")
    resource: Mapped[StationResource] = relationship(lazy="raise")


class VisitWish(OfMunicipality, Asking, Base):
    """Somebody on the waiting list; their place in it is the line's own row, which names this one as `who`.

    `refused` are the slots they said no to or did not answer; `unanswered` counts the latter. What is offered now
    is `offered_start` with `offered_resource`, and the visit they got is `visit_id`.
    """

    __tablename__ = "visit_wish"
    __table_args__ = (
        UniqueConstraint("municipality_id", "reference", name="uq_visit_wish_reference"),
        Index("ix_visit_wish_person", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    reference: Mapped[str] = mapped_column(String(12))
    whose: Mapped[UUID | None] = mapped_column(ForeignKey("station_resource.id"))
    refused: Mapped[list[int]] = mapped_column(JSON, default=list)
    unanswered: Mapped[int] = mapped_column(default=0)
    offers: Mapped[int] = mapped_column(default=0)
    offered_start: Mapped[datetime | None] = mapped_column(Moment)
    offered_resource: Mapped[UUID | None] = mapped_column(ForeignKey("station_resource.id"))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys="VisitWish.person_id")
    helper: Mapped[Person | None] = relationship(lazy="raise", foreign_keys="VisitWish.helper_id")


class VisitRequest(OfMunicipality, Base):
    """A wish for a time, which somebody calls back about. Who asked and how it goes lies in the case.

    `type` and `place` are those of the visit types, or empty; `when` is the time of day that suits.
    """

    __tablename__ = "visit_request"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    type: Mapped[str] = mapped_column(String(30), default="")
    place: Mapped[str] = mapped_column(String(10), default="")
    when: Mapped[str] = mapped_column(String(20), default="any")
    about: Mapped[str] = mapped_column(String(1000), default="")
