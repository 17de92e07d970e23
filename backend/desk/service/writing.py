"""Words around a case: notes inside, messages to and from the person, phone calls, what may be said to whom."""

from datetime import date, timedelta
from typing import Any

from ...core import audit, files
from ...core.clock import now
from ...core.errors import Conflict, Invalid, NotAllowed
from ...core.outbox import announce
from ...core.schema import normal_phone
from ...identity.actor import Actor
from ...identity.models import Person
from .. import registry
from ..models import Case
from .moving import changed
from .opening import add_event

UNDO = timedelta(minutes=15)


class TooLateToUndo(Conflict):
    """The quarter of an hour for undoing has passed."""

    key = "too_late_to_undo"


class NoPhotosHere(Invalid):
    key = "no_photos_here"


def note(case: Case, text: str, actor: Actor) -> None:
    """Only staff read it."""
    changed(case, "noted", actor, text)


def write_to_person(case: Case, text: str, actor: Actor) -> None:
    """A message that waits behind the sign-in; what goes out is only that there is one."""
    if case.worry:
        raise NotAllowed()
    case.first_contact_at = case.first_contact_at or now()
    changed(case, "written", actor, text)
    announce("case.written", case_id=case.id, revision=case.revision)


def log_call(case: Case, actor: Actor, reached: bool, text: str = "") -> None:
    """A phone call, reached or not; reaching them is the first contact."""
    if reached:
        case.first_contact_at = case.first_contact_at or now()
    changed(case, "called", actor, text, reached=reached)


def answer(case: Case, text: str, actor: Actor) -> None:
    """The person writes back or adds something."""
    changed(case, "answered", actor, text)
    announce("case.answered", case_id=case.id, revision=case.revision)


def add_photos(case: Case, photo_ids: list[Any], actor: Actor, forget_at: Any) -> None:
    owner = registry.kind(case.kind).photo_owner
    if owner is None:
        raise NoPhotosHere()
    already = files.of(owner(case))
    files.attach([photo.id for photo in already] + photo_ids, owner(case), forget_at)
    changed(case, "photos_added", actor, number=len(photo_ids))
    announce("case.answered", case_id=case.id, revision=case.revision)


def withdraw(case: Case, actor: Actor) -> None:
    """The person takes it back; for a quarter of an hour it can be fetched again."""
    if case.status == "withdrawn":
        return
    if not case.open:
        raise Conflict()
    case.before_waiting, case.status, case.open = case.status, "withdrawn", False
    case.withdrawn_at = case.ended_at = now()
    changed(case, "withdrawn", actor)
    announce("case.withdrawn", case_id=case.id, revision=case.revision)


def may_undo(case: Case) -> bool:
    return case.status == "withdrawn" and case.withdrawn_at is not None and now() - case.withdrawn_at < UNDO


def restore(case: Case, actor: Actor) -> None:
    """Undo: as it was before."""
    if case.open:
        return
    if not may_undo(case):
        raise TooLateToUndo()
    case.status, case.before_waiting, case.open = case.before_waiting or "received", None, True
    case.withdrawn_at = case.ended_at = None
    changed(case, "restored", actor)
    announce("case.restored", case_id=case.id, revision=case.revision)


def let_helper_know(case: Case, until: date | None, actor: Actor) -> None:
    """The person has said who else may be told, and until when; `None` ends it at once."""
    case.helper_may_know = until is not None
    case.helper_may_know_until = until
    changed(case, "disclosure_set", actor, until=until.isoformat() if until else "")


def disclosure_confirmed(case: Case, person: Person, actor: Actor, told: dict[str, Any]) -> bool:
    """Before anything is read aloud: receipt number plus one known fact, or we call the known number back."""
    right = told.get("way") == "called_back" or (
        told.get("reference", "").upper() == case.reference and _knows(person, told.get("fact", ""))
    )
    add_event(case, "disclosure_checked", actor, right=right, way=told.get("way", "fact"))
    audit.record("case.disclosure", case.id, actor=actor.mark, role=actor.role, person_id=person.id, right=right)
    return right


def _knows(person: Person, fact: str) -> bool:
    facts = {person.postal_code, person.address.lower(), str(person.birth_year or ""), person.phone} - {""}
    return fact.strip().lower() in facts or normal_phone(fact) in facts
