"""What the desk shows of the time book: a case's visits, and the way in; nothing for those whose it is not."""

from typing import Any

from ..desk.models import Case
from ..desk.registry import Place
from ..identity.actor import Actor, actor
from . import visit_types
from .service import asking, attending, linking


def has_book(who: Actor) -> bool:
    """Whether this person books visits here."""
    return visit_types.book_is_here() and attending.is_theirs(who)


def _leads(who: Actor) -> bool:
    return visit_types.book_is_here() and who.role == "leader"


def _sets_up(who: Actor) -> bool:
    return visit_types.book_is_here() and who.role == "administrator"


PLACES = (
    Place("appointments", "/ansatt/timebok", "calendar", has_book, after="register"),
    Place("book_visit", "/ansatt/timebok/ny", "clock", has_book, after="register"),
    Place("station_plans", "/ansatt/timebok/planer", "calendar", _sets_up, after="setup"),
    Place("visit_numbers", "/ansatt/timebok/tall", "chart", _leads, after="helped"),
)
"""Places in the desk's rail."""


def panel(case: Case) -> dict[str, Any]:
    """`open`: one may book from here; a wish for a time has a button of its own."""
    if not has_book(actor()):
        return {"may": False, "visits": []}
    visits = [
        {"id": one.id, "start": one.start, "state": one.state, "title": dict(visit_types.by_id(one.type).title)}
        for one in linking.visits_of_case(case.id)
    ]
    return {"may": True, "visits": visits, "open": case.open and case.kind != asking.KIND}
