"""What a person told us about the home. Who and how it goes lies in the case."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from ..core.clock import now
from ..core.db import Base, Moment, OfMunicipality


class AdviceRequest(OfMunicipality, Base):
    """One request for advice. `home_check` is question -> answer, only where the person attached it."""

    __tablename__ = "advice_request"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    for_whom: Mapped[str] = mapped_column(String(10))
    consent_at: Mapped[datetime | None] = mapped_column(Moment)
    relation: Mapped[str] = mapped_column(String(80), default="")
    what_matters: Mapped[str] = mapped_column(Text, default="")
    difficult: Mapped[list[str]] = mapped_column(JSON, default=list)
    difficult_text: Mapped[str] = mapped_column(Text, default="")
    signals: Mapped[list[str]] = mapped_column(JSON, default=list)
    since: Mapped[str] = mapped_column(String(7), default="")
    owner: Mapped[str] = mapped_column(String(20), default="")
    hospital: Mapped[str] = mapped_column(String(20), default="")
    home_check: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
