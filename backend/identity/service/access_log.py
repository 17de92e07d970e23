"""Who has done or seen what with my matters, in words: role and unit, never a colleague's name."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import g
from sqlalchemy import or_, select

from ...core.audit import AuditEntry
from ...core.db import db
from ...core.errors import Malformed
from ...core.i18n import gettext, said, texts_beginning_with
from ..actor import Actor
from ..models import StaffMember

PAGE, LONGEST_PAGE = 50, 100
Numbers = Callable[[UUID, Collection[str]], dict[str, str]]
_numbers: dict[str, Numbers] = {}


def register_numbers(name: str, numbers: Numbers) -> None:
    """A room's way from what a line is about to the number that the person knows it by; what it leaves out has none."""
    _numbers[name] = numbers


@dataclass(frozen=True)
class Look:
    """One line of the log."""

    at: datetime
    who: str
    what: str
    reference: str = ""


@dataclass(frozen=True)
class Page:
    """The newest first; `next` is the opaque mark of the following page."""

    looks: list[Look]
    next: str | None


def about(who: Actor, after: str = "", size: int = PAGE) -> Page:
    """What staff, the system and I myself have done with what is mine.

    Somebody who told of a worry, or wrote for me, is not named here: that they did is theirs.
    """
    size = max(1, min(size, LONGEST_PAGE))
    wanted = select(AuditEntry).where(
        AuditEntry.person_id == who.person_id,
        or_(AuditEntry.actor.like("staff:%"), AuditEntry.actor.in_(("system", who.mark))),
    )
    if after:
        wanted = wanted.where(AuditEntry.id < _mark(after))
    found = list(db.session.scalars(wanted.order_by(AuditEntry.id.desc()).limit(size + 1)))
    colleagues = _colleagues(found)
    known = _references(who, found)
    looks = [
        Look(entry.at, _who(entry, who, colleagues), _what(entry.what), known.get(entry.subject, ""))
        for entry in found[:size]
    ]
    return Page(looks, str(found[size - 1].id) if len(found) > size else None)


def _references(who: Actor, entries: list[AuditEntry]) -> dict[str, str]:
    me, subjects = who.person_id, {entry.subject for entry in entries}
    if me is None:
        return {}
    return {subject: number for numbers in _numbers.values() for subject, number in numbers(me, subjects).items()}


def _mark(after: str) -> int:
    if not (after.isascii() and after.isdigit() and len(after) <= 18):
        raise Malformed()
    return int(after)


def _colleagues(entries: list[AuditEntry]) -> dict[str, StaffMember]:
    wanted = {UUID(entry.actor[6:]) for entry in entries if entry.actor.startswith("staff:")}
    members = db.session.scalars(select(StaffMember).where(StaffMember.id.in_(wanted)))
    return {f"staff:{member.id}": member for member in members}


def _who(entry: AuditEntry, me: Actor, colleagues: dict[str, StaffMember]) -> str:
    if entry.actor == me.mark:
        return gettext("identity.log.who.me")
    role = gettext(f"identity.role.{entry.role}")
    member = colleagues.get(entry.actor)
    unit = g.municipality.units.get(member.unit or "") if member else None
    return f"{role}, {said(unit.name)}" if unit else role


def _what(what: str) -> str:
    return texts_beginning_with("identity.log.what.").get(what) or gettext("identity.log.what.other")
