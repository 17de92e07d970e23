"""Signing in and out: server-side sessions that end by themselves."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select

from ...core.clock import now
from ...core.db import db, every_municipality, transaction
from ...core.rows import Question
from ...core.secrets import digest, new_token
from ..actor import ANONYMOUS, STAFF_ROLES, Actor
from ..models import LoginSession, Person, StaffMember

IDLE = {"citizen": timedelta(minutes=30), "staff": timedelta(hours=2)}
LONGEST = {"citizen": timedelta(minutes=120), "staff": timedelta(hours=10)}
SEEN_EVERY = timedelta(minutes=1)


def kind(role: str) -> str:
    return "staff" if role in STAFF_ROLES else "citizen"


def sign_in(
    role: str, assurance: str, *, person_id: UUID | None = None, staff_id: UUID | None = None, contact: str = "",
    issuer: str | None = None, sid: str | None = None, id_token: str | None = None,
) -> str:  # fmt: skip
    """Begin a session in the open transaction; the token for the cookie, which is never stored."""
    token = new_token() + new_token()
    db.session.add(LoginSession(
        token=digest(token), role=role, assurance=assurance, person_id=person_id, staff_id=staff_id,
        contact=contact, issuer=issuer, sid=sid, id_token=id_token, ends_at=now() + LONGEST[kind(role)],
    ))  # fmt: skip
    return token


_SESSION = Question(
    select(
        LoginSession.id, LoginSession.role, LoginSession.assurance, LoginSession.contact, LoginSession.person_id,
        LoginSession.staff_id, LoginSession.seen_at, LoginSession.ends_at, Person.name,
        StaffMember.active, StaffMember.role.label("staff_role"), StaffMember.name.label("staff_name"),
        StaffMember.unit, StaffMember.email, StaffMember.shortcuts,
    )
    .outerjoin(Person, Person.id == LoginSession.person_id)
    .outerjoin(StaffMember, StaffMember.id == LoginSession.staff_id)
    .where(LoginSession.token == bindparam("token"))
)  # fmt: skip
"""Asked at every request of somebody who is signed in."""


def actor_of(token: str) -> Actor:
    """Who this cookie stands for; anonymous when the session has ended."""
    session = _SESSION.one(token=digest(token))
    if session is None or not _alive(session):
        return ANONYMOUS
    _seen(session.id, session.seen_at)
    return _staff(session) if session.staff_id else _citizen(session)


def _citizen(session: Row[Any]) -> Actor:
    return Actor(
        session.role, session.assurance, session.person_id, None, session.name or "", None, session.contact, session.id
    )


def _staff(session: Row[Any]) -> Actor:
    if not session.active:
        return ANONYMOUS
    return Actor(
        session.staff_role, session.assurance, None, session.staff_id, session.staff_name, session.unit,
        session.email, session.id, session.shortcuts,
    )  # fmt: skip


def _alive(session: Row[Any]) -> bool:
    return now() < min(session.ends_at, session.seen_at + IDLE[kind(session.role)])


def _seen(session_id: UUID, seen_at: datetime) -> None:
    """At most once a minute."""
    if now() - seen_at > SEEN_EVERY:
        with transaction() as store:
            if found := store.get(LoginSession, session_id):
                found.seen_at = now()


def sign_out(session_id: UUID) -> None:
    db.session.execute(delete(LoginSession).where(LoginSession.id == session_id))


def end_by_issuer(issuer: str, sid: str) -> int:
    """The issuer says this sign-in is over: every session of it ends, in whichever municipality."""
    with every_municipality(), transaction() as store:
        over = delete(LoginSession).where(LoginSession.issuer == issuer, LoginSession.sid == sid)
        return len(store.scalars(over.returning(LoginSession.id)).all())


def forget_ended(before: datetime) -> None:
    with every_municipality(), transaction() as store:
        store.execute(delete(LoginSession).where(LoginSession.ends_at < before))
