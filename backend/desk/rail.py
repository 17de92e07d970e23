"""The desk's rail: places this member of staff may enter, and how much waits in each."""

from typing import Any

from sqlalchemy import func, select

from ..core.clock import local, now
from ..core.db import db
from ..identity.actor import CASE_ROLES, actor
from .models import DeskTask
from .service import reading

PLACES = (
    {"key": "inbox", "path": "/ansatt/innboks", "icon": "inbox"},
    {"key": "register", "path": "/ansatt/registrer", "icon": "add-person"},
    {"key": "messages", "path": "/ansatt/varsler", "icon": "bell"},
)


def rail() -> dict[str, Any]:
    """For every template; only the desk's own pages ask for the numbers."""
    if not actor().is_staff:
        return {}
    places = PLACES if actor().role in CASE_ROLES else ()
    return {"staff_places": places, "staff_counts": counts, "wall_time": lambda: f"{local(now()):%H.%M}"}


def counts(open_cases: dict[str, int] | None = None) -> dict[str, int]:
    """Open cases, and messages that were given up; the inbox has counted its cases already."""
    if actor().role not in CASE_ROLES:
        return {}
    given_up = select(func.count()).select_from(DeskTask).where(DeskTask.done_at.is_(None), DeskTask.kind == "parked")
    if actor().role == "specialist":
        given_up = given_up.where(DeskTask.unit == actor().unit)
    found = open_cases or reading.counts(actor())
    return {"inbox": found["all"], "messages": db.session.scalar(given_up) or 0}
