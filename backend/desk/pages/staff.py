"""The desk for staff: inbox, case, registering for somebody who phones."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ...core import files
from ...core.db import transaction
from ...core.errors import Conflict, Invalid, Unknown
from ...core.templating import drawn
from ...core.web import nested, wants_fragment
from ...identity.actor import actor
from ...identity.service import staff
from .. import deeds, moves, registry
from ..models import Case
from ..service import reading
from ..service.deadlines import light
from ..service.tasks import finish
from . import listing, rail, registering, spoken

pages = Blueprint("desk", __name__, template_folder="../templates")


@pages.get("/ansatt")
def start() -> ResponseReturnValue:
    """Where this role's day begins."""
    first = rail.places(actor())[0]
    return redirect(request.script_root + (first.path if isinstance(first, registry.Place) else first["path"]))


@pages.get("/ansatt/innboks")
def inbox() -> Response:
    """Cases by the nearest deadline. htmx fetches the list alone, again and again."""
    return listing.page(actor(), listing.asked())


@pages.get("/ansatt/saker/<reference>")
def case(reference: str) -> str:
    done = request.args.get("done", "")
    return case_page(reading.case_for(actor(), reference), done=done if done in deeds.DEEDS else "")


def case_page(found: Case, **more: Any) -> str:
    """The page, and the row that says who saw it. `more`: what was refused or done, and what was typed."""
    page = render_template("desk/case.html", case=found, body=_case_body(found, **more), refused=more.get("refused"))
    reading.saw(actor(), "case.read", found.id, found.person_id)
    return page


def _case_body(found: Case, **more: Any) -> Markup:
    kind = registry.kind(found.kind)
    unit_names = {unit.id: unit.name for unit in g.municipality.working_units()}
    return drawn(
        "desk/case_body.html", case=found, kind=kind, panel=kind.load(found), light=light(found), me=actor().staff_id,
        history=reading.history(found),
        next_moves=moves.choices(kind.path, found.status, found.before_waiting), moves=moves,
        colleagues=staff.colleagues(), units=unit_names, panels=registry.extra_panels(found),
        event_words=spoken.event_words, rule_words=spoken.rule_words, helper_may_know=spoken.helper_may_know, **more,
    )  # fmt: skip


@pages.post("/ansatt/saker/<reference>/<deed>")
def do(reference: str, deed: str) -> ResponseReturnValue:
    """Any deed on a case; in a refusal the page comes back with what was typed."""
    if deed not in deeds.DEEDS:
        raise Unknown()
    told = nested(request.form)
    try:
        found, answer = deeds.carry_out(deed, reference, told, actor())
    except (Invalid, Conflict) as refusal:
        found = reading.case_for(actor(), reference)
        errors = spoken.deed_errors(refusal)
        return case_page(found, refused=refusal.key, errors=errors, told=told, deed=deed), refusal.status
    if deed == "disclose":
        return case_page(found, disclosed=answer)
    if deed == "hand_over":
        return redirect(url_for("desk.inbox"), 303)
    return redirect(url_for("desk.case", reference=reference, done=deed), 303)


@pages.get("/ansatt/saker/<reference>/bilder/<uuid:photo_id>")
def photo(reference: str, photo_id: UUID) -> Response:
    found = reading.case_for(actor(), reference)
    owner = registry.kind(found.kind).photo_owner
    photos = {photo.id: photo for photo in files.of(owner(found))} if owner else {}
    if photo_id not in photos:
        raise Unknown()
    response = make_response(files.read(photos[photo_id], thumb="small" in request.args))
    response.content_type = "image/jpeg"
    reading.saw(actor(), "photo.read", photo_id, found.person_id)
    return response


@pages.post("/ansatt/oppgaver/<uuid:task_id>")
def task_done(task_id: UUID) -> ResponseReturnValue:
    with transaction():
        finish(task_id, actor())
    return redirect(url_for("desk.inbox"), 303)


@pages.get("/ansatt/registrer")
def register() -> str:
    """Which kind, or at once the form of the one that was chosen; a kept call comes back as it was."""
    chosen = request.args.get("kind") or "housing"
    kept = registering.kept_call(actor(), request.args.get("kept"))
    return registering.form_page(kept.kind if kept else chosen, kept.form if kept else {}, kept=kept)


@pages.post("/ansatt/registrer")
def register_send() -> ResponseReturnValue:
    """The same command as the web's, with the channel the person used."""
    told, kind = nested(request.form), request.form.get("kind", "")
    try:
        answer = registering.register(kind, told, request.form.get("idempotency_key"), actor())
    except Invalid as refusal:
        return registering.form_page(kind, told, errors=registering.words(kind, refusal)), refusal.status
    return redirect(url_for("desk.registered", reference=answer["reference"]), 303)


@pages.post("/ansatt/registrer/behold")
def keep_call() -> ResponseReturnValue:
    """Another phone rings: what is typed so far is kept, and can be taken up with one key."""
    with transaction():
        registering.keep(actor(), nested(request.form))
    return ("", 204) if wants_fragment() else redirect(url_for("desk.register"), 303)


@pages.post("/ansatt/hurtigtaster")
def keys() -> ResponseReturnValue:
    """Single keys on or off, for this member of staff on every machine."""
    with transaction():
        staff.member(actor().staff_id).shortcuts = bool(request.form.get("on"))
    return redirect(url_for("desk.inbox", _anchor="keys"), 303)


@pages.get("/ansatt/registrert/<reference>")
def registered(reference: str) -> str:
    """The receipt to read aloud or to print."""
    found = reading.case_for(actor(), reference)
    page = render_template("desk/registered.html", case=found, kind=registry.kind(found.kind), light=light(found))
    reading.saw(actor(), "case.read", found.id, found.person_id)
    return page
