"""Group dates for staff: setting one up, and calling one off."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..core.clock import now, today
from ..core.db import transaction
from ..core.errors import Invalid
from ..core.schema import loaded
from ..core.web import nested
from ..identity.actor import actor
from ..places.models import PlaceTaken
from . import visit_types
from .models import GroupDate
from .plan_schemas import GroupDateSchema, worded
from .service import attending, group_dates, groups, plans, waiting

pages = Blueprint("station_groups", __name__, template_folder="templates")
SCHEMA = GroupDateSchema()


def _types() -> list[visit_types.VisitType]:
    return [one for one in visit_types.for_staff() if one.group]


@pages.get("/ansatt/timebok/planer/grupper/ny")
def begin() -> str:
    attending.may_see(actor())
    return _form({}, {})


def _form(told: dict[str, Any], errors: dict[str, list[str]]) -> str:
    types = _types()
    leaders = {leader.id: leader.name for one in types for leader in plans.able("staff", one)}
    return render_template(
        "health_station/group_new.html", told=told, errors=errors, types=types, leaders=leaders, today=today(),
        places=list(dict.fromkeys(place for one in types for place in one.places)),
    )  # fmt: skip


@pages.post("/ansatt/timebok/planer/grupper/ny")
def set_up() -> ResponseReturnValue:
    """A new date; whoever waits for one is offered it."""
    attending.may_see(actor())
    told = nested(request.form)
    try:
        wanted = loaded(SCHEMA, told)
        with transaction():
            waiting.take_turn()
            _set_up(wanted)
    except PlaceTaken as refusal:
        return _form(told, worded({"clock": ["station_plans.group.leader_busy"]})), refusal.status
    except Invalid as refusal:
        return _form(told, worded(refusal.errors)), refusal.status
    return redirect(url_for("station_plans.everything", _anchor="groups"), 303)


def _set_up(wanted: dict[str, Any]) -> GroupDate:
    visit_type = next((one for one in _types() if one.id == wanted["type"]), None)
    if visit_type is None:
        raise Invalid({"type": ["field.choice"]})
    leader = next((one for one in plans.able("staff", visit_type) if one.id == wanted["leader"]), None)
    if leader is None:
        raise Invalid({"leader": ["field.required"]})
    place = wanted["place"] if wanted["place"] in visit_type.places else visit_type.places[0]
    start = plans.at(wanted["day"], wanted["clock"])
    if start <= now():
        raise Invalid({"clock": ["station_plans.group.past"]})
    made = groups.set_up(visit_type, leader, start, place, wanted["size"], actor())
    waiting.offer_free_times(None, actor())
    return made


@pages.post("/ansatt/timebok/planer/grupper/<uuid:group_id>")
def call_off(group_id: UUID) -> ResponseReturnValue:
    """Everybody who signed up is told."""
    attending.may_see(actor())
    with transaction():
        told = group_dates.call_off(group_id, actor())
    return redirect(url_for("station_plans.everything", called_off=told, _anchor="groups"), 303)
