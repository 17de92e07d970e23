"""The waiting list for people: getting on it, one's own place in it, and yes or no to a time."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..core.clock import now
from ..core.db import db
from ..core.errors import Invalid
from ..core.web import nested
from ..identity.contact import CHANNELS
from ..places.models import OfferGone
from . import commands, for_another, visit_types, waiting_commands
from .elsewhere import with_the_book_here
from .models import Visit, VisitWish
from .schemas import NEEDS
from .service import booking, waiting, wishes

pages = Blueprint("waiting_list", __name__, template_folder="templates")


@pages.get("/time/venteliste")
@with_the_book_here
def join() -> ResponseReturnValue:
    return _form({}, {})


def _form(told: dict[str, Any], errors: dict[str, list[str]]) -> str:
    visit_type, place = wanted(told)
    return render_template(
        "health_station/wait.html", type=visit_type, place=place, told=told, errors=errors, needs=NEEDS,
        channels=CHANNELS,
    )  # fmt: skip


def wanted(told: dict[str, Any]) -> tuple[visit_types.VisitType, str]:
    """(kind of visit, place) as the form or the address says, or the first there is. Raises NoSuchVisitType."""
    offered = visit_types.offered()
    asked = told.get("visit_type") or request.args.get("type", "") or (offered[0].id if offered else "")
    visit_type = visit_types.by_id(asked)
    place = told.get("place") or request.args.get("place", "")
    return visit_type, place if place in visit_type.places else visit_type.places[0]


@pages.post("/time/venteliste")
@with_the_book_here
def wait() -> ResponseReturnValue:
    """The plain form; what was typed is kept when something is missing."""
    told = nested(request.form)
    try:
        answer = waiting_commands.wait_by_form(told, request.form.get("idempotency_key"), "web")
    except Invalid as refusal:
        return _form(told, commands.worded(for_another.at_fields(refusal.errors, told))), refusal.status
    return redirect(request.script_root + answer["receipt"], 303)


@pages.get("/time/venteliste/<reference>")
def show(reference: str) -> str:
    """One's place in the line and what is offered, for whoever holds the link."""
    return _page(reference, request.args.get("token", ""))


def _page(reference: str, token: str, **more: object) -> str:
    wish = wishes.of_link(reference, token)
    state, number, until = waiting.place_of(wish)
    return render_template(
        "health_station/wish.html", wish=wish, type=visit_types.by_id(wish.type), token=token, state=state,
        number=number, until=until, open=state == "offered" and until is not None and until > now(),
        visit=_visit(wish), **more,
    )  # fmt: skip


def _visit(wish: VisitWish) -> str:
    """Where the visit is that they got."""
    found = db.session.get(Visit, wish.visit_id) if wish.visit_id else None
    return booking.path_of(found) if found else ""


@pages.post("/time/venteliste/<reference>")
def answer(reference: str) -> ResponseReturnValue:
    """Yes, no, or off the list."""
    token = request.form.get("token", "")
    wish = wishes.of_link(reference, token)
    try:
        waiting_commands.answer_offer(wish, request.form.get("deed", ""))
    except OfferGone:
        return _page(reference, token, gone=True), 409
    return redirect(request.script_root + wishes.path_of(wish), 303)
