"""The visits of whoever is signed in: a part of "Min side", and a page of their own."""

from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import ColumnElement, or_, select

from ..core.clock import now
from ..core.db import db
from ..core.i18n import gettext
from ..identity.actor import Actor, actor
from ..identity.models import Person
from . import visit_types
from .models import Visit, VisitWish
from .service import booking, waiting, wishes

pages = Blueprint("my_visits", __name__, template_folder="templates")
FEW, MOST = 3, 100
OPEN = ("waiting", "offered")


@pages.get("/min-side/avtaler")
def show() -> str:
    return render_template("health_station/my_visits.html", **facts(actor()))


def panel(who: Actor) -> dict[str, Any]:
    """The next few, and whether there are more."""
    found = facts(who)
    return {**found, "coming": found["coming"][:FEW], "more": len(found["coming"]) > FEW or bool(found["past"])}


def facts(who: Actor) -> dict[str, Any]:
    """What is to come, the earliest first; what has been, the latest first; and what is waited for."""
    visits = booking.visits_where(_own(who, Visit.person_id), MOST)
    coming = [one for one in visits if one.state == "booked" and one.start > now()]
    return {
        "coming": sorted(coming, key=lambda one: one.start), "past": [one for one in visits if one not in coming],
        "wishes": _wishes(who), "title": _title if who.role != "contact" else _no_title, "path": booking.path_of,
        "wish_path": wishes.path_of,
    }  # fmt: skip


def _wishes(who: Actor) -> list[tuple[VisitWish, str]]:
    """Those on the waiting list still, with how it stands."""
    wanted = select(VisitWish).where(_own(who, VisitWish.person_id)).order_by(VisitWish.created_at).limit(MOST)
    found = [(one, waiting.place_of(one)[0]) for one in db.session.scalars(wanted)]
    return [(one, state) for one, state in found if state in OPEN]


def _own(who: Actor, person_id: Any) -> ColumnElement[bool]:
    """As with cases: one's own, or those that a verified contact is the contact of."""
    if who.person_id:
        return person_id == who.person_id
    if who.role == "contact" and who.contact:
        known = select(Person.id).where(or_(Person.phone == who.contact, Person.email == who.contact))
        return person_id.in_(known)
    return person_id.is_(None)


def _title(visit: Visit | VisitWish) -> Any:
    return visit_types.by_id(visit.type).title


def _no_title(_: Visit | VisitWish) -> str:
    """Two may share a phone: what it is about is told to neither."""
    return gettext("health_station.kind.name")
