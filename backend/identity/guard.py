"""The guard at every door: one matrix says who may, before any room is entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask import Flask, g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule

from ..core.errors import NotAllowed, NotSignedIn, TooLowAssurance
from .actor import ANONYMOUS, Actor, actor
from .service import devices, sessions

MATRIX = Path(__file__).resolve().parents[1] / "authorisation.yaml"
PLAIN, HOST_BOUND = "hundre_session", "__Host-hundre_session"


class Unguarded(RuntimeError):
    """A route has no row in the matrix: the application refuses to start."""


@dataclass(frozen=True)
class Door:
    """Who may use one method of one endpoint, and for which view the municipality sets the assurance."""

    roles: frozenset[str]
    view: str = ""
    least: str = "none"

    def admit(self, who: Actor) -> None:
        """Raises NotSignedIn, NotAllowed or TooLowAssurance."""
        if who.role not in self.roles:
            raise NotSignedIn() if who.role == "anonymous" else NotAllowed()
        needed = self.needed()
        if not who.is_staff and not who.is_as_sure_as(needed):
            raise NotSignedIn() if who.role == "anonymous" else TooLowAssurance(needed)

    def needed(self) -> str:
        return g.municipality.assurance_for(self.view, self.least) if self.view else self.least


@cache
def doors() -> Mapping[tuple[str, str], Door]:
    """The matrix as (endpoint, method) -> Door."""
    tree = yaml.safe_load(MATRIX.read_text("utf-8"))
    return {
        (endpoint, method): _door(tree, cell)
        for endpoint, row in tree["routes"].items()
        for method, cell in row.items()
    }


def _door(tree: Mapping[str, Any], cell: Any) -> Door:
    group, _, view = str(cell).partition(" to ")
    return Door(frozenset(tree["groups"][group]), view, tree["assurance"][view] if view else "none")


def methods_of(rule: Rule) -> set[str]:
    return set(rule.methods or ()) - {"HEAD", "OPTIONS"}


def unguarded(app: Flask) -> list[str]:
    """Routes without a row, as `endpoint METHOD`."""
    return sorted(
        f"{rule.endpoint} {method}"
        for rule in app.url_map.iter_rules()
        for method in methods_of(rule)
        if (rule.endpoint, method) not in doors()
    )


def cookie_name() -> str:
    return HOST_BOUND if request.is_secure else PLAIN


def recognise() -> None:
    """Find out who asks. Without a cookie the store is not even asked."""
    token = request.cookies.get(cookie_name(), "")
    g.actor = sessions.actor_of(token) if 40 < len(token) < 80 else ANONYMOUS


def admit() -> ResponseReturnValue | None:
    """Let in, refuse, or show a person the way to the sign-in page."""
    if request.endpoint is None:
        return None
    method = "GET" if request.method in ("HEAD", "OPTIONS") else request.method
    door = doors().get((request.endpoint, method))
    if door is None:
        return None
    try:
        door.admit(actor())
    except (NotSignedIn, TooLowAssurance):
        if request.path.startswith("/api/") or request.method not in ("GET", "HEAD"):
            raise
        return redirect(f"{request.script_root}/logg-inn?next={request.path}")
    return None


def init_app(app: Flask) -> None:
    app.before_request(recognise)
    app.before_request(admit)
    app.context_processor(_about_the_actor)


def _about_the_actor() -> dict[str, Any]:
    """`owner` tells the phone whose page this is; public pages are the same for everybody and name nobody."""
    who = actor()
    nobody = who is ANONYMOUS or g.get("public_page")
    return {"actor": who, "owner": None if nobody else devices.owner_of(who)}
