"""The station's working plans for staff: who works when, what is away, whose calendar is read."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..core.clock import local, today
from ..core.db import transaction
from ..core.errors import Invalid, StaleRevision
from ..core.i18n import gettext, weekday
from ..core.schema import loaded
from ..core.web import nested
from ..identity.actor import actor
from ..municipality.record import DAYS
from . import plan_schemas, visit_types, working_hours
from .models import KINDS, NameTaken, StationResource
from .plan_schemas import WEEK, worded
from .service import attending, group_dates, importing, planning
from .service.calendars import MOST_BYTES, CalendarUnreadable

pages = Blueprint("station_plans", __name__, template_folder="templates")
NEW, PLAN = plan_schemas.NewResourceSchema(), plan_schemas.PlanSchema()
SPAN, EXCEPTION = plan_schemas.SpanSchema(), plan_schemas.ExceptionSchema()
CALENDAR = plan_schemas.CalendarSchema()
HAS_CALENDAR = "staff"
Told = dict[str, Any]


@pages.get("/ansatt/timebok/planer")
def everything() -> str:
    """All that the time book is made of, and the groups to come."""
    attending.may_see(actor())
    return render_template(
        "health_station/plans.html", found=planning.everything(), groups=group_dates.coming(),
        week_in_words=working_hours.in_words, type_of=visit_types.by_id,
    )  # fmt: skip


@pages.get("/ansatt/timebok/planer/ny")
def begin() -> str:
    attending.may_see(actor())
    return _new({"kind": request.args.get("kind", "")}, {})


def _new(told: Told, errors: dict[str, list[str]]) -> str:
    return render_template("health_station/plan_new.html", told=told, errors=errors, kinds=KINDS)


@pages.post("/ansatt/timebok/planer/ny")
def add() -> ResponseReturnValue:
    """A name, and then its own page."""
    attending.may_see(actor())
    told = nested(request.form)
    try:
        wanted = loaded(NEW, told)
        with transaction():
            one = planning.add(wanted["kind"], wanted["name"], actor())
    except Invalid as refusal:
        return _new(told, worded(refusal.errors)), refusal.status
    except NameTaken as refusal:
        return _new(told, worded({"name": ["station_plans.name.taken"]})), refusal.status
    return redirect(url_for("station_plans.show", resource_id=one.id), 303)


@pages.get("/ansatt/timebok/planer/<uuid:resource_id>")
def show(resource_id: UUID) -> str:
    """One plan. Nobody's name stands here but that of whoever works."""
    attending.may_see(actor())
    return _page(planning.of(resource_id))


def _page(
    one: StationResource, told: Told | None = None, errors: dict[str, list[str]] | None = None, **more: Any
) -> str:
    deed = request.form.get("deed", "save") if told is not None else ""
    return render_template(
        "health_station/plan.html", one=one, told=told or {}, errors=errors or {}, deed=deed, week=WEEK,
        plan=told if told is not None and deed == "save" else _form_of(one), types=visit_types.for_staff(),
        mark=planning.mark_of(one), away=planning.exceptions(one), standing=planning.collisions(one),
        type_of=visit_types.by_id, written=working_hours.written, today=today(), **more,
    )  # fmt: skip


def _form_of(one: StationResource) -> Told:
    """The plan as it is kept, as its form."""
    week = {day: working_hours.written(one.week.get(day, [])) for day in WEEK}
    return {"name": one.name, "active": one.active, "types": one.types, **week}


@pages.post("/ansatt/timebok/planer/<uuid:resource_id>")
def change(resource_id: UUID) -> ResponseReturnValue:
    """One deed on a plan. What was typed is kept in a refusal, unless somebody else has changed it meanwhile."""
    attending.may_see(actor())
    told = nested(request.form)
    try:
        with transaction():
            one = planning.of(resource_id, lock=True)
            _deed(one)(one, told)
    except (Invalid, NameTaken) as refusal:
        errors = refusal.errors if isinstance(refusal, Invalid) else {"name": ["station_plans.name.taken"]}
        return _page(planning.of(resource_id), told, worded(errors)), refusal.status
    except StaleRevision as refusal:
        return _page(planning.of(resource_id), stale=True), refusal.status
    return redirect(url_for("station_plans.show", resource_id=resource_id, kept=1), 303)


def _deed(one: StationResource) -> Callable[[StationResource, Told], None]:
    found = DEEDS.get(request.form.get("deed", ""))
    if found is None or (found in (_follow, _take_file) and one.kind != HAS_CALENDAR):
        raise Invalid({"deed": ["field.choice"]})
    return found


def _save(one: StationResource, told: Told) -> None:
    wanted = loaded(PLAN, told)
    wanted["types"] = [kind.id for kind in visit_types.for_staff() if kind.id in wanted["types"]]
    planning.change(one, wanted, wanted.pop("mark"), actor())


def _except(one: StationResource, told: Told) -> None:
    planning.set_exception(one, **loaded(EXCEPTION, told), actor=actor())


def _as_usual(one: StationResource, told: Told) -> None:
    planning.remove_exception(one, **loaded(SPAN, told), actor=actor())


def _follow(one: StationResource, told: Told) -> None:
    importing.follow(one, loaded(CALENDAR, told)["address"], actor())


def _take_file(one: StationResource, _: Told) -> None:
    ics = b""
    if sent := request.files.get("file"):
        ics = sent.read(MOST_BYTES + 1)
        sent.close()
    try:
        importing.take_file(one, ics, actor())
    except CalendarUnreadable as no:
        raise Invalid({"file": [f"station_plans.trouble.{no.why}"]}) from None


DEEDS = {"save": _save, "except": _except, "as_usual": _as_usual, "follow": _follow, "file": _take_file}


def trouble_in_words(code: str) -> str:
    """What went wrong the last time a calendar was asked for."""
    return gettext("station_plans.trouble." + ("refused" if code.startswith("http_") else code))


pages.add_app_template_filter(trouble_in_words)
pages.add_app_template_filter(lambda day: weekday(DAYS.index(day)).capitalize(), "day_name")
pages.add_app_template_filter(lambda moment: local(moment).date().isoformat(), "iso_day")
