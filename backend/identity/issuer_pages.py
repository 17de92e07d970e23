"""The way to an issuer and back, and the issuer's word that somebody has signed out elsewhere."""

from flask import Blueprint, Response, after_this_request, jsonify, request
from flask.typing import ResponseReturnValue

from ..core.db import transaction
from ..core.errors import Malformed
from ..core.i18n import language
from ..core.web import CSP
from . import cookies
from .actor import actor
from .models import NationalIdTaken
from .pages import come_in
from .service import issuers, oidc, sessions, tokens, vouched_for
from .service.entering import Entrance
from .way_back import asked_path

pages = Blueprint("issuers", __name__)

ANSWERS = {"citizen": "/logg-inn/id-porten/svar", "staff": "/logg-inn/ansatt/svar"}


def _answer_at(kind: str) -> str:
    """The one address of ours that the issuer knows: without language, on the municipality's own host."""
    return request.host_url.rstrip("/") + ANSWERS[kind]


@pages.get("/logg-inn/id-porten")
def to_id_porten() -> ResponseReturnValue:
    return _depart("citizen")


@pages.get("/logg-inn/ansatt")
def to_staff_issuer() -> ResponseReturnValue:
    return _depart("staff")


def _depart(kind: str) -> Response:
    """Somebody signed in surely already comes here for more: then the highest level is asked for."""
    surer = kind == "citizen" and actor().assurance == "substantial"
    way = oidc.Way(_answer_at(kind), asked_path(), request.script_root, language())
    address, journey = oidc.depart(issuers.of(kind), way, surer)
    return cookies.put_journey(Response(status=303, headers={"Location": address}), journey)


@pages.get("/logg-inn/id-porten/svar")
def from_id_porten() -> ResponseReturnValue:
    return _arrive("citizen")


@pages.get("/logg-inn/ansatt/svar")
def from_staff_issuer() -> ResponseReturnValue:
    return _arrive("staff")


def _arrive(kind: str) -> Response:
    after_this_request(cookies.drop_journey)
    proof = oidc.arrive(issuers.of(kind), cookies.journey(), request.args, _answer_at(kind))
    try:
        entrance = _entered(proof)
    except NationalIdTaken:
        entrance = _entered(proof)
    return come_in(entrance, proof.journey.onward, proof.journey.root)


def _entered(proof: oidc.Proof) -> Entrance:
    """Somebody new who comes by two doors at once is written down by the first; the second finds them."""
    with transaction():
        return vouched_for.enter(proof, actor())


@pages.get("/logg-ut/front")
def ended_in_front() -> Response:
    """The issuer shows this in a frame of its own when the person signs out there. No cookie comes along."""
    issuer = next((one for one in issuers.everyone() if one.asked.issuer == request.args.get("iss")), None)
    sid = request.args.get("sid", "")
    if issuer is None or not 0 < len(sid) <= tokens.LONGEST_SID:
        raise Malformed()
    sessions.end_by_issuer(issuer.asked.issuer, sid)
    response = Response("", mimetype="text/html")
    framed_by = f"frame-ancestors {' '.join(issuer.origins())}"
    response.headers["Content-Security-Policy"] = CSP.replace("frame-ancestors 'none'", framed_by)
    return response


@pages.post("/logg-ut/bak")
def ended_from_behind() -> ResponseReturnValue:
    """The issuer's own machine tells us, with a signed token. Done before we answer."""
    token = request.form.get("logout_token", "")
    for issuer in issuers.everyone():
        try:
            sessions.end_by_issuer(issuer.asked.issuer, tokens.ended_session(issuer, token))
        except tokens.BadToken as fault:
            oidc.log.warning("logout refused", issuer=issuer.kind, why=str(fault))
        else:
            return jsonify({"status": "ended"})
    return jsonify({"error": "invalid_request"}), 400
