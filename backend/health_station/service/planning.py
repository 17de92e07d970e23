"""The station's working plans as its staff keep them: who and what is there when, and what stands outside."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from ...core import audit
from ...core.clock import local, now, today
from ...core.db import db
from ...core.errors import StaleRevision, Unknown
from ...identity.actor import Actor
from ...places.cells import cell_of, moment_of
from ...places.models import ClaimedSeat
from ...places.service import seats
from ..models import KINDS, GroupDate, StationResource, Visit
from ..visit_types import by_id
from ..working_hours import Spells
from . import plans, waiting
from .importing import locked

EDITED = ("name", "active", "types", "week")


@dataclass(frozen=True)
class Standing:
    """Something to come that the plan has no room for: nothing is moved by itself. `why`: outside | busy."""

    start: datetime
    type: str
    why: str
    group: bool


def everything() -> dict[str, list[StationResource]]:
    """kind -> what there is of it, by name; what is out of use comes last."""
    wanted = select(StationResource).order_by(StationResource.active.desc(), StationResource.name)
    found: dict[str, list[StationResource]] = {kind: [] for kind in KINDS}
    for one in db.session.scalars(wanted):
        found[one.kind].append(one)
    return found


def of(resource_id: UUID, lock: bool = False) -> StationResource:
    """Raises Unknown, for another municipality's too. Whoever shall change it takes their turn in the line first."""
    if lock:
        waiting.take_turn()
    found = locked(resource_id) if lock else db.session.get(StationResource, resource_id)
    if found is None:
        raise Unknown()
    return found


def mark_of(one: StationResource) -> str:
    """Another as soon as anybody has changed what the form shows."""
    told = json.dumps([getattr(one, name) for name in EDITED], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def add(kind: str, name: str, actor: Actor) -> StationResource:
    """One more of a kind, with no hours yet. Raises NameTaken."""
    made = uuid4()
    thing = seats.thing("health_station", f"{kind}:{made}")
    one = StationResource(id=made, kind=kind, name=name, thing_id=thing.id)
    db.session.add(one)
    _changed("added", one, actor)
    return one


def change(one: StationResource, told: dict[str, Any], mark: str, actor: Actor) -> None:
    """Its name, week, whether it is in use, and for which kinds of visit. Raises StaleRevision, NameTaken."""
    if mark != mark_of(one):
        raise StaleRevision()
    for name in EDITED:
        setattr(one, name, told[name])
    _changed("plan_changed", one, actor)


def set_exception(one: StationResource, first: date, last: date, hours: Spells, actor: Actor) -> None:
    """Other hours than the week's on these days; none at all is away. Days that are over are forgotten."""
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    kept = {day: spells for day, spells in one.exceptions.items() if day >= today().isoformat()}
    one.exceptions = kept | {day.isoformat(): hours for day in days}
    _changed("exception_set", one, actor)


def remove_exception(one: StationResource, first: date, last: date, actor: Actor) -> None:
    """These days are as the week says again. Doing it twice changes nothing."""
    said = (first.isoformat(), last.isoformat())
    one.exceptions = {day: hours for day, hours in one.exceptions.items() if not said[0] <= day <= said[1]}
    _changed("exception_removed", one, actor)


def exceptions(one: StationResource) -> list[tuple[date, date, Spells]]:
    """(from, to, hours) of what is to come; days in a row with the same hours stand together."""
    found: list[tuple[date, date, Spells]] = []
    for text, hours in sorted(one.exceptions.items()):
        day = date.fromisoformat(text)
        if day < today():
            continue
        if found and found[-1][1] + timedelta(days=1) == day and found[-1][2] == hours:
            found[-1] = (found[-1][0], day, hours)
        else:
            found.append((day, day, hours))
    return found


def _changed(what: str, one: StationResource, actor: Actor) -> None:
    """Written down; and whoever waits is offered new time before anybody else sees it."""
    db.session.flush()
    audit.record(f"station.{what}", one.id, actor=actor.mark, role=actor.role)
    waiting.offer_free_times(None, actor)


def collisions(one: StationResource) -> list[Standing]:
    """What is to come with this nurse, room or thing, when by the plan or her calendar it is not there."""
    spells = list(_taken(one))
    if not spells:
        return []
    begins, ends = min(cells.start for *_, cells in spells), max(cells.stop for *_, cells in spells)
    busy = plans.busy([one.id], moment_of(begins), moment_of(ends)).get(one.id, [])
    found = ((start, type_id, _why(one, taken, busy)) for start, type_id, taken in spells)
    return [Standing(start, type_id, why, by_id(type_id).group) for start, type_id, why in found if why]


def _taken(one: StationResource) -> Iterable[tuple[datetime, str, range]]:
    """(start, kind of visit, cells) of every coming visit and group date that has a seat of it."""
    cell, claim_id = ClaimedSeat.cell, ClaimedSeat.claim_id
    coming = (ClaimedSeat.thing_id == one.thing_id, cell >= cell_of(now()))
    spells = select(claim_id, func.min(cell).label("first"), func.max(cell).label("last")).where(*coming)
    spell = spells.group_by(claim_id).subquery()
    for kind in (Visit, GroupDate):
        wanted = select(kind.start, kind.type, spell.c.first, spell.c.last)
        wanted = wanted.join(spell, spell.c.claim_id == kind.claim_id).order_by(kind.start)
        for start, type_id, first, last in db.session.execute(wanted):
            yield start, type_id, range(first, last + 1)


def _why(one: StationResource, taken: range, busy: list[range]) -> str:
    day = local(moment_of(taken.start)).date()
    if not one.active or not list(plans.working_days(day, day)) or not plans.is_there(one, day, taken):
        return "outside"
    return "busy" if any(spell.start < taken.stop and taken.start < spell.stop for spell in busy) else ""
