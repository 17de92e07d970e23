"""Registering for somebody who phones or sends paper: the same command, and calls kept half-way."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from flask import render_template
from sqlalchemy import Row, bindparam, delete, select

from ...core.clock import now
from ...core.db import db
from ...core.errors import Invalid, Malformed, Unknown
from ...core.idempotency import key_from, once
from ...core.problems import spoken_errors
from ...core.rows import Question
from ...core.schema import loaded
from ...identity.actor import Actor
from .. import registry
from ..models import Case, KeptCall

CHANNELS = ("phone", "paper", "desk")


def form_page(kind: str, told: dict[str, Any], errors: Any = None, kept: Row[Any] | None = None) -> str:
    command = _command(kind)
    key = told.get("idempotency_key") or str(kept.id if kept else uuid4())
    return render_template(
        "desk/register.html", kind=kind, kinds=[k for k in registry.kinds() if k.command], form_template=command.form,
        told=told, errors=errors or {}, key=key, channels=CHANNELS, **command.form_facts(),
    )  # fmt: skip


def _command(kind: str) -> registry.Command:
    found = {k.id: k.command for k in registry.kinds()}.get(kind)
    if found is None:
        raise Unknown()
    return found


def register(kind: str, told: dict[str, Any], key: str | None, actor: Actor) -> dict[str, Any]:
    """Carry out the citizen's own command for them; the half-kept call is done with."""
    command = _command(kind)
    channel = next((way for way in CHANNELS if way == told.get("came_by")), CHANNELS[0])
    wanted = loaded(command.schema(), told)

    def do() -> dict[str, Any]:
        case: Case = command.do(wanted, actor, channel)
        forget(actor, key)
        return {"reference": case.reference, "status": case.status}

    return once(command.name, key_from(key), wanted, do)


def example() -> dict[str, Any]:
    """A registration that the demo municipality accepts."""
    return {"kind": "housing", "came_by": "phone", "told": _command("housing").example()}


def words(kind: str, refusal: Invalid) -> dict[str, list[str]]:
    command = _command(kind)
    return command.worded(refusal.errors) if command.worded else spoken_errors(refusal)


def keep(actor: Actor, told: dict[str, Any]) -> None:
    """Keep what is typed under the form's own id; keeping again overwrites."""
    call_id = _id(told.get("idempotency_key"))
    if call_id is None or actor.staff_id is None:
        raise Malformed()
    kept = db.session.get(KeptCall, call_id)
    if kept is None:
        kept = KeptCall(id=call_id, staff_id=actor.staff_id, kind=str(told.get("kind", ""))[:30], form={})
        db.session.add(kept)
    if kept.staff_id != actor.staff_id:
        raise Unknown()
    kept.form, kept.changed_at = told, now()


_KEPT = Question(
    select(KeptCall.id, KeptCall.kind, KeptCall.form, KeptCall.started_at)
    .where(KeptCall.staff_id == bindparam("staff_id")).order_by(KeptCall.changed_at.desc()).limit(10)
)  # fmt: skip


def kept_calls(actor: Actor) -> Sequence[Row[Any]]:
    """This member of staff's half-registered calls, the latest first: (id, kind, form, started_at)."""
    return _KEPT.rows(staff_id=actor.staff_id)


def whose(kept: Row[Any]) -> str:
    """The caller's name or number, as far as anybody had come. The form is kept as it was, however odd."""
    person = kept.form.get("person")
    told = [person if isinstance(person, dict) else {}, kept.form]
    known = [one.get(field) for field in ("name", "phone") for one in told]
    return next((str(one)[:120] for one in known if one), "")


def kept_call(actor: Actor, call_id: str | None) -> Row[Any] | None:
    wanted = _id(call_id)
    return next((kept for kept in kept_calls(actor) if kept.id == wanted), None) if wanted else None


def forget(actor: Actor, call_id: str | None) -> None:
    db.session.execute(delete(KeptCall).where(KeptCall.id == _id(call_id), KeptCall.staff_id == actor.staff_id))


def _id(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
