"""One mapping of refusals: problem+json (RFC 9457) for programs, a kind page for people."""

from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from .db import db
from .errors import Busy, Conflict, Invalid, Malformed, NotAllowed, NotSignedIn, Refusal, TooLarge, TooMany, Unknown
from .i18n import gettext
from .logs import trace_of

BY_STATUS: dict[int, type[Refusal]] = {
    400: Malformed, 401: NotSignedIn, 403: NotAllowed, 404: Unknown, 413: TooLarge, 422: Invalid,
}  # fmt: skip
log = structlog.get_logger("hundre.web")


class MethodNotAllowed(Refusal):
    status, key = 405, "method_not_allowed"


class Fault(Refusal):
    """Our own mistake; the reference lets us find it in the log."""

    status, key = 500, "fault"


def for_program() -> bool:
    return request.path.startswith("/api/")


def problem(refusal: Refusal, reference: str = "") -> Response:
    """RFC 9457, with words in the asked language and, for conflicts, what can be had instead."""
    shape: dict[str, Any] = {
        "type": f"/api/v1/docs#{refusal.key}",
        "title": gettext(f"error.{refusal.key}.title"),
        "status": refusal.status,
        "detail": gettext(f"error.{refusal.key}.text"),
        **refusal.facts,
    }
    if refusal.errors:
        shape["errors"] = spoken_errors(refusal)
    if isinstance(refusal, Conflict):
        shape["choices"] = refusal.choices
    if reference:
        shape["reference"] = reference
    response = jsonify(shape)
    response.content_type = "application/problem+json"
    return response


def spoken_errors(refusal: Refusal) -> dict[str, list[str]]:
    """Field -> messages, in the asked language."""
    return {field: [gettext(key) for key in keys] for field, keys in refusal.errors.items()}


def answer(refusal: Refusal, reference: str = "") -> Response:
    if for_program():
        response = problem(refusal, reference)
    else:
        response = make_response(render_template("core/problem.html", refusal=refusal, reference=reference))
    response.status_code = refusal.status
    response.headers.update(refusal.headers)
    return response


def _refused(refusal: Refusal) -> Response:
    db.session.rollback()
    return answer(refusal)


def _http(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:
        return error
    if code == 405:
        refusal: Refusal = MethodNotAllowed()
        refusal.headers = dict(error.get_headers(request.environ))
        refusal.headers.pop("Content-Type", None)
    elif code == 429:
        refusal = TooMany()
    else:
        refusal = BY_STATUS.get(code, Malformed if code < 500 else Fault)()
    return _refused(refusal)


def _store(error: Exception) -> Response:
    """A value the store can't hold is malformed input; a store that is away means come back later."""
    db.session.rollback()
    reference = uuid4().hex[:8]
    log.warning("store refused", reference=reference, kind=type(error).__name__, endpoint=request.endpoint)
    return answer(Busy() if isinstance(error, OperationalError) else Malformed(), reference)


def _fault(error: Exception) -> Response:
    db.session.rollback()
    reference = uuid4().hex[:8]
    log.error("fault", reference=reference, endpoint=request.endpoint, kind=type(error).__name__, trace=trace_of(error))
    return answer(Fault(), reference)


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http)
    for kind in (DataError, IntegrityError, OperationalError, OverflowError, UnicodeError):
        app.register_error_handler(kind, _store)
    app.register_error_handler(Exception, _fault)
