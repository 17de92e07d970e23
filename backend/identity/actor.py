"""The one who asks, as every service meets them: plain values, no rows."""

from dataclasses import dataclass
from uuid import UUID

from flask import g

STAFF_ROLES = ("front_desk", "specialist", "leader", "administrator")
CASE_ROLES = ("front_desk", "specialist")
ASSURANCE = ("none", "contact", "substantial", "high")


@dataclass(frozen=True)
class Actor:
    """Role, assurance and, where known, the person or member of staff behind it."""

    role: str = "anonymous"
    assurance: str = "none"
    person_id: UUID | None = None
    staff_id: UUID | None = None
    name: str = ""
    unit: str | None = None
    contact: str = ""
    session_id: UUID | None = None
    shortcuts: bool = False

    @property
    def is_staff(self) -> bool:
        return self.staff_id is not None

    @property
    def mark(self) -> str:
        """How the audit log names them."""
        if self.staff_id:
            return f"staff:{self.staff_id}"
        return f"person:{self.person_id}" if self.person_id else self.role

    def is_as_sure_as(self, assurance: str) -> bool:
        return ASSURANCE.index(self.assurance) >= ASSURANCE.index(assurance)


ANONYMOUS = Actor()
CLOCKWORK = Actor(role="system", assurance="high")


def actor() -> Actor:
    """Who asks in this request; anonymous where nobody is signed in."""
    return g.get("actor", ANONYMOUS)
