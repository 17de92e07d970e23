"""The desk's rail: places this member of staff may enter, and how much waits in each."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select

from ...core.rows import Question
from ...identity.actor import CASE_ROLES, STAFF_ROLES, Actor, actor
from .. import registry
from ..models import Case, DeskTask
from ..service import reading

PLACES = (
    {"key": "inbox", "path": "/ansatt/innboks", "icon": "inbox", "press": "i"},
    {"key": "register", "path": "/ansatt/registrer", "icon": "add-person", "press": "r"},
    {"key": "messages", "path": "/ansatt/varsler", "icon": "bell"},
    {"key": "setup", "path": "/ansatt/oppsett", "icon": "cog"},
    {"key": "content", "path": "/ansatt/innhold", "icon": "edit"},
    {"key": "helped", "path": "/ansatt/hjelpemidler", "icon": "bulb"},
    {"key": "log", "path": "/ansatt/logg", "icon": "eye"},
)
ROLES = {
    "inbox": CASE_ROLES,
    "register": CASE_ROLES,
    "messages": CASE_ROLES,
    "content": ("leader", "administrator"),
    "setup": ("leader", "administrator"),
    "helped": STAFF_ROLES,
    "log": ("administrator",),
}


def places(who: Actor) -> list[Any]:
    """Where they may go, other rooms' places among ours; the first is where their day begins."""
    found: list[Any] = []
    for place in PLACES:
        found += [place] if who.role in ROLES[place["key"]] else []
        found += [one for one in registry.places() if one.after == place["key"] and one.may(who)]
    return found


def rail() -> dict[str, Any]:
    """For every template; only the desk's own pages ask for the numbers."""
    if not actor().is_staff:
        return {}
    return {"staff_places": places(actor()), "staff_counts": counts}


@cache
def _open_cases(role: str) -> Question:
    return Question(select(func.count(Case.id)).where(Case.open.is_(True), reading.sees(role)))


@cache
def _given_up(role: str) -> Question:
    parked = select(func.count(DeskTask.id)).where(DeskTask.done_at.is_(None), DeskTask.kind == "parked")
    return Question(parked.where(DeskTask.unit == bindparam("my_unit")) if role == "specialist" else parked)


def counts(open_cases: dict[str, int] | None = None) -> dict[str, int]:
    """Open cases, and messages that were given up; the inbox has counted its cases already."""
    who = actor()
    if who.role not in CASE_ROLES:
        return {}
    number = open_cases["all"] if open_cases else _number(_open_cases(who.role))
    return {"inbox": number, "messages": _number(_given_up(who.role))}


def _number(look: Question) -> int:
    row = look.one(**reading.about(actor()))
    return int(row[0]) if row else 0
