"""Coming in and leaving: the one place where a proof of who somebody is becomes a session."""

from dataclasses import dataclass

from flask import current_app

from ...core import audit
from ...core.db import db
from ...core.secrets import opened, sealed
from ..actor import Actor
from ..models import LoginSession
from . import demo_people, sessions, staff

LONGEST_SEAL = 4000
"""What the store has room for of an issuer's token."""


@dataclass(frozen=True)
class Entrance:
    """A fresh sign-in: the token for the cookie, and who came in."""

    token: str
    who: Actor


@dataclass(frozen=True)
class Vouched:
    """What an issuer says about a sign-in, so that it can end it. Without `sid` it can't tell us of the end."""

    issuer: str
    sid: str | None
    id_token: str


def enter(who: Actor, instead_of: Actor, vouched: Vouched | None = None) -> Entrance:
    """Begin a session in the open transaction. It replaces the one before, which may have been a better one."""
    leave(instead_of)
    token = sessions.sign_in(
        who.role, who.assurance, person_id=who.person_id, staff_id=who.staff_id,
        contact="" if who.is_staff else who.contact, **_kept(vouched),
    )  # fmt: skip
    audit.record("signed_in", who.mark, actor=who.mark, role=who.role, person_id=who.person_id, assurance=who.assurance)
    return Entrance(token, who)


def _kept(vouched: Vouched | None) -> dict[str, str | None]:
    """An issuer's token names the person, so it is sealed; one too long for the store is not kept."""
    if vouched is None:
        return {}
    seal = sealed("id_token", vouched.id_token)
    return {"issuer": vouched.issuer, "sid": vouched.sid, "id_token": seal if len(seal) <= LONGEST_SEAL else None}


def by_contact(contact: str, instead_of: Actor) -> Entrance:
    """Whoever owns the contact. A contact is not a person, except for the made-up people of a demo."""
    return enter(_demo_actor(contact) or Actor("contact", "contact", contact=contact), instead_of)


def _demo_actor(contact: str) -> Actor | None:
    if not current_app.config["HUNDRE"].demo:
        return None
    if member := staff.by_email(contact):
        return Actor(member.role, "high", None, member.id, member.name, member.unit, member.email)
    return as_demo_person(found) if (found := demo_people.by_contact(contact)) else None


def as_demo_person(found: demo_people.DemoPerson) -> Actor:
    """Their full role and assurance, however they signed in."""
    if found.is_staff:
        return Actor(found.role, found.assurance, None, found.id, found.name, found.unit, found.email)
    return Actor(found.role, found.assurance, found.id, None, found.name)


def leave(who: Actor) -> Vouched | None:
    """End the session in the open transaction; what its issuer said, if it had one."""
    session = db.session.get(LoginSession, who.session_id) if who.session_id else None
    if session is None:
        return None
    sessions.sign_out(session.id)
    audit.record("signed_out", who.mark, actor=who.mark, role=who.role, person_id=who.person_id)
    if not session.issuer:
        return None
    token = opened("id_token", session.id_token) if session.id_token else ""
    return Vouched(session.issuer, session.sid, token)
