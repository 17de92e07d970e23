"""Members of staff: who they are, and adding one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from ...core.db import db
from ...core.errors import Unknown
from ...core.rows import Question
from ..actor import CASE_ROLES
from ..models import StaffMember


def member(staff_id: UUID | None) -> StaffMember:
    """An active colleague of this municipality, or Unknown."""
    found = db.session.scalar(select(StaffMember).where(StaffMember.id == staff_id, StaffMember.active))
    if found is None:
        raise Unknown()
    return found


_COLLEAGUES = Question(
    select(StaffMember.id, StaffMember.name, StaffMember.unit)
    .where(StaffMember.active, StaffMember.role.in_(CASE_ROLES)).order_by(StaffMember.name)
)  # fmt: skip


def colleagues() -> Sequence[Row[Any]]:
    """Those who may be given a case: (id, name, unit)."""
    return _COLLEAGUES.rows()


def by_email(email: str) -> StaffMember | None:
    return db.session.scalar(select(StaffMember).where(StaffMember.email == email.strip().lower(), StaffMember.active))


def add(email: str, name: str, role: str, unit: str | None = None, title: str = "") -> StaffMember:
    """A new member of staff; `EmailTaken` when the address is there already."""
    found = StaffMember(email=email.strip().lower(), name=name, role=role, unit=unit, title=title)
    db.session.add(found)
    db.session.flush()
    return found
