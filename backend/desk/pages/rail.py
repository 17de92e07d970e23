"""The desk's rail: places this member of staff may enter, and how much waits in each."""

from typing import Any

from sqlalchemy import bindparam, func, or_, select

from ...core.clock import now
from ...core.rows import Look
from ...identity.actor import CASE_ROLES, actor
from ..models import Case, DeskTask
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


_OPEN = Look(select(func.count(Case.id)).where(Case.open.is_(True)))
_OPEN_MINE = Look(
    select(func.count(Case.id)).where(
        Case.open.is_(True), or_(Case.unit == bindparam("unit"), Case.assigned_to == bindparam("me"))
    )
)
_PARKED = select(func.count(DeskTask.id)).where(DeskTask.done_at.is_(None), DeskTask.kind == "parked")
_GIVEN_UP, _GIVEN_UP_MINE = Look(_PARKED), Look(_PARKED.where(DeskTask.unit == bindparam("unit")))


def counts(open_cases: dict[str, int] | None = None) -> dict[str, int]:
    """Open cases, and messages that were given up; the inbox has counted its cases already."""
    who = actor()
    if who.role not in CASE_ROLES:
        return {}
    cases, given_up = (_OPEN, _GIVEN_UP) if who.role == "front_desk" else (_OPEN_MINE, _GIVEN_UP_MINE)
    number = open_cases["all"] if open_cases else _number(cases)
    return {"inbox": number, "messages": _number(given_up)}


def _number(look: Look) -> int:
    row = look.one(unit=actor().unit, me=actor().staff_id)
    return int(row[0]) if row else 0
