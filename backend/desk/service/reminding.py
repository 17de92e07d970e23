"""Deadlines that come near: the unit is reminded once of each."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from ...core.clock import now, today
from ...core.db import db, in_municipality, transaction
from ...core.outbox import announce
from ..models import AlreadyReminded, Case, KeptCall, Reminder

AHEAD = timedelta(days=1)


def remind_of_deadlines() -> int:
    """Write a reminder row and its news for every open case that is due by tomorrow; how many were new."""
    reminded = select(Reminder.id).where(Reminder.case_id == Case.id, Reminder.due_on == Case.due_on)
    due = select(Case).where(Case.open.is_(True), Case.due_on <= today() + AHEAD, ~reminded.exists()).limit(500)
    cases = [(case.municipality_id, case.id, case.due_on) for case in db.session.scalars(due)]
    db.session.rollback()
    return sum(_remind(*case) for case in cases)


def _remind(municipality_id: str, case_id: UUID, due_on: date) -> int:
    with in_municipality(municipality_id):
        try:
            with transaction() as session:
                session.add(Reminder(case_id=case_id, kind="due", due_on=due_on))
                session.flush()
                announce("case.due", case_id=case_id)
        except AlreadyReminded:
            return 0
    return 1


def forget_kept_calls(days: dict[str, int]) -> None:
    """Half-registered calls that nobody took up again, after each municipality's days."""
    for municipality_id, kept_for in days.items():
        with in_municipality(municipality_id), transaction() as session:
            old = now() - timedelta(days=kept_for)
            for call in session.scalars(select(KeptCall).where(KeptCall.changed_at < old)):
                session.delete(call)
