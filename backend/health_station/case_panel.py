"""What the desk shows of the time book: a case's visits, and the way in; nothing for those whose it is not."""

from typing import Any

from ..desk.models import Case
from ..desk.registry import Place
from ..identity.actor import Actor, actor
from . import visit_types
from .service import attending, linking


def _has_book(who: Actor) -> bool:
    return bool(visit_types.for_staff()) and attending.is_theirs(who)


def _leads(who: Actor) -> bool:
    return bool(visit_types.for_staff()) and who.role == "leader"


def _sets_up(who: Actor) -> bool:
    return bool(visit_types.for_staff()) and who.role == "administrator"


PLACES = (
    Place("appointments", "/ansatt/timebok", "calendar", _has_book, after="register"),
    Place("book_visit", "/ansatt/timebok/ny", "clock", _has_book, after="register"),
    Place("station_plans", "/ansatt/timebok/planer", "calendar", _sets_up, after="setup"),
    Place("visit_numbers", "/ansatt/timebok/tall", "chart", _leads, after="helped"),
)
"""Places in the desk's rail."""


def panel(case: Case) -> dict[str, Any]:
    if not _has_book(actor()):
        return {"may": False, "visits": []}
    visits = [
        {"id": one.id, "start": one.start, "state": one.state, "title": dict(visit_types.by_id(one.type).title)}
        for one in linking.visits_of_case(case.id)
    ]
    return {"may": True, "visits": visits, "open": case.open}
