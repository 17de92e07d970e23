"""Staff recommend a type of thing in a case: six weeks later the person is asked whether it helped."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from ...core.errors import Conflict, Invalid, NotAllowed
from ...core.i18n import said
from ...core.rows import Question
from ...desk.models import Case, CaseEvent
from ...desk.service.moving import changed
from ...identity.actor import Actor
from .. import catalogue
from ..models import FollowUp
from .following import follow_up, path_of
from .naming import knows, name_of

CONFIRMED = ("benefit", "consent", "training", "after")
"""What staff confirm before a thing comes into a home: the benefit is weighed, the person consents, somebody
shows how it works, and somebody looks after it. Source: the principles of the municipalities' own plan."""


@dataclass(frozen=True)
class Recommended:
    """One recommendation as the desk sees it: `state` is planned, asked, answered or stopped; never the answer."""

    name: str
    state: str
    due_on: date | None = None
    path: str = ""


def recommend(case: Case, told: dict[str, Any], actor: Actor) -> FollowUp:
    """Write it into the case, and when to ask. `told`: type and need of the catalogue, and what was confirmed.

    Raises NotAllowed after a worry, whose person knows nothing of it; Conflict when the case has ended;
    AlreadyFollowedUp when this person will be asked about this thing already.
    """
    if case.worry:
        raise NotAllowed()
    if not case.open:
        raise Conflict()
    _known(told)
    asked = follow_up("recommended", told["type"], told["need"], case.person, case)
    changed(case, "recommended", actor, type=told["type"], confirmed=list(CONFIRMED))
    return asked


def _known(told: dict[str, Any]) -> None:
    """Raises Invalid with every field that is wrong."""
    wrong = {name: ["field.required"] for name in CONFIRMED if not told.get(name)}
    if not knows(told["type"]):
        wrong["type"] = ["field.choice"]
    if told["need"] not in catalogue.needs():
        wrong["need"] = ["field.choice"]
    if wrong:
        raise Invalid(wrong)


_EVENTS = Question(
    select(CaseEvent.facts)
    .where(CaseEvent.case_id == bindparam("case_id"), CaseEvent.what == "recommended").order_by(CaseEvent.id.desc())
)  # fmt: skip
_STANDING = Question(
    select(FollowUp.id, FollowUp.type, FollowUp.due_on, FollowUp.asked_at)
    .where(FollowUp.case_id == bindparam("case_id"))
)  # fmt: skip


def recommended(case: Case) -> list[Recommended]:
    """What has been recommended in this case, the last first. What no longer stands in a row has been answered."""
    events = _EVENTS.rows(case_id=case.id)
    standing = {row.type: row for row in _STANDING.rows(case_id=case.id)} if events else {}
    return [_seen(case, event.facts["type"], standing) for event in events]


def _seen(case: Case, slug: str, standing: dict[str, Any]) -> Recommended:
    name, row = name_of(slug), standing.pop(slug, None)
    if case.status == "withdrawn" or case.person.erased_on:
        return Recommended(name, "stopped")
    if row is None:
        return Recommended(name, "answered")
    return Recommended(name, "asked" if row.asked_at else "planned", row.due_on, path_of(row.id))


def _types() -> list[tuple[str, str]]:
    return [(one.slug, said(one.name)) for one in catalogue.types()]


def _needs() -> list[tuple[str, str]]:
    return [(one.id, said(one.title)) for one in catalogue.needs().values()]


def panel(case: Case) -> dict[str, Any]:
    """For the case page of every kind: the catalogue to choose from, and what was recommended before.

    The catalogue is given as what gives it: a drawing is told by what it shows, and this is the same all day.
    """
    return {
        "types": _types, "needs": _needs, "recommended": recommended(case), "may": case.open and not case.worry,
        "confirmed": CONFIRMED,
    }  # fmt: skip
