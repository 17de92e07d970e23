"""Signing in and out, for people: ID-porten, a code, or in a demo one of the made-up people."""

from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..core.db import transaction
from ..core.errors import Invalid, Unknown
from ..core.problems import spoken_errors
from ..core.schema import loaded
from ..core.web import nested
from . import api, cookies, schemas
from .actor import Actor, actor
from .service import codes, demo_people, entering, issuers, oidc
from .way_back import asked_path, onward

pages = Blueprint("identity", __name__, template_folder="templates")

MINUTES = int(codes.LIVES.total_seconds()) // 60


@pages.get("/logg-inn")
def sign_in() -> str:
    return _choices({}, {})


def _choices(told: dict[str, Any], errors: dict[str, list[str]]) -> str:
    """The ways to sign in, in plain words. Somebody signed in already is here because more is needed."""
    demo = current_app.config["HUNDRE"].demo
    return render_template(
        "identity/sign_in.html", told=told, errors=errors, onward=asked_path(), me=actor(),
        id_porten=issuers.configured("citizen") is not None, staff=issuers.configured("staff") is not None,
        cast=demo_people.people(g.municipality.id) if demo else [],
    )  # fmt: skip


@pages.post("/logg-inn/kode")
def send_code() -> ResponseReturnValue:
    told = nested(request.form)
    try:
        wish = loaded(schemas.CodeWish(), told)
    except Invalid as refusal:
        return _choices(told, spoken_errors(refusal)), refusal.status
    with transaction():
        codes.ask_for_code(wish["contact"], request.remote_addr or "")
    return _ask_for_digits(wish["contact"], {})


def _ask_for_digits(contact: str, errors: dict[str, list[str]]) -> str:
    return render_template("identity/code.html", contact=contact, errors=errors, onward=asked_path(), minutes=MINUTES)


@pages.post("/logg-inn/kode/bekreft")
def check_code() -> ResponseReturnValue:
    told = nested(request.form)
    try:
        entrance = api.entrance_by_code(loaded(schemas.CodeGiven(), told))
    except Invalid as refusal:
        if "contact" in refusal.errors:
            return _choices(told, spoken_errors(refusal)), refusal.status
        return _ask_for_digits(told["contact"], spoken_errors(refusal)), refusal.status
    return come_in(entrance, asked_path(), request.script_root)


def come_in(entrance: entering.Entrance, path: str, root: str) -> Response:
    """On to where they were going, with the new session's cookie in place of any older one."""
    response = make_response(redirect(onward(entrance.who, path, root), 303))
    return cookies.put_session(response, entrance.token)


@pages.get("/logg-inn/kode")
@pages.get("/logg-inn/kode/bekreft")
def begin_again() -> ResponseReturnValue:
    """Another language or a reload on the way: the choices are the beginning."""
    return redirect(request.script_root + "/logg-inn", 303)


@pages.post("/dev/logg-inn")
def sign_in_as() -> ResponseReturnValue:
    """Sign in as one of the demo's people. Outside demo there is no such address."""
    found = demo_people.by_contact(request.form.get("email", ""))
    if found is None:
        raise Unknown()
    with transaction():
        entrance = entering.enter(entering.as_demo_person(found), actor())
    return come_in(entrance, asked_path(), request.script_root)


@pages.get("/logg-ut")
def signed_out() -> str:
    """Where an issuer sends people back to; a button for whoever is still signed in."""
    return render_template("identity/signed_out.html", me=actor(), leave_at=None)


@pages.post("/logg-ut")
def sign_out() -> Response:
    """End the session here, then at the issuer.

    The way to the issuer goes by `Refresh`: browsers that hold a form to `form-action 'self'` would
    stop a redirect. The page itself has the link for the others.
    """
    with transaction():
        vouched = entering.leave(actor())
    leave_at = _issuers_door(vouched) if vouched else None
    page = render_template("identity/signed_out.html", me=Actor(), leave_at=leave_at)
    response = cookies.drop_session(make_response(page))
    if leave_at:
        response.headers["Refresh"] = f"0; url={leave_at}"
    return response


def _issuers_door(vouched: entering.Vouched) -> str | None:
    issuer = next((one for one in issuers.everyone() if one.asked.issuer == vouched.issuer), None)
    return oidc.farewell(issuer, vouched, request.host_url.rstrip("/") + "/logg-ut") if issuer else None
