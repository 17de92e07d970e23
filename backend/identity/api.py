"""Identity for programs: signing in by code and out, who I am, and what we hold about me."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from ..core.api import answers, command
from ..core.clock import local
from ..core.db import db, transaction
from ..core.errors import Malformed, Refusal, Unknown
from ..core.i18n import gettext
from . import cookies, erasing, examples, exports, schemas
from .actor import Actor, actor
from .models import Person
from .service import access_log, codes, devices, entering

api = Blueprint("identity_api", __name__, url_prefix="/api/v1")


@api.before_app_request
def same_person() -> None:
    """A phone that sends what somebody wrote says who it was; nobody else's session may carry it."""
    written_by = request.headers.get("Hundre-Owner")
    if written_by is not None and written_by != devices.owner_of(actor()):
        raise devices.OtherPerson()


@api.post("/sign-in/code")
@command(schemas.CodeWish, schemas.CodeSent, example=examples.code_wish, status=202)
def send_code(told: dict[str, Any]) -> tuple[Response, int]:
    """Ask for a one-time code by SMS or e-mail. Known or not, the answer is the same."""
    with transaction():
        codes.ask_for_code(told["contact"], request.remote_addr or "")
    return jsonify({"status": "sent"}), 202


@api.post("/sign-in/verify")
@command(schemas.CodeGiven, schemas.SignedIn, example=examples.code_given, status=200)
def verify(told: dict[str, Any]) -> Response:
    """Sign in with the code."""
    entrance = entrance_by_code(told)
    return cookies.put_session(jsonify(_signed_in(entrance.who)), entrance.token)


def entrance_by_code(told: dict[str, Any]) -> entering.Entrance:
    """The try is stored before it is refused, so that it counts."""
    with transaction():
        outcome = codes.verify(told["contact"], told["code"], request.remote_addr or "", actor())
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def _signed_in(who: Actor) -> dict[str, str]:
    return {"role": who.role, "assurance": who.assurance, "owner": devices.owner_of(who)}


@api.post("/sign-out")
def sign_out() -> tuple[Response, int]:
    """End this session."""
    with transaction():
        entering.leave(actor())
    return cookies.drop_session(Response()), 204


@api.get("/me")
@answers(schemas.Me)
def me() -> Response:
    """Who is signed in, and how surely we know."""
    return jsonify({**_signed_in(actor()), "name": actor().name, "municipality": g.municipality.id})


@api.get("/me/device-key")
@answers(schemas.KeyForDevice)
def device_key() -> Response:
    """The key that closes this account's store on the phone."""
    return jsonify(devices.key_for(actor()))


@api.get("/me/access-log")
@answers(schemas.LogPage)
def seen_by() -> Response:
    """Who has done or seen what with my matters, the newest first."""
    page = access_log.about(actor(), request.args.get("after", ""), _size(request.args.get("per_page", "50")))
    items = [{**asdict(look), "at": local(look.at).isoformat()} for look in page.looks]
    return jsonify({"items": items, "next": page.next})


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise Malformed()
    return int(text)


@api.get("/me/export")
@answers(schemas.Export)
def export() -> Response:
    """Everything we hold about me."""
    response = jsonify(exports.everything(myself()))
    response.headers["Content-Disposition"] = "attachment; filename=hundre.json"
    return response


def myself() -> Person:
    """The row of whoever is signed in; Unknown for those who are no person here."""
    found = db.session.get(Person, actor().person_id) if actor().person_id else None
    if found is None:
        raise Unknown()
    return found


@api.delete("/me")
@answers(schemas.Erasure)
def erase() -> Response:
    """Be forgotten. What the law tells us to keep is blocked, and named in the answer."""
    kept = [{"what": thing.what, "why": gettext(thing.why)} for thing in erase_myself().kept]
    return cookies.drop_session(jsonify({"status": "erased", "kept": kept}))


def erase_myself() -> erasing.Erased:
    with transaction():
        return erasing.erase(myself().id, actor())
