"""The made-up people of the demo municipalities. Nobody else is let in without proof, and they only in demo."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from flask import current_app, g

from ...core.db import db, in_municipality, transaction
from ...municipality.service import Municipality, by_id
from ..actor import STAFF_ROLES
from ..models import Person, StaffMember

CAST = (
    ("citizen", "Kari", "citizen"),
    ("citizen2", "Olav", "citizen"),
    ("relative", "Ingrid", "relative"),
    ("volunteer", "Per", "volunteer"),
    ("organiser", "Liv", "organiser"),
    ("frontdesk", "Berit", "front_desk"),
    ("specialist", "Jon", "specialist"),
    ("leader", "Solveig", "leader"),
    ("admin", "Tor", "administrator"),
)
UNIT_ROLES = {"front_desk": "front_desk", "specialist": "housing"}
"""Which kind of unit a member of staff with this role works in."""


@dataclass(frozen=True)
class DemoPerson:
    """One of the cast. `id` is the same at every start."""

    id: UUID
    email: str
    name: str
    role: str
    assurance: str
    unit: str | None
    phone: str
    postal_code: str

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF_ROLES


def people(municipality_id: str) -> list[DemoPerson]:
    """The cast of a fictional municipality; nobody anywhere else."""
    municipality = by_id(municipality_id)
    if not municipality.fictional:
        return []
    return [_cast(municipality, place, *entry) for place, entry in enumerate(CAST)]


def _cast(municipality: Municipality, place: int, mailbox: str, first_name: str, role: str) -> DemoPerson:
    email = f"{mailbox}@{municipality.id}.example"
    is_staff = role in STAFF_ROLES
    return DemoPerson(
        uuid5(NAMESPACE_URL, f"mailto:{email}"), email, f"{first_name} {municipality.short_name}", role, "high",
        _unit(municipality, role), "" if is_staff else _phone(municipality, place),
        "" if is_staff else next(iter(municipality.postal_codes)),
    )  # fmt: skip


def _unit(municipality: Municipality, role: str) -> str | None:
    wanted = UNIT_ROLES.get(role)
    return next((unit.id for unit in municipality.units.values() if unit.role == wanted), None)


def _phone(municipality: Municipality, place: int) -> str:
    """An invented number beside the municipality's own invented one, which only a demo shows."""
    own = "".join(sign for sign in municipality.phone["number"] if sign.isdigit())
    return f"+47{int(own) + 50 + place}"


def by_contact(contact: str) -> DemoPerson | None:
    """The one of this municipality's cast with this address or number; never outside demo."""
    if not current_app.config["HUNDRE"].demo:
        return None
    return next((one for one in people(g.municipality.id) if contact in (one.email, one.phone) and contact), None)


def ensure(municipality_id: str) -> None:
    """See to it that the cast is in the store. Doing it twice changes nothing."""
    with in_municipality(municipality_id), transaction():
        for one in people(municipality_id):
            if db.session.get(StaffMember if one.is_staff else Person, one.id) is None:
                db.session.add(_row(one))


def _row(one: DemoPerson) -> StaffMember | Person:
    if one.is_staff:
        return StaffMember(id=one.id, email=one.email, name=one.name, role=one.role, unit=one.unit)
    return Person(
        id=one.id, name=one.name, phone=one.phone, email=one.email, postal_code=one.postal_code, channel="sms",
        verified=True,
    )  # fmt: skip
