"""The desk's rail: places this member of staff may enter, and how much waits in each."""

from typing import Any

from sqlalchemy import func, select

from ...core.clock import now
from ...core.db import db
from ...identity.actor import CASE_ROLES, actor
from ..models import Case, DeskTask
from ..service import reading
from .spoken import short_day, wall_time

PLACES = (
    {"key": "inbox", "path": "/ansatt/innboks", "icon": "inbox"},
    {"key": "register", "path": "/ansatt/registrer", "icon": "add-person"},
    {"key": "messages", "path": "/ansatt/varsler", "icon": "bell"},
    {"key": "setup", "path": "/ansatt/oppsett", "icon": "cog"},
    {"key": "log", "path": "/ansatt/logg", "icon": "eye"},
)
ROLES = {
    "inbox": CASE_ROLES,
    "register": CASE_ROLES,
    "messages": CASE_ROLES,
    "setup": ("leader", "administrator"),
    "log": ("administrator",),
}


def places(role: str) -> list[dict[str, str]]:
    """Where this role may go; the first is where its day begins."""
    return [place for place in PLACES if role in ROLES[place["key"]]]


def rail() -> dict[str, Any]:
    """For every template; only the desk's own pages ask for the numbers."""
    if not actor().is_staff:
        return {}
    words = {"now": now, "short_day": short_day, "wall_time": wall_time}
    return {"staff_places": places(actor().role), "staff_counts": counts, **words}


def counts(open_cases: dict[str, int] | None = None) -> dict[str, int]:
    """Open cases, and messages that were given up; the inbox has counted its cases already."""
    if actor().role not in CASE_ROLES:
        return {}
    given_up = select(func.count(DeskTask.id)).where(DeskTask.done_at.is_(None), DeskTask.kind == "parked")
    if actor().role == "specialist":
        given_up = given_up.where(DeskTask.unit == actor().unit)
    number = open_cases["all"] if open_cases else db.session.scalar(_open_cases())
    return {"inbox": number or 0, "messages": db.session.scalar(given_up) or 0}


def _open_cases() -> Any:
    return select(func.count(Case.id)).where(reading.mine(actor()), Case.open.is_(True))
