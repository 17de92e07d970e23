"""Budgets counted in the command's own transaction: so many in a window, then `TooMany`."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import String, UniqueConstraint, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .db import Base, Moment, OfMunicipality, current_municipality, db, every_municipality, transaction
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


@cache
def _counted_on(dialect: str) -> Any:
    """Counts one more, or makes the first: two who come at the same moment to a new window are both counted."""
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[dialect]
    return (
        insert(Budget.__table__)
        .on_conflict_do_update(
            index_elements=["municipality_id", "what", "who", "window"], set_={"used": Budget.used + 1}
        )
        .returning(Budget.used)
    )


def spend(what: str, who: str, most: int, per: timedelta) -> None:
    """Use one of the budget, in the open transaction; raises `TooMany` when it is used up."""
    if not current_app.config["HUNDRE"].rate_limit:
        return
    seconds = int(per.total_seconds())
    moment = now()
    window = datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, moment.tzinfo)
    told = {
        "municipality_id": current_municipality(), "what": what, "who": keyed("budget", who), "window": window,
        "used": 1,
    }  # fmt: skip
    connection = db.session.connection()
    used = connection.execute(_counted_on(connection.dialect.name), told).scalar_one()
    if used > most:
        raise TooMany(int((window + per - moment).total_seconds()) + 1)


def forget_old(before: datetime) -> None:
    with every_municipality(), transaction() as session:
        session.execute(delete(Budget).where(Budget.window < before))
