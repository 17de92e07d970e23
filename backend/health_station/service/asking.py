"""Somebody wishes for a time, and is called back with one."""

from typing import Any
from uuid import uuid4

from flask import g

from ...core.db import db
from ...core.rows import put
from ...desk.models import Case
from ...desk.service.opening import open_case
from ...identity.actor import Actor
from ...identity.service.people import introduce
from .. import visit_types
from ..models import VisitRequest
from .unit import station

KIND = "visit_request"
PRIORITY = "P2"


def ask_for_time(told: dict[str, Any], actor: Actor, channel: str) -> Case:
    """One wish, one case. A kind of visit we do not know is no hindrance: we find out when we call."""
    wanted = next((one for one in visit_types.offered() if one.id == told["type"]), None)
    place = told["place"] if wanted and told["place"] in wanted.places else ""
    subject = uuid4()
    put(
        VisitRequest, id=subject, type=wanted.id if wanted else "", place=place, when=told["when"],
        about=told["about"],
    )  # fmt: skip
    person = introduce(told, actor if not actor.is_staff else None)
    unit = station() or g.municipality.receiving_unit("", [])
    return open_case(KIND, subject, person, actor, channel, unit=unit.id, priority=PRIORITY)


def request_of(case: Case) -> VisitRequest:
    found = db.session.get(VisitRequest, case.subject_id)
    assert found is not None, case.reference
    return found


def forget(case: Case) -> None:
    wish = request_of(case)
    wish.type = wish.place = wish.about = ""
    wish.when = "any"
