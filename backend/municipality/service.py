"""Which municipality this is about: by host name in a request, by name in work outside one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app, g, request

from ..core import scope
from ..core.errors import Unknown
from .record import Municipality, by_id, phone_link
from .words import opening_lines, phone_words, theme_url

__all__ = ["Municipality", "by_host", "by_id", "served", "working_for"]


class NoSuchMunicipality(Unknown):
    """No municipality answers at this address."""

    key = "no_such_municipality"


def served() -> list[Municipality]:
    """The municipalities of this installation."""
    return [by_id(name) for name in current_app.config["HUNDRE"].municipalities]


def by_host(host: str) -> Municipality:
    """Whose address this is; on a plain loopback address the default one. Raises NoSuchMunicipality."""
    name = host.rsplit(":", 1)[0].strip("[]").lower()
    settings = current_app.config["HUNDRE"]
    for municipality in served():
        if name in municipality.hosts or name == f"{municipality.id}.localhost":
            return municipality
    if name in ("localhost", "127.0.0.1", "::1"):
        return by_id(settings.default_municipality)
    raise NoSuchMunicipality()


def choose_municipality() -> None:
    """Before each request: the host name says whose people and cases this is about."""
    g.municipality = by_host(request.host)
    scope.choose(g.municipality.id)


@contextmanager
def working_for(municipality_id: str) -> Iterator[None]:
    """Outside a request: this municipality's rows, hours and words until the block ends."""
    with scope.in_municipality(municipality_id):
        g.municipality = by_id(municipality_id)
        yield


def init_app(app: Flask) -> None:
    app.before_request(choose_municipality)
    app.teardown_request(lambda _: scope.leave())
    app.jinja_env.globals.update(phone_link=phone_link, phone_words=phone_words, opening_lines=opening_lines)
    app.context_processor(_about_the_municipality)


def _about_the_municipality() -> dict[str, Any]:
    own = g.get("municipality")
    return {"municipality": own, "theme_url": theme_url(own) if own else ""}
