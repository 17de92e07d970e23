"""The health station for people: what there is, free times, a time that is held, and booking it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Any
from uuid import uuid4, uuid5

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..core.clock import local, now, today
from ..core.errors import Invalid, TooMany
from ..core.i18n import weekday
from ..core.idempotency import key_from
from ..core.public import alone, public_page
from ..core.schema import loaded
from ..core.web import nested
from ..identity.actor import actor
from ..identity.contact import CHANNELS
from ..identity.service.people import told_before
from ..places.models import PlaceTaken
from ..places.service import holds
from . import asked, commands, for_another, visit_types
from .asked import Search
from .elsewhere import with_the_book_here
from .schemas import NEEDS, TELL, HoldSchema
from .service import booking, finding, groups, plans

pages = Blueprint("health_station", __name__, template_folder="templates")
SHOWN_AHEAD = timedelta(days=60)
DAYS_SHOWN, MOST_DAYS = 5, 20
HOLD = HoldSchema()
Days = list[tuple[date, list[finding.Slot]]]


@pages.get("/time")
@public_page(alone)
def start() -> str:
    return render_template(
        "health_station/start.html", types=visit_types.offered(), words=visit_types.words(),
        elsewhere=visit_types.book_is_elsewhere(),
    )  # fmt: skip


@pages.get("/time/velg")
@with_the_book_here
def choose() -> ResponseReturnValue:
    """Free times of one kind of visit; with a time the few questions that book it."""
    found, slot_id = asked.search(request.args), request.args.get("slot", "")[:60]
    if found.type.by_staff_only:
        raise visit_types.NoSuchVisitType()
    if not slot_id:
        return _times(found)
    hold_id = asked.id_in(request.args.get("hold"))
    if visit := booking.held_by(hold_id) if hold_id else None:
        return redirect(request.script_root + booking.path_of(visit), 303)
    told = {**told_before(actor()), **{name: request.args.get(name, "") for name in ("hold", "whose")}}
    try:
        return _form(finding.slot_of(slot_id, found.together), found, told, {})
    except finding.NoSuchSlot:
        return _times(found, gone=True), 409


def _times(found: Search, gone: bool = False) -> str:
    last = today() + SHOWN_AHEAD
    days = by_day(finding.free(found.type, found.place, today(), last, found.whose, found.together), MOST_DAYS)
    shown = days if "more" in request.args else days[:DAYS_SHOWN]
    return render_template(
        "health_station/times.html", type=found.type, place=found.place, search=found, gone=gone, moving=None, token="",
        days=shown, more=len(days) > len(shown), kept=_kept(), drop_in=plans.drop_in(), weekday=weekday,
        left=groups.room(found.type, found.place, today(), last, found.whose) if found.type.group else {},
        alternatives=found.alternatives(),
    )  # fmt: skip


def _kept() -> tuple[finding.Slot, datetime, str] | None:
    """The time that is held already, for whoever went back to look at the others: it, until when, and the hold."""
    hold_id, slot_id = asked.id_in(request.values.get("hold")), request.values.get("held", "")[:60]
    until = holds.until(hold_id) if hold_id else None
    try:
        return (finding.slot_of(slot_id), until, str(hold_id)) if until else None
    except Invalid:
        return None


def by_day(slots: list[finding.Slot], most: int) -> Days:
    """The first days that have free times, each with its times."""
    days = groupby(slots, key=lambda one: local(one.start).date())
    return [(day, list(found)) for day, found in islice(days, most)]


@pages.post("/time/hold")
@with_the_book_here
def hold() -> ResponseReturnValue:
    """The time is kept while the form is filled in; whoever has held too many still gets the form."""
    told = nested(request.form)
    found, slot_id = asked.search(told), str(told.get("slot", ""))[:60]
    try:
        kept = commands.hold(loaded(HOLD, told), uuid5(key_from(request.form.get("idempotency_key")), slot_id))["hold"]
    except TooMany:
        kept = ""
    except (PlaceTaken, Invalid):
        return _times(found, gone=True), 409
    return redirect(request.script_root + found.path(type="", place="", slot=slot_id, hold=kept), 303)


@pages.post("/time/velg")
@with_the_book_here
def book() -> ResponseReturnValue:
    """The plain form. What was typed is kept when something is missing or the time is gone."""
    told = nested(request.form)
    try:
        answer = commands.book_by_form(told, request.form.get("idempotency_key"))
    except PlaceTaken as taken:
        return _gone(told, taken), 409
    except Invalid as refusal:
        found = asked.search(told)
        if {"slot", "together"} & refusal.errors.keys():
            return _times(found, gone=True), 409
        errors = commands.worded(for_another.at_fields(refusal.errors, told))
        return _form(finding.slot_of(str(told.get("slot", "")), found.together), found, told, errors), refusal.status
    return redirect(request.script_root + answer["receipt"], 303)


def _form(slot: finding.Slot, found: Search, told: Mapping[str, Any], errors: dict[str, list[str]]) -> str:
    hold_id = asked.id_in(told.get("hold"))
    until = holds.until(hold_id) if hold_id else None
    return render_template(
        "health_station/book.html", slot=slot, search=found, told=told, errors=errors, needs=NEEDS, channels=CHANNELS,
        tell=TELL, key=told.get("idempotency_key") or str(uuid4()), hold=hold_id, until=until,
        seconds=int((until - now()).total_seconds()) if until else 0,
    )  # fmt: skip


def _gone(told: dict[str, Any], taken: PlaceTaken) -> str:
    kept = [pair for pair in for_another.flat(told) if pair[0] not in ("slot", "idempotency_key", "hold")]
    return render_template("health_station/gone.html", kept=kept, choices=slots_of(taken))


def slots_of(taken: PlaceTaken) -> list[finding.Slot]:
    return [finding.slot_of(one["id"]) for one in taken.choices]
