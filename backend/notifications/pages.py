"""What goes out, for the desk: calls to make, letters to post, what was given up."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ..core import audit
from ..core.db import transaction
from ..core.errors import Unknown
from ..core.outbox import longest_wait_seconds
from ..desk.service.reading import saw
from ..identity.actor import actor
from .service import delivering, letters, lists, wording

pages = Blueprint("notifications", __name__, template_folder="templates")
RED_AFTER = 300


@pages.get("/ansatt/varsler")
def overview() -> str:
    age = longest_wait_seconds()
    page = render_template(
        "notifications/overview.html", calls=lists.to_carry_out(actor(), "call"),
        letters=lists.to_carry_out(actor(), "letter"), given_up=lists.given_up(actor()),
        underway=lists.underway(actor()), age=age, late=age > RED_AFTER, told=wording.told,
    )  # fmt: skip
    saw(actor(), "messages.read", "lists")
    return page


@pages.post("/ansatt/varsler/<uuid:message_id>/<deed>")
def do(message_id: UUID, deed: str) -> ResponseReturnValue:
    """`again` sends what was given up; `done` ticks a call or a letter."""
    deeds = {"again": delivering.send_again, "done": delivering.carried_out}
    if deed not in deeds:
        raise Unknown()
    with transaction():
        entry = lists.entry(actor(), message_id)
        if entry is None:
            raise Unknown()
        deeds[deed](message_id, actor())
        audit.record(f"message.{deed}", message_id, actor=actor().mark, role=actor().role, person_id=entry.whose)
    return redirect(url_for("notifications.overview"), 303)


@pages.get("/ansatt/varsler/<uuid:message_id>/brev")
def letter(message_id: UUID) -> str:
    """The letter as it is printed: the one thing besides the signed-in page that carries more."""
    entry = lists.entry(actor(), message_id)
    if entry is None or entry.person is None:
        raise Unknown()
    page = letters.page(entry)
    saw(actor(), "letter.read", message_id, entry.whose)
    return page
