"""What can be done in the housing room. None of it commits or knows HTTP."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import g
from sqlalchemy import Row, bindparam, select

from ..core import files
from ..core.clock import now
from ..core.db import db
from ..core.errors import Invalid
from ..core.rows import Question, put
from ..desk.models import Case
from ..desk.service.opening import open_case
from ..identity.actor import Actor
from ..identity.models import Person
from ..identity.service.people import introduce
from . import questions
from .models import AdviceRequest

DETAILS = ("what_matters", "difficult", "difficult_text", "since", "owner", "hospital", "home_check")


class RedFlag(Invalid):
    """Somebody is in danger now: a number to call, never a form."""

    key = "red_flag"


def ask_for_advice(told: dict[str, Any], actor: Actor, channel: str) -> Case:
    """Somebody asks for advice about a home: for themselves, for another with consent, or out of worry.

    Routing follows the address of the person it is about. Raises RedFlag when the answers say
    that somebody is in danger now: then nothing is stored.
    """
    if "danger_now" in told["signals"]:
        raise RedFlag()
    worry = told["for_whom"] == "worry"
    person, helper = _people(told, actor)
    signals = questions.signals_in(told)
    request_id = uuid4()
    put(
        AdviceRequest, id=request_id, for_whom=told["for_whom"], consent_at=now() if told["consent"] else None,
        relation=told["helper"].get("relation", ""), signals=signals, **{name: told[name] for name in DETAILS},
    )  # fmt: skip
    files.attach(told["photos"], photo_owner(request_id), photos_forgotten_at())
    return open_case(
        "housing", request_id, person, actor, channel,
        unit=g.municipality.receiving_unit(person.postal_code, signals).id,
        priority=questions.proposed_priority(signals), signals=signals, topics=told["difficult"],
        need_arose=told["since"], helper=helper, worry=worry, tell=_whom_to_tell(told),
    )  # fmt: skip


def _people(told: dict[str, Any], actor: Actor) -> tuple[Person, Person | None]:
    """Whom it is about, and the helper; a signed-in citizen is whichever of the two is writing."""
    myself = actor if not actor.is_staff else None
    about = {**told["person"], "channel": told["channel"]}
    if told["for_whom"] == "self":
        return introduce(about, myself), None
    person = introduce(about)
    helper = {**told["helper"], "channel": "sms" if told["helper"].get("phone") else "email"}
    return person, introduce(helper, myself) if any(told["helper"].values()) else None


def _whom_to_tell(told: dict[str, Any]) -> str:
    """person, helper or both; after a worry nobody is told anything but the receipt."""
    if told["for_whom"] == "worry":
        return "nobody"
    return (
        {"me": "person", "helper": "helper", "both": "both"}[told["call_whom"]]
        if told["for_whom"] == "other"
        else "person"
    )


def photos_forgotten_at() -> Any:
    return now() + timedelta(days=g.municipality.photos_days)


def forget(case: Case) -> None:
    """Empty the request and forget its photos at the clockwork's next round."""
    request = request_of(case)
    for name in ("what_matters", "difficult_text", "relation", "since", "owner", "hospital"):
        setattr(request, name, "")
    request.difficult, request.signals, request.home_check = [], [], {}
    files.let_go(photo_owner(request.id))


def photo_owner(request_id: UUID) -> str:
    """What the photos of a request hang on."""
    return f"advice_request:{request_id}"


_TOLD = Question(
    select(
        AdviceRequest.relation, AdviceRequest.what_matters, AdviceRequest.difficult, AdviceRequest.difficult_text,
        AdviceRequest.since, AdviceRequest.owner, AdviceRequest.hospital, AdviceRequest.home_check,
    ).where(AdviceRequest.id == bindparam("id"))
)  # fmt: skip


def told_in(case: Case) -> Row[Any]:
    """What was told, for showing."""
    found = _TOLD.one(id=case.subject_id)
    assert found is not None, "a housing case without its request"
    return found


def request_of(case: Case) -> AdviceRequest:
    found = db.session.get(AdviceRequest, case.subject_id)
    assert found is not None, "a housing case without its request"
    return found
