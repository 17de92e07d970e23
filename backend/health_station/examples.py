"""Commands that the demo municipality accepts as they stand, for the API's documents and the tests."""

from datetime import timedelta
from typing import Any

from ..core.clock import today
from . import visit_types
from .service import finding


def booking() -> dict[str, Any]:
    """The last free time of the month: those who try it out take nothing that is soon."""
    return {"slot": _slot(1), "name": "Kari Fjelldal", "phone": "900 00 001", "channel": "sms", "needs": ["companion"]}


def holding() -> dict[str, Any]:
    return {"slot": _slot(2)}


def moving() -> dict[str, Any]:
    return {"slot": _slot(3)}


def _slot(from_the_end: int) -> str:
    """Each example has a time of its own, so that all can be tried one after the other."""
    offered = visit_types.offered()
    if not offered:
        return ""
    found = finding.free(offered[0], offered[0].places[0], today(), today() + timedelta(days=30))
    return found[-from_the_end].id if len(found) >= from_the_end else ""


def wish() -> dict[str, Any]:
    """A place on the list for the first kind of visit."""
    offered = visit_types.offered()
    first = offered[0].id if offered else ""
    return {"visit_type": first, "name": "Kari Fjelldal", "phone": "900 00 001", "channel": "sms"}


def request_for_time() -> dict[str, Any]:
    return {
        "type": "first_talk", "when": "morning", "about": "Jeg kan ikke torsdager.", "name": "Kari Fjelldal",
        "phone": "900 00 001", "channel": "call",
    }  # fmt: skip
