"""The waiting list's commands as pages and programs call them: once per key."""

from datetime import timedelta
from typing import Any

from flask import request

from ..core.clock import now
from ..core.db import transaction
from ..core.errors import Invalid
from ..core.idempotency import key_from, once
from ..core.limits import spend
from ..core.schema import loaded
from ..identity.actor import actor
from ..places.models import HoldExpired, OfferGone
from . import for_another
from .models import Visit, VisitWish
from .schemas import WishSchema
from .service import finding, waiting, wishes
from .visit_types import bookable

SCHEMA = WishSchema()


def wait(told: dict[str, Any], key: str | None, channel: str) -> dict[str, Any]:
    """One place on the waiting list per key; whatever is free already is offered at once."""
    return once("health_station.wait", key_from(key), told, lambda: answer_for(_wait(told, channel)))


def _wait(told: dict[str, Any], channel: str) -> VisitWish:
    who, visit_type = actor(), bookable(told["visit_type"])
    if told["together"] > visit_type.most_together:
        raise Invalid({"together": ["field.choice"]})
    if not who.is_staff:
        spend("health_station.wait", request.remote_addr or "", 20, timedelta(hours=1))
    place = told["place"] if told["place"] in visit_type.places else visit_type.places[0]
    wish = waiting.join(finding.Slot(now(), visit_type, place, told["together"]), told, who, channel)
    waiting.offer_free_times(None, who)
    return wish


def wait_by_form(told: dict[str, Any], key: str | None, channel: str) -> dict[str, Any]:
    """What was written for another counts only where it is for another."""
    return wait(loaded(SCHEMA, for_another.as_command(told)), key, channel)


def answer_for(wish: VisitWish) -> dict[str, Any]:
    state, number, _ = waiting.place_of(wish)
    return {
        "reference": wish.reference, "status": state, "position": number, "receipt": wishes.path_of(wish),
        "token": wishes.token_of(wish.id),
    }  # fmt: skip


DEEDS = {"decline": waiting.decline, "leave": waiting.leave, "wait_again": waiting.wait_again}


def answer_offer(wish: VisitWish, deed: str) -> Visit | None:
    """`accept`, `decline` or `leave`, and for staff `wait_again`; the visit where it was a yes. Raises OfferGone."""
    if deed != "accept" and (deed not in DEEDS or (deed == "wait_again" and not actor().is_staff)):
        raise Invalid({"deed": ["field.choice"]})
    try:
        with transaction():
            waiting.take_turn()
            found = wishes.by_id(wish.id, lock=True)
            if deed == "accept":
                return waiting.accept(found, actor())
            DEEDS[deed](found, actor())
            return None
    except HoldExpired:
        raise OfferGone() from None
