"""The desk for programs of the municipality: the same deeds as the pages."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import fields
from sqlalchemy import Row

from ...core.api import answers, command, keyed
from ...core.errors import Invalid, Malformed
from ...core.schema import Choice, Line
from ...core.schema import Command as Shape
from ...core.web import body
from ...identity.actor import actor
from .. import deeds, registry
from ..models import Case
from ..pages import registering
from ..service import inbox as inbox_service
from ..service import reading

api = Blueprint("desk_api", __name__, url_prefix="/api/v1/desk")


class CaseShown(Shape):
    """A case as the desk's lists show it."""

    reference = fields.String()
    kind = fields.String()
    status = fields.String()
    unit = fields.String()
    name = fields.String()
    priority = fields.String()
    signals = fields.List(fields.String())
    assigned_to = fields.UUID(allow_none=True)
    answer_by = fields.String(allow_none=True)
    due_on = fields.String(allow_none=True)
    contacted_at = fields.String()
    revision = fields.Integer()


class CaseList(Shape):
    items = fields.List(fields.Nested(CaseShown))
    next = fields.String(allow_none=True)


class Registered(Shape):
    reference = fields.String()
    status = fields.String()


class Registration(Shape):
    """A citizen's own command, registered for them: `told` is what the kind's own command takes."""

    kind = Line(30, required=True, metadata={"description": "which room's command, as `kind` in the case lists"})
    came_by = Choice(registering.CHANNELS, load_default="phone")
    told = fields.Dict(required=True)


def shown(case: Case | Row[Any], name: str) -> dict[str, Any]:
    return {
        "reference": case.reference, "kind": case.kind, "status": case.status, "unit": case.unit,
        "name": name, "priority": case.priority, "signals": case.signals, "assigned_to": case.assigned_to,
        "answer_by": case.answer_by and case.answer_by.isoformat(), "due_on": case.due_on.isoformat(),
        "contacted_at": case.contacted_at.isoformat(), "revision": case.revision,
    }  # fmt: skip


@api.get("/cases")
@answers(CaseList)
def cases() -> Response:
    """Cases I may see, the nearest deadline first."""
    asked = {name: request.args.get(name, "")[:100] for name in ("view", "unit", "q", "kind", "after")}
    view = asked["view"] or "all"
    found = inbox_service.inbox(actor(), view, asked["unit"], asked["q"], asked["kind"], asked["after"], size_asked())
    answer = jsonify({"items": [shown(case, case.name) for case in found.cases], "next": found.next})
    reading.saw(actor(), "inbox.read", view)
    return answer


def size_asked() -> int:
    """`per_page`, 1 to 100."""
    text = request.args.get("per_page", str(inbox_service.PAGE))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= 100:
        raise Malformed()
    return int(text)


@api.post("/cases")
@keyed
@command(Registration, Registered, example=registering.example)
def register(told: dict[str, Any]) -> tuple[Response, int]:
    """Register for somebody who phones or sends paper."""
    if told["kind"] not in {kind.id for kind in registry.kinds() if kind.command}:
        raise Invalid({"kind": ["field.choice"]})
    wanted = {**told["told"], "came_by": told["came_by"]}
    answer = registering.register(told["kind"], wanted, request.headers.get("Idempotency-Key"), actor())
    return jsonify(answer), 201


@api.get("/cases/<reference>")
@answers(CaseShown)
def case(reference: str) -> Response:
    """One case."""
    found = reading.case_for(actor(), reference)
    answer = jsonify(shown(found, found.person.name))
    reading.saw(actor(), "case.read", found.id, found.person_id)
    return answer


def _deed(name: str, path: str, summary: str) -> None:
    def carry_out(reference: str) -> Response:
        found, _ = deeds.carry_out(name, reference, body(), actor())
        return jsonify({"reference": found.reference, "status": found.status, "revision": found.revision})

    carry_out.__doc__ = summary
    carry_out.told, carry_out.answer = type(deeds.DEEDS[name].schema), (CaseShown, 200)  # type: ignore[attr-defined]
    api.post(f"/cases/<reference>/{path}", endpoint=name)(carry_out)


_deed("move", "moves", "Move a case along the table.")
_deed("assign", "assignment", "Give a case to a colleague, or to nobody.")
_deed("hand_over", "unit", "Send a case on to another unit.")
_deed("prioritise", "priority", "Set the priority by hand, with a reason.")
_deed("note", "notes", "Write a note that only staff read.")
_deed("message", "messages", "Write to the person.")
_deed("call", "calls", "Log a phone contact.")
_deed("consider", "considerations", "What was weighed: technology, rehabilitation, benefit, resources, severity.")
