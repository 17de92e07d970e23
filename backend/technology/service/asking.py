"""Somebody asks the municipality about a type of thing, or about what is hard."""

from typing import Any
from uuid import uuid4

from flask import g

from ...core.db import db
from ...core.rows import put
from ...desk.models import Case
from ...desk.service.opening import open_case
from ...identity.actor import Actor
from ...identity.service.people import introduce
from .. import catalogue
from ..models import TechnologyQuestion

PRIORITY = "P3"


def ask_about(told: dict[str, Any], actor: Actor, channel: str) -> Case:
    """Somebody asks about a type of thing, or about what is hard. A type we do not know is no hindrance."""
    known = {one.slug for one in catalogue.types()}
    subject = uuid4()
    put(
        TechnologyQuestion, id=subject, about=told["about"], type=told["type"] if told["type"] in known else "",
        need=told["need"] if told["need"] in catalogue.needs() else "",
    )  # fmt: skip
    person = introduce(told, actor if not actor.is_staff else None)
    unit = g.municipality.receiving_unit("", [])
    return open_case("technology", subject, person, actor, channel, unit=unit.id, priority=PRIORITY)


def question_of(case: Case) -> TechnologyQuestion:
    found = db.session.get(TechnologyQuestion, case.subject_id)
    assert found is not None, case.reference
    return found


def forget(case: Case) -> None:
    question = question_of(case)
    question.about = question.type = question.need = ""
