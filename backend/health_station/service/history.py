"""What was done with a visit, from the log that keeps it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from ...core.audit import AuditEntry
from ...core.db import db
from ...identity.models import StaffMember
from ..models import Visit

LOOKS = ("visit.read",)


@dataclass(frozen=True)
class Deed:
    """`by`: the colleague's name, or "" where it was the person or the machine."""

    at: datetime
    what: str
    role: str
    by: str


def of(visit: Visit) -> list[Deed]:
    """The first first; looks are left to the person's own log."""
    wanted = select(AuditEntry).where(AuditEntry.person_id == visit.person_id, AuditEntry.subject == str(visit.id))
    found = [one for one in db.session.scalars(wanted.order_by(AuditEntry.id)) if one.what not in LOOKS]
    ids = [UUID(one.actor[6:]) for one in found if one.actor.startswith("staff:")]
    names = {one.id: one.name for one in db.session.scalars(select(StaffMember).where(StaffMember.id.in_(ids)))}
    by = {f"staff:{staff_id}": name for staff_id, name in names.items()}
    return [Deed(one.at, one.what.removeprefix("visit."), one.role, by.get(one.actor, "")) for one in found]
