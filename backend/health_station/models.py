"""Who works when, and who comes. That two never get the same time is kept by `backend.places`."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.clock import now
from ..core.db import Base, Moment, OfMunicipality
from ..identity.models import Person

KINDS = ("staff", "room")
STATES = ("booked", "cancelled", "arrived", "no_show")


class StationResource(OfMunicipality, Base):
    """A nurse or a room, and when: `week` is weekday -> [[from, to]]; `exceptions` is day -> the same, for one day.

    `types` are the visit types it is for; empty means all.
    """

    __tablename__ = "station_resource"
    __table_args__ = (UniqueConstraint("municipality_id", "name", name="uq_station_resource_name"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(80))
    week: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    exceptions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    types: Mapped[list[str]] = mapped_column(JSON, default=list)
    active: Mapped[bool] = mapped_column(default=True)
    thing_id: Mapped[UUID] = mapped_column(ForeignKey("scarce_thing.id"))


class Visit(OfMunicipality, Base):
    """One visit. `sequence` grows with every change, so that a calendar knows which word is the last."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("municipality_id", "reference", name="uq_visit_reference"),
        Index("ix_visit_day", "municipality_id", "start", "id"),
        Index("ix_visit_person", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    reference: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    type: Mapped[str] = mapped_column(String(30))
    place: Mapped[str] = mapped_column(String(10))
    start: Mapped[datetime] = mapped_column(Moment)
    minutes: Mapped[int] = mapped_column()
    resource_id: Mapped[UUID] = mapped_column(ForeignKey("station_resource.id"))
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("place_claim.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(10), default="booked")
    sequence: Mapped[int] = mapped_column(default=0)
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    about: Mapped[str] = mapped_column(String(1000), default="")
    channel: Mapped[str] = mapped_column(String(10), default="web")
    booked_by: Mapped[UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now)

    person: Mapped[Person] = relationship(lazy="raise")
    resource: Mapped[StationResource] = relationship(lazy="raise")
