"""Moving a case along the table, taking it, handing it over, setting its priority."""

from typing import Any
from uuid import UUID

from flask import g

from ...core import audit
from ...core.clock import now
from ...core.errors import Invalid, StaleRevision
from ...core.outbox import announce
from ...identity.actor import Actor
from ...identity.service import staff
from .. import moves, registry
from ..models import Case
from .deadlines import pause, promise_again, resume, set_due
from .opening import add_event


def same_revision(case: Case, revision: int | None) -> None:
    """Somebody else has changed the case since this page was opened."""
    if revision is not None and revision != case.revision:
        raise StaleRevision(revision=case.revision)


def changed(case: Case, what: str, actor: Actor, text: str = "", **facts: Any) -> None:
    """Every change leaves history, an audit row, a new revision and a due day.

    Once staff have worked on it, the case is a document that the archive law keeps.
    """
    case.revision += 1
    case.journaled = case.journaled or actor.is_staff
    set_due(case)
    add_event(case, what, actor, text, **facts)
    audit.record(f"case.{what}", case.id, actor=actor.mark, role=actor.role, person_id=case.person_id)


def move(case: Case, to: str, actor: Actor, told: dict[str, Any] | None = None) -> None:
    """One step along the table. `told` holds what the step needs: reason, route, decision's dates."""
    told = told or {}
    moves.check(registry.kind(case.kind).path, case.status, to, case.before_waiting)
    came_from = case.status
    if came_from == "waiting":
        resume(case)
        case.waiting_for, case.waiting_reason = None, ""
    _enter(case, to, came_from, told)
    case.status = to
    case.open = to not in moves.ENDED
    case.ended_at = None if case.open else now()
    _stamp(case, to)
    changed(case, "moved", actor, to=to, came_from=came_from)
    announce("case.moved", case_id=case.id, revision=case.revision)


def _enter(case: Case, to: str, came_from: str, told: dict[str, Any]) -> None:
    if to == "waiting":
        _wait(case, came_from, told)
    elif to == "closed":
        if told.get("closed_because") not in moves.CLOSED_BECAUSE:
            raise moves.ReasonMissing({"closed_because": ["field.required"]})
        case.closed_because = told["closed_because"]
    elif to == "applied":
        if told.get("route") not in moves.ROUTES:
            raise moves.ReasonMissing({"route": ["field.required"]})
        case.route = told["route"]
    elif to == "decided":
        _decide(case, told)


def _wait(case: Case, came_from: str, told: dict[str, Any]) -> None:
    missing = {name: ["field.required"] for name in ("waiting_for", "waiting_reason") if not told.get(name)}
    if missing:
        raise moves.ReasonMissing(missing)
    case.before_waiting, case.waiting_for = came_from, told["waiting_for"]
    case.waiting_reason = told["waiting_reason"]
    pause(case)


def _decide(case: Case, told: dict[str, Any]) -> None:
    if not told.get("decision_on"):
        raise Invalid({"decision_on": ["field.required"]})
    case.decision_on, case.complaint_by = told["decision_on"], told.get("complaint_by")
    case.complaint_text = told.get("complaint_text") or ""


def _stamp(case: Case, to: str) -> None:
    if to in moves.STAMPS:
        setattr(case, moves.STAMPS[to], now())
    if to in moves.FIRST_CONTACT and case.first_contact_at is None:
        case.first_contact_at = now()


def take(case: Case, actor: Actor) -> None:
    """ "Ta saken": it is mine now."""
    assign(case, actor.staff_id, actor)


def assign(case: Case, staff_id: UUID | None, actor: Actor) -> None:
    """Give it to a colleague of the same municipality, or to nobody."""
    case.assigned_to = staff.member(staff_id).id if staff_id else None
    changed(case, "assigned", actor, to=str(staff_id or ""))


def hand_over(case: Case, unit: str, actor: Actor, reason: str = "") -> None:
    """Send it on to another unit; benefit and severity are never needed for that."""
    if g.municipality.unit(unit) is None:
        raise Invalid({"unit": ["field.choice"]})
    case.unit, case.assigned_to = unit, None
    changed(case, "handed_over", actor, reason, unit=unit)
    announce("case.handed_over", case_id=case.id, revision=case.revision)


def prioritise(case: Case, priority: str, actor: Actor, reason: str) -> None:
    """A human sets the priority; the rule only proposed."""
    if not reason:
        raise moves.ReasonMissing({"reason": ["field.required"]})
    promise_again(case, priority)
    changed(case, "prioritised", actor, reason, priority=priority)


def consider(case: Case, actor: Actor, told: dict[str, Any]) -> None:
    """What was weighed: technology, rehabilitation, and for specialists benefit, resources, severity."""
    for name in ("technology", "technology_reason", "rehabilitation", "rehabilitation_reason"):
        if name in told:
            setattr(case, name, told[name])
    for name in ("benefit", "resources", "severity"):
        if name in told:
            setattr(case, name, told[name])
    changed(case, "considered", actor)
