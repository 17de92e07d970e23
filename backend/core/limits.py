"""Budgets counted in the command's own transaction: so many in a window, then `TooMany`."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .db import Base, Moment, OfMunicipality, db, every_municipality, transaction
from .errors import TooMany
from .secrets import keyed


class Budget(OfMunicipality, Base):
    """How often something was done in one window. Who did it is a keyed fingerprint."""

    __tablename__ = "budget"
    __table_args__ = (UniqueConstraint("municipality_id", "what", "who", "window", name="uq_budget_window"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(60))
    who: Mapped[str] = mapped_column(String(64))
    window: Mapped[datetime] = mapped_column(Moment)
    used: Mapped[int] = mapped_column(default=0)


def spend(what: str, who: str, most: int, per: timedelta) -> None:
    """Use one of the budget, in the open transaction; raises `TooMany` when it is used up."""
    if not current_app.config["HUNDRE"].rate_limit:
        return
    seconds = int(per.total_seconds())
    moment = now()
    window = datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, moment.tzinfo)
    mark = keyed("budget", who)
    row = db.session.scalar(
        select(Budget).where(Budget.what == what, Budget.who == mark, Budget.window == window).with_for_update()
    )
    if row is None:
        row = Budget(what=what, who=mark, window=window, used=0)
        db.session.add(row)
    if row.used >= most:
        raise TooMany(int((window + per - moment).total_seconds()) + 1)
    row.used += 1


def forget_old(before: datetime) -> None:
    with every_municipality(), transaction() as session:
        session.execute(delete(Budget).where(Budget.window < before))
