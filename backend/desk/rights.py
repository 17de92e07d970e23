"""A person's own rights to the cases: everything in them, and being forgotten where no law keeps them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from ..core.clock import local
from ..core.db import db
from ..identity.erasing import Kept
from ..identity.models import Person
from . import registry
from .models import Case, CaseEvent
from .service import reading


def export(person: Person) -> list[dict[str, Any]]:
    """Every case of the person's own, with what was written and what the kind's room holds.

    What somebody told out of worry may give that person away: the municipality decides by hand what is shown of it.
    """
    return [_case(case) for case in _cases(person) if not case.worry]


def _cases(person: Person) -> list[Case]:
    return list(db.session.scalars(select(Case).where(Case.person_id == person.id).order_by(Case.contacted_at)))


def numbers(person_id: UUID, subjects: Collection[str]) -> dict[str, str]:
    """The numbers of those of these things that are the person's own cases; a worry about them is not."""
    own = select(Case.id, Case.reference).where(Case.person_id == person_id, Case.worry.is_(False))
    return {str(row.id): row.reference for row in db.session.execute(own) if str(row.id) in subjects}


def _case(case: Case) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "kind": case.kind,
        "status": case.status,
        "since": local(case.contacted_at).isoformat(),
        "signals": case.signals,
        "told": registry.kind(case.kind).export(case),
        "history": [_event(event) for event in reading.history(case)],
    }


def _event(event: Row[Any]) -> dict[str, str]:
    return {"at": local(event.at).isoformat(), "what": event.what, "by": event.by.partition(":")[0], "text": event.text}


def erase(person: Person) -> list[Kept]:
    """Empty the cases that nobody has begun to work on; the others are named, and kept as the law says."""
    cases = _cases(person)
    for case in cases:
        if not case.journaled:
            _empty(case)
    return [Kept(case.reference) for case in cases if case.journaled]


def _empty(case: Case) -> None:
    """What is left is a number and its days, so that counts stay true."""
    registry.kind(case.kind).erase(case)
    case.search, case.topics, case.signals, case.helper_id = "", [], [], None
    case.status, case.open, case.revision = "withdrawn", False, case.revision + 1
    db.session.execute(update(CaseEvent).where(CaseEvent.case_id == case.id).values(text="", by_name=""))
