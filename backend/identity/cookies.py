"""The two cookies: the session's token, and the journey to an issuer. No script reads them."""

from flask import Response, request

from .guard import cookie_name
from .service.oidc import JOURNEY_LIVES, Journey

JOURNEY = "hundre_journey"


def put_session(response: Response, token: str) -> Response:
    return _put(response, cookie_name(), token)


def drop_session(response: Response) -> Response:
    return _drop(response, cookie_name())


def put_journey(response: Response, journey: Journey) -> Response:
    return _put(response, _journey_name(), journey.folded(), int(JOURNEY_LIVES.total_seconds()))


def drop_journey(response: Response) -> Response:
    return _drop(response, _journey_name())


def journey() -> Journey:
    """Raises SignInRefused where this browser has begun none."""
    return Journey.unfolded(request.cookies.get(_journey_name(), ""))


def _journey_name() -> str:
    return f"__Host-{JOURNEY}" if request.is_secure else JOURNEY


def _put(response: Response, name: str, value: str, max_age: int | None = None) -> Response:
    response.set_cookie(name, value, max_age=max_age, path="/", secure=request.is_secure, httponly=True, samesite="Lax")
    return response


def _drop(response: Response, name: str) -> Response:
    response.delete_cookie(name, path="/", secure=request.is_secure, httponly=True, samesite="Lax")
    return response
