"""What somebody answers before a visit: kept for those they will meet, and for nobody else."""

from collections.abc import Iterable, Mapping
from typing import Any

from ...core import audit
from ...identity.actor import Actor
from ..models import Visit
from .changing import still_on

RED_SHOWN = "red_shown"
"""All that is kept of an answer that can't wait: that the numbers were shown."""


def answer(visit: Visit, names: Iterable[str], given: Mapping[str, Any], actor: Actor) -> None:
    """The answers to one question, in the place of what was answered before. Raises VisitOver."""
    still_on(visit)
    kept = {name: value for name, value in visit.answers.items() if name not in set(names)}
    visit.answers = {**kept, **given}
    audit.record("visit.answered", visit.id, actor=actor.mark, role=actor.role, person_id=visit.person_id)


def showed_numbers(visit: Visit, actor: Actor) -> None:
    """Something could not wait, and the numbers to call were shown. Raises VisitOver."""
    still_on(visit)
    visit.answers = {**visit.answers, RED_SHOWN: True}
    audit.record("visit.numbers_shown", visit.id, actor=actor.mark, role=actor.role, person_id=visit.person_id)
