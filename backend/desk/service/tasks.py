"""What the machine could not do, a human is asked to see to."""

from uuid import UUID

from sqlalchemy import select

from ...core import audit
from ...core.clock import now
from ...core.db import db
from ...core.errors import Unknown
from ...identity.actor import Actor
from ..models import Case, DeskTask


def leave_task(kind: str, subject_id: UUID, unit: str, case: Case | None = None) -> None:
    """Once per kind and subject; one that was done and is needed again is opened anew."""
    found = db.session.scalar(select(DeskTask).where(DeskTask.kind == kind, DeskTask.subject_id == subject_id))
    if found is None:
        found = DeskTask(kind=kind, subject_id=subject_id, unit=unit, case_id=case.id if case else None)
        db.session.add(found)
    found.done_at = found.done_by = None


def finish(task_id: UUID, actor: Actor) -> DeskTask:
    """Seen to."""
    task = db.session.scalar(select(DeskTask).where(DeskTask.id == task_id).with_for_update())
    if task is None or (actor.role == "specialist" and task.unit != actor.unit):
        raise Unknown()
    task.done_at, task.done_by = now(), actor.staff_id
    audit.record("task.done", task.id, actor=actor.mark, role=actor.role)
    return task


def finish_for(kind: str, subject_id: UUID) -> None:
    """The machine managed after all."""
    task = db.session.scalar(
        select(DeskTask).where(DeskTask.kind == kind, DeskTask.subject_id == subject_id, DeskTask.done_at.is_(None))
    )
    if task:
        task.done_at = now()
