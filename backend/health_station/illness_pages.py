"""Somebody on the staff is ill: what would become of the day's people, and the one button that does it."""

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ..core.clock import today
from ..core.db import transaction
from ..core.errors import Malformed
from ..desk.service import reading
from ..identity.actor import actor
from . import visit_types
from .desk_pages import asked_day
from .service import attending, illness
from .service.illness import Outcome

pages = Blueprint("time_book_illness", __name__, template_folder="templates")


class _OnlyLooked(Exception):
    """Takes back all that was done in the transaction, and brings what it would have come to."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


@pages.get("/ansatt/timebok/syk")
def ill() -> str:
    """One proposal for each, found by doing it all and taking it back: so no two are offered the same time."""
    whose, day = _asked()
    try:
        with transaction():
            raise _OnlyLooked(illness.move_all(whose, day, actor()))
    except _OnlyLooked as looked:
        return _page(whose, day, looked.outcomes, done=False)


@pages.post("/ansatt/timebok/syk")
def move_all() -> ResponseReturnValue:
    """All of them moved and told, and the nurse away that day, in one step."""
    whose, day = _asked()
    with transaction():
        outcomes = illness.move_all(whose, day, actor())
    return _page(whose, day, outcomes, done=True)


def _page(whose: UUID, day: date, outcomes: list[Outcome], done: bool) -> str:
    page = render_template(
        "health_station/ill.html", nurse=illness.colleague(whose, actor()), day=day, outcomes=outcomes, done=done,
        left=[one for one in outcomes if one.after is None], title=lambda type_id: visit_types.by_id(type_id).title,
    )  # fmt: skip
    reading.saw(actor(), "time_book.read", day.isoformat())
    return page


def _asked() -> tuple[UUID, date]:
    attending.may_see(actor())
    day = asked_day()
    try:
        whose = UUID(request.args.get("whose", ""))
    except ValueError:
        raise Malformed() from None
    if day < today():
        raise Malformed()
    return whose, day
