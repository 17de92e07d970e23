"""Finding a case: for staff, for whoever holds the receipt's link, for the person it is about."""

from collections.abc import Sequence
from functools import cache
from hmac import compare_digest
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, false, or_, select, true
from sqlalchemy.orm import joinedload

from ...core import audit
from ...core.db import db, transaction
from ...core.errors import Unknown
from ...core.rows import Question
from ...identity.actor import Actor
from ...identity.models import Person
from ..models import Case, CaseEvent, DeskTask
from .opening import receipt_token

SEES: dict[str, Any] = {
    "front_desk": true(),
    "specialist": or_(Case.unit == bindparam("my_unit"), Case.assigned_to == bindparam("me")),
}
"""The front desk sees all of its municipality, a specialist the own unit's and own cases."""


def sees(role: str) -> Any:
    """What this role may see; `about` fills in the rest."""
    return SEES.get(role, false())


def about(actor: Actor) -> dict[str, Any]:
    """What fills in `sees`."""
    return {"me": actor.staff_id, "my_unit": actor.unit}


def case_for(actor: Actor, reference: str, lock: bool = False) -> Case:
    """The case, if this member of staff may see it. Everything else is unknown."""
    case = db.session.scalar(_for_staff(actor.role, lock), {"reference": reference[:12], **about(actor)})
    if case is None:
        raise Unknown()
    return case


@cache
def _for_staff(role: str, lock: bool) -> Select[Any]:
    return _whole(select(Case).where(Case.reference == bindparam("reference"), sees(role)), lock)


def _whole(wanted: Select[Any], lock: bool) -> Select[Any]:
    """With everybody in it."""
    wanted = wanted.options(joinedload(Case.person), joinedload(Case.helper), joinedload(Case.assignee))
    return wanted.with_for_update(of=Case) if lock else wanted


def case_of_receipt(reference: str, token: str, lock: bool = False) -> Case:
    """The case that this receipt's link opens."""
    case = db.session.scalar(_whole(select(Case).where(Case.reference == reference[:12]), lock))
    if case is None or not token.isascii() or not compare_digest(receipt_token(case), token):
        raise Unknown()
    return case


def cases_of(actor: Actor) -> list[Case]:
    """The cases of whoever is signed in; a verified contact sees the status of those it is the contact of."""
    wanted = select(Case).join(Person, Person.id == Case.person_id).where(_own(actor), Case.worry.is_(False))
    return list(
        db.session.scalars(wanted.options(joinedload(Case.assignee)).order_by(Case.contacted_at.desc()).limit(100))
    )


def own_case(actor: Actor, reference: str, lock: bool = False) -> Case:
    wanted = (
        select(Case)
        .join(Person, Person.id == Case.person_id)
        .where(Case.reference == reference[:12], _own(actor), Case.worry.is_(False))
    )
    case = db.session.scalar(_whole(wanted, lock))
    if case is None:
        raise Unknown()
    return case


def _own(actor: Actor) -> Any:
    if actor.person_id:
        return Case.person_id == actor.person_id
    if actor.role == "contact" and actor.contact:
        return or_(Person.phone == actor.contact, Person.email == actor.contact)
    return Case.id.is_(None)


def by_id(case_id: UUID | str) -> Case | None:
    return db.session.scalar(_whole(select(Case).where(Case.id == UUID(str(case_id))), lock=False))


_HISTORY = Question(
    select(CaseEvent.at, CaseEvent.what, CaseEvent.by, CaseEvent.by_name, CaseEvent.text, CaseEvent.facts)
    .where(CaseEvent.case_id == bindparam("case_id")).order_by(CaseEvent.id)
)  # fmt: skip


def history(case: Case) -> Sequence[Row[Any]]:
    """What happened, the first first: (at, what, by, by_name, text, facts)."""
    return _HISTORY.rows(case_id=case.id)


def told_to_person(case: Case) -> list[Row[Any]]:
    """What a receipt's link may show of the history: steps, never words that were written."""
    steps = ("received", "moved", "withdrawn", "restored")
    return [event for event in history(case) if event.what in steps]


def told_and_written(case: Case) -> list[Row[Any]]:
    """What the person it is about may read when surely known: steps, and what was written between us."""
    shown = ("received", "moved", "withdrawn", "restored", "written", "answered", "photos_added")
    return [event for event in history(case) if event.what in shown]


def saw(actor: Actor, what: str, subject: Any, person_id: UUID | None = None) -> None:
    """A look at personal data is written down before the answer leaves: make the answer first, then call this."""
    with transaction():
        audit.record(what, subject, actor=actor.mark, role=actor.role, person_id=person_id)


@cache
def _tasks(specialist: bool) -> Question:
    wanted = select(DeskTask.id, DeskTask.kind, Case.reference).outerjoin(Case, Case.id == DeskTask.case_id)
    wanted = wanted.where(DeskTask.done_at.is_(None)).order_by(DeskTask.created_at).limit(100)
    return Question(wanted.where(DeskTask.unit == bindparam("unit")) if specialist else wanted)


def open_tasks(actor: Actor) -> Sequence[Row[Any]]:
    """What a human must see to: (id, kind, the case's number or None), the oldest first."""
    return _tasks(actor.role == "specialist").rows(unit=actor.unit)
