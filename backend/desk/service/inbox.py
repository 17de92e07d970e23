"""The inbox: cases by the nearest deadline, in views with counts.

The desk asks for it all day, so each question is put together once and then only filled in.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select, true, tuple_
from sqlalchemy import case as sql_case
from sqlalchemy.orm import joinedload

from ...core.clock import today
from ...core.db import db
from ...core.errors import Malformed
from ...identity.actor import Actor
from ..models import Case
from .deadlines import upcoming

PAGE = 30
MOST_WORDS = 6
OPEN = Case.open.is_(True)
VIEWS: dict[str, ColumnElement[bool]] = {
    "all": OPEN,
    "mine": and_(OPEN, Case.assigned_to == bindparam("me")),
    "free": and_(OPEN, Case.assigned_to.is_(None)),
    "late": and_(OPEN, Case.due_on < bindparam("today")),
    "soon": and_(OPEN, Case.due_on >= bindparam("today"), Case.due_on <= bindparam("soon")),
    "waiting": and_(OPEN, Case.status == "waiting"),
    "closed": Case.open.is_(False),
}
COUNTED = tuple(view for view in VIEWS if view != "closed")
SEES: dict[str, ColumnElement[bool]] = {
    "front_desk": true(),
    "specialist": or_(Case.unit == bindparam("my_unit"), Case.assigned_to == bindparam("me")),
}
"""The front desk sees all of its municipality, a specialist the own unit's and own cases."""


@dataclass(frozen=True)
class Inbox:
    """One page of the inbox: the cases and where the next page begins."""

    cases: list[Case]
    next: str | None


def inbox(
    actor: Actor, view: str = "all", unit: str = "", q: str = "", kind: str = "", after: str = "", size: int = PAGE
) -> Inbox:
    """Cases of this view, the nearest deadline first. `after` is the opaque mark of the page before."""
    words = q.lower().split()[:MOST_WORDS]
    statement = _page(actor.role, view if view in VIEWS else "all", bool(unit), bool(kind), len(words), bool(after))
    filled = {**_about(actor), "unit": unit, "kind": kind, "size": size + 1}
    filled |= {f"word{place}": _like(word) for place, word in enumerate(words)}
    if after:
        filled["after_day"], filled["after_id"] = _mark(after)
    found = list(db.session.scalars(statement, filled))
    more = f"{found[size - 1].due_on}_{found[size - 1].id.hex}" if len(found) > size else None
    return Inbox(found[:size], more)


def counts(actor: Actor) -> dict[str, int]:
    """How many open cases each view holds, in one look."""
    row = db.session.execute(_counts(actor.role), _about(actor)).one()
    return {view: int(number or 0) for view, number in zip(COUNTED, row, strict=True)}


@cache
def _page(role: str, view: str, unit: bool, kind: bool, words: int, after: bool) -> Select[Any]:
    wanted = select(Case).options(joinedload(Case.person), joinedload(Case.assignee))
    wanted = wanted.where(SEES.get(role, false()), VIEWS[view])
    if unit:
        wanted = wanted.where(Case.unit == bindparam("unit"))
    if kind:
        wanted = wanted.where(Case.kind == bindparam("kind"))
    for place in range(words):
        wanted = wanted.where(Case.search.like(bindparam(f"word{place}"), escape="!"))
    if after:
        mark = tuple_(bindparam("after_day", type_=Case.due_on.type), bindparam("after_id", type_=Case.id.type))
        wanted = wanted.where(tuple_(Case.due_on, Case.id) > mark)
    return wanted.order_by(Case.due_on, Case.id).limit(bindparam("size"))


@cache
def _counts(role: str) -> Select[Any]:
    sums = [func.sum(sql_case((VIEWS[view], 1), else_=0)) for view in COUNTED]
    return select(*sums).where(SEES.get(role, false()), OPEN)


def _about(actor: Actor) -> dict[str, Any]:
    return {"me": actor.staff_id, "my_unit": actor.unit, "today": today(), "soon": upcoming(1)}


def _like(word: str) -> str:
    """The word anywhere, with LIKE's own signs taken literally."""
    for sign in "!%_":
        word = word.replace(sign, "!" + sign)
    return f"%{word}%"


def _mark(after: str) -> tuple[date, UUID]:
    try:
        day, _, identifier = after.partition("_")
        return date.fromisoformat(day), UUID(identifier)
    except ValueError:
        raise Malformed() from None
