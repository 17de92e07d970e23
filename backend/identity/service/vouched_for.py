"""People whom an issuer vouches for: a citizen by national id, a member of staff by e-mail."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from ...core.db import db
from ...core.errors import NotAllowed
from ...core.i18n import language
from ...core.secrets import keyed, sealed
from ..actor import Actor
from ..models import Person
from . import entering, oidc, staff

NATIONAL_ID = re.compile(r"\d{11}", re.ASCII)


class NotStaffHere(NotAllowed):
    """The issuer knows them; this municipality has not said that they work here."""

    key = "not_staff_here"


def enter(proof: oidc.Proof, instead_of: Actor) -> entering.Entrance:
    """Begin the session of whoever the issuer vouches for, in the open transaction."""
    oidc.used_up(proof.journey)
    who = citizen(proof) if proof.journey.kind == "citizen" else member(proof)
    return entering.enter(who, instead_of, proof.vouched)


def citizen(proof: oidc.Proof) -> Actor:
    national_id = proof.claims.get("pid")
    if not isinstance(national_id, str) or not NATIONAL_ID.fullmatch(national_id):
        raise oidc.refused("pid")
    person = _person(national_id, _name(proof.claims))
    return Actor("citizen", proof.assurance, person.id, None, person.name)


def _person(national_id: str, name: str) -> Person:
    """The one with this national id in this municipality, found or written down."""
    mark = keyed("national_id", national_id)
    person = db.session.scalar(select(Person).where(Person.national_id_mark == mark).with_for_update())
    if person is None:
        seal = sealed("national_id", national_id)
        person = Person(name=name, national_id_mark=mark, national_id_sealed=seal, language=language(), verified=True)
        db.session.add(person)
        db.session.flush()
    person.name = person.name or name
    return person


def _name(claims: Mapping[str, Any]) -> str:
    """ID-porten gives no name unless asked to; a name that can't be stored is none."""
    name = claims.get("name")
    return name[:200] if isinstance(name, str) and name.isprintable() else ""


def member(proof: oidc.Proof) -> Actor:
    email = proof.claims.get("email")
    if not isinstance(email, str) or proof.claims.get("email_verified") is not True:
        raise oidc.refused("email")
    found = staff.by_email(email)
    if found is None:
        oidc.log.warning("sign-in refused", why="not a member of staff here")
        raise NotStaffHere()
    return Actor(found.role, proof.assurance, None, found.id, found.name, found.unit, found.email)
