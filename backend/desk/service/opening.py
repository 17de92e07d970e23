"""Opening a case: the same for web, phone, desk and paper."""

from functools import cache
from typing import Any
from uuid import UUID, uuid4

from flask import g
from sqlalchemy.dialects import postgresql, sqlite

from ...core import audit
from ...core.clock import local, now, today
from ...core.db import current_municipality, db
from ...core.outbox import announce
from ...core.rows import put
from ...core.secrets import keyed
from ...identity.actor import Actor
from ...identity.models import Person
from .. import registry
from ..models import Case, CaseEvent, ReferenceCounter
from .deadlines import set_due


@cache
def _count_on(dialect: str) -> Any:
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[dialect]
    return (
        insert(ReferenceCounter.__table__)
        .on_conflict_do_update(
            index_elements=["municipality_id", "letter", "year"], set_={"last": ReferenceCounter.last + 1}
        )
        .returning(ReferenceCounter.last)
    )


def next_reference(letter: str) -> str:
    """`B-26-0417`: short enough to say aloud, unique in the municipality."""
    year, connection = today().year, db.session.connection()
    told = {"municipality_id": current_municipality(), "letter": letter, "year": year, "last": 1}
    last = connection.execute(_count_on(connection.dialect.name), told).scalar_one()
    return f"{letter}-{year % 100:02}-{last:04}"


def open_case(
    kind: str, subject_id: UUID, person: Person, actor: Actor, channel: str, *, unit: str, priority: str = "P3",
    signals: list[str] | None = None, topics: list[str] | None = None, need_arose: str = "",
    helper: Person | None = None, tell: str = "person", worry: bool = False,
) -> Case:  # fmt: skip
    """Open it, promise the answer's day, tell the unit and the person through the outbox."""
    reference = next_reference(registry.kind(kind).letter)
    case = Case(
        id=uuid4(), reference=reference, kind=kind, subject_id=subject_id, person=person, helper=helper,
        helper_may_know=bool(helper and not worry), tell=tell, worry=worry, channel=channel,
        unit=unit, priority=priority, signals=signals or [], topics=topics or [], need_arose=need_arose,
        contacted_at=now(), status="received", open=True, registered_by=actor.staff_id, paused_on=None,
        before_waiting=None, first_contact_at=None,
    )  # fmt: skip
    case.search = search_text(case, person, helper)
    case.answer_by = g.municipality.answer_by(priority, today())
    case.interim_by = g.municipality.interim_by(local(case.contacted_at).date())
    set_due(case)
    db.session.add(case)
    db.session.flush()
    add_event(case, "received", actor, channel=channel)
    audit.record("case.opened", case.id, actor=actor.mark, role=actor.role, person_id=person.id, channel=channel)
    announce("case.received", case_id=case.id)
    return case


def search_text(case: Case, person: Person, helper: Person | None) -> str:
    """What the desk can search by, in small letters."""
    parts = [case.reference, person.name, person.phone, person.phone[3:], person.address, person.postal_code]
    if helper:
        parts += [helper.name, helper.phone]
    return " ".join(part for part in parts if part).lower()


def add_event(case: Case, what: str, actor: Actor, text: str = "", **facts: object) -> None:
    put(CaseEvent, case_id=case.id, what=what, by=actor.mark, by_name=actor.name, text=text, facts=facts)


def receipt_token(case: Case) -> str:
    """128 bits that open this case's status; derived, so that every message can carry the link."""
    return keyed("receipt", str(case.id))[:32]
