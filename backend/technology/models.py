"""What a person asked about a thing, when to ask whether a thing helped, and what people answered."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from ..core.clock import now
from ..core.db import Base, Moment, OfMunicipality, refused_as
from ..core.errors import Conflict

VERDICTS = ("yes", "a_little", "no", "not_used")
ORIGINS = ("recommended", "bought")


class AlreadyFollowedUp(Conflict):
    """The person will be asked about this thing already."""

    key = "already_followed_up"


class TechnologyQuestion(OfMunicipality, Base):
    """Who asked and how it goes lies in the case. `type` and `need` are ids of the catalogue, or empty."""

    __tablename__ = "technology_question"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    type: Mapped[str] = mapped_column(String(60), default="")
    need: Mapped[str] = mapped_column(String(40), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class FollowUp(OfMunicipality, Base):
    """ "Did it help?", once, six weeks after a thing was recommended (`case_id`) or bought.

    The row is emptied of its person and thing as soon as it is answered; what is left says only that it was.
    `guest`: the person was written down for this question alone, and is forgotten with it.
    """

    __tablename__ = "technology_follow_up"
    __table_args__ = (
        UniqueConstraint("person_id", "type", name=refused_as("uq_technology_follow_up_once", AlreadyFollowedUp)),
        Index("ix_technology_follow_up_due", "asked_at", "due_on"),
        Index("ix_technology_follow_up_case", "case_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    type: Mapped[str] = mapped_column(String(60), default="")
    need: Mapped[str] = mapped_column(String(40), default="")
    origin: Mapped[str] = mapped_column(String(20))
    guest: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date] = mapped_column(Date)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    answered: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Verdict(OfMunicipality, Base):
    """How many gave this answer about this need in this month.

    Answers are counted, never kept one by one: a row of its own would have an order and a moment,
    and those lead back to a person.
    """

    __tablename__ = "technology_verdict"
    __table_args__ = (
        UniqueConstraint("municipality_id", "need", "month", "answer", name="uq_technology_verdict_tally"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need: Mapped[str] = mapped_column(String(40))
    month: Mapped[str] = mapped_column(String(7))
    answer: Mapped[str] = mapped_column(String(20))
    number: Mapped[int] = mapped_column(default=0)
