"""The inbox: cases by the nearest deadline, in views with counts.

The desk asks for it all day, so each question is put together once and then only filled in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, select, tuple_
from sqlalchemy import case as sql_case

from ...core.clock import today
from ...core.errors import Malformed
from ...core.rows import Question
from ...identity.actor import Actor
from ...identity.models import Person, StaffMember
from ..models import Case
from .deadlines import upcoming
from .reading import about, sees

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
LISTED = (
    Case.topics, Case.signals, Case.id, Case.revision, Case.reference, Case.kind, Case.status, Case.open, Case.unit,
    Case.priority, Case.worry, Case.waiting_for, Case.due_on, Case.paused_on, Case.answer_by, Case.contacted_at,
    Case.assigned_to, Person.name, Person.phone, StaffMember.name.label("assignee"),
)  # fmt: skip
"""What a list shows of a case; the two that are lists themselves stand first."""


@dataclass(frozen=True)
class Inbox:
    """One page of the inbox: the cases, as `LISTED` names their columns, and where the next page begins."""

    cases: Sequence[Row[Any]]
    next: str | None


def inbox(
    actor: Actor, view: str = "all", unit: str = "", q: str = "", kind: str = "", after: str = "", size: int = PAGE
) -> Inbox:
    """Cases of this view, the nearest deadline first. `after` is the opaque mark of the page before."""
    words = q.lower().split()[:MOST_WORDS]
    look = _page(actor.role, view if view in VIEWS else "all", bool(unit), bool(kind), len(words), bool(after))
    filled = {**_about(actor), "unit": unit, "kind": kind, "size": size + 1}
    filled |= {f"word{place}": _like(word) for place, word in enumerate(words)}
    if after:
        filled["after_day"], filled["after_id"] = _mark(after)
    found = look.rows(**filled)
    more = f"{found[size - 1].due_on}_{found[size - 1].id.hex}" if len(found) > size else None
    return Inbox(found[:size], more)


def counts(actor: Actor) -> dict[str, int]:
    """How many open cases each view holds, in one look."""
    row = _counts(actor.role).one(**_about(actor))
    return {view: int(number or 0) for view, number in zip(COUNTED, row or (), strict=True)}


@cache
def _page(role: str, view: str, unit: bool, kind: bool, words: int, after: bool) -> Question:
    wanted = select(*LISTED).join(Person, Person.id == Case.person_id)
    wanted = wanted.outerjoin(StaffMember, StaffMember.id == Case.assigned_to)
    wanted = wanted.where(sees(role), VIEWS[view])
    if unit:
        wanted = wanted.where(Case.unit == bindparam("unit"))
    if kind:
        wanted = wanted.where(Case.kind == bindparam("kind"))
    for place in range(words):
        wanted = wanted.where(Case.search.like(bindparam(f"word{place}"), escape="!"))
    if after:
        mark = tuple_(bindparam("after_day", type_=Case.due_on.type), bindparam("after_id", type_=Case.id.type))
        wanted = wanted.where(tuple_(Case.due_on, Case.id) > mark)
    return Question(wanted.order_by(Case.due_on, Case.id).limit(bindparam("size")))


@cache
def _counts(role: str) -> Question:
    sums = [func.sum(sql_case((VIEWS[view], 1), else_=0)) for view in COUNTED]
    return Question(select(*sums).where(sees(role), OPEN))


def _about(actor: Actor) -> dict[str, Any]:
    return {**about(actor), "today": today(), "soon": upcoming(1)}


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
