"""Who is told of the waiting list: that they are on it, that there is a time, and what happens when nobody answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import g

from ..core.clock import now
from ..core.db import db
from ..core.i18n import gettext, said, spoken_moment
from ..core.outbox import Outbox
from ..notifications.service.telling import no_longer_needed, prepare
from ..places.service import line
from .models import VisitWish
from .service import booking, waiting, wishes
from .service.unit import station
from .telling import receivers

TEMPLATES = {"wish.joined": "wish_joined", "wish.offered": "wish_offered", "wish.lapsed": "wish_lapsed"}
ANSWERS = {"wish.declined": "wish_declined", "wish.left": "wish_left"}
CALL = "wish_call"
OF_A_WISH = (*TEMPLATES.values(), *ANSWERS.values(), CALL)


def tell(news: Outbox) -> None:
    """What still holds: news that a newer offer, an answer or the time has overtaken is not told."""
    wish = wishes.by_id(UUID(news.ids["wish_id"]))
    state, _, until = waiting.place_of(wish)
    if wish.offers != news.ids["offers"] or not _holds(news.topic, state, until):
        return
    no_longer_needed(wish.id)
    if state == line.LAPSED:
        person = next((one for one in booking.people(wish) if one.phone), wish.person)
        prepare(news.message_id, CALL, f"person:{person.id}", "call", now(), subject_id=wish.id)
        return
    for person, channel in receivers(wish):
        chosen = _channel(news.topic, channel)
        if chosen:
            prepare(
                news.message_id, TEMPLATES[news.topic], f"person:{person.id}", chosen, now(), subject_id=wish.id
            )  # fmt: skip


def _holds(topic: str, state: str, until: datetime | None) -> bool:
    if topic == "wish.offered":
        return state == line.OFFERED and until is not None and until > now()
    return state == line.WAITING or (topic == "wish.lapsed" and state == line.LAPSED)


def _channel(topic: str, usual: str) -> str:
    """Nobody is called only to hear that they wait still. An offer by letter would come too late, so we call."""
    if topic == "wish.offered":
        return {"letter": "call", "none": "call"}.get(usual, usual)
    return "" if usual == "call" else usual


def tell_back(news: Outbox) -> None:
    """Whoever answered by SMS hears by SMS that we understood."""
    receiver = f"person:{news.ids['person_id']}"
    prepare(news.message_id, ANSWERS[news.topic], receiver, "sms", now(), subject_id=UUID(news.ids["wish_id"]))


def facts(wish_id: UUID) -> dict[str, Any]:
    """All that may stand in a message about a wish: its number, the time that is offered, until when; never why."""
    wish, unit = db.session.get_one(VisitWish, wish_id), station()
    _, _, until = waiting.place_of(wish)
    return {
        "reference": wish.reference, "kind": gettext("health_station.kind.name"),
        "unit": said(unit.name) if unit else said(g.municipality.name),
        "deadline": spoken_moment(wish.offered_start) if wish.offered_start else "",
        "until": spoken_moment(until) if until else "",
    }  # fmt: skip


def path(wish_id: UUID) -> str:
    return wishes.path_of(db.session.get_one(VisitWish, wish_id))
