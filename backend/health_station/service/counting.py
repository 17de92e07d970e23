"""How the station is used: time, who came, how long they waited. Numbers only, never a name of those who came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ...core.clock import add_months
from ...core.db import db
from ...places.cells import MINUTES
from ..models import StationResource, Visit, VisitWish
from . import attending, plans

USED = ("booked", "arrived", "done", "no_show")
CAME = ("arrived", "done")
STATES = ("booked", "arrived", "done", "no_show", "cancelled", "waiting")
DAY = 86_400


@dataclass(frozen=True)
class Use:
    """Minutes that were open and minutes that were used, with one of the staff or all of them."""

    name: str
    used: int
    open: int

    @property
    def share(self) -> int | None:
        """Percent; None where nothing was open."""
        return round(100 * self.used / self.open) if self.open else None


@dataclass(frozen=True)
class Numbers:
    """One month. Waiting is in days; None where nobody has waited."""

    uses: list[Use] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)
    no_show: int | None = None
    waited: tuple[float, float] | None = None
    wishes: int = 0
    offers: int = 0
    accepted: int = 0

    @property
    def total(self) -> Use:
        return Use("", sum(one.used for one in self.uses), sum(one.open for one in self.uses))

    @property
    def visits(self) -> int:
        return sum(self.states.values())


def month(first: date) -> Numbers:
    """The numbers of the month that begins on this day."""
    last = add_months(first, 1) - timedelta(days=1)
    begins, ends = attending.midnight(first), attending.midnight(last + timedelta(days=1))
    wanted = select(Visit.state, Visit.channel, Visit.start, Visit.minutes, Visit.resource_id, Visit.asked_at)
    visits = db.session.execute(wanted.where(Visit.start >= begins, Visit.start < ends)).all()
    asked = select(VisitWish.offers, VisitWish.visit_id)
    wishes = db.session.execute(asked.where(VisitWish.created_at >= begins, VisitWish.created_at < ends)).all()
    return Numbers(
        uses=uses(visits, first, last), states=_by([one.state for one in visits], STATES),
        channels=_by([one.channel for one in visits]), no_show=_no_show(visits), waited=_waited(visits),
        wishes=len(wishes), offers=sum(one.offers for one in wishes),
        accepted=sum(one.visit_id is not None for one in wishes),
    )  # fmt: skip


def uses(visits: Iterable[Any], first: date, last: date) -> list[Use]:
    """For each of the staff who is at work or has visits; a visit has `state`, `minutes` and `resource_id`."""
    used: dict[UUID, int] = {}
    for one in visits:
        if one.state in USED:
            used[one.resource_id] = used.get(one.resource_id, 0) + one.minutes
    staff = db.session.scalars(
        select(StationResource).where(StationResource.kind == "staff").order_by(StationResource.name)
    )
    days = list(plans.working_days(first, last))
    found = [Use(one.name, used.get(one.id, 0), open_minutes(one, days)) for one in staff]
    return [one for one in found if one.used or one.open]


def open_minutes(one: StationResource, days: Iterable[date]) -> int:
    """How long somebody is at work, by the week's rule and the days that are different."""
    if not one.active:
        return 0
    return sum(len(spell) for day in days for spell in plans.hours(one, day)) * MINUTES


def _by(values: list[str], order: Sequence[str] = ()) -> dict[str, int]:
    known = [*order, *sorted(set(values) - set(order))]
    return {one: values.count(one) for one in known if one in values}


def _no_show(visits: Sequence[Any]) -> int | None:
    """Percent of those who came or should have come."""
    expected = [one.state for one in visits if one.state in (*CAME, "no_show")]
    return round(100 * expected.count("no_show") / len(expected)) if expected else None


def _waited(visits: Sequence[Any]) -> tuple[float, float] | None:
    """(median, what nine of ten waited at most) from the day they asked, for all who had a time."""
    days = sorted((one.start - one.asked_at).total_seconds() / DAY for one in visits
                  if one.state in USED and one.start > one.asked_at)  # fmt: skip
    return (median(days), days[ceil(0.9 * len(days)) - 1]) if days else None
