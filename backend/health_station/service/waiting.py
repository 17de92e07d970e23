"""The waiting list: whoever has waited longest is offered what is free, and has time to say yes or no."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from ...core import audit
from ...core.clock import local, now, today
from ...core.db import db
from ...core.errors import Unknown
from ...core.outbox import announce
from ...desk.service.opening import next_reference
from ...identity.actor import Actor
from ...notifications.service.quiet import after_quiet_hours
from ...notifications.service.telling import no_longer_needed
from ...places.cells import cell_of
from ...places.models import InLine, OfferGone, PlaceTaken
from ...places.service import line
from ..models import Visit, VisitWish
from ..visit_types import by_id
from . import booking, finding, wishes
from .finding import Slot

LINE, LETTER = "health_station", "V"
PATIENCE = timedelta(hours=24)
SHORTEST = timedelta(hours=1)
"""Nobody gets less than this to answer; a time that is too near for it goes to whoever comes first."""
BEFOREHAND = timedelta(hours=3)
"""An offer ends at least this long before the visit."""
CHANCES = 2
"""So many offers may go unanswered; then somebody calls instead."""
AT_ONCE = 500
"""So many of the line are asked at a time."""


def take_turn() -> None:
    """Whoever is about to change the line, or to free a time, waits here before locking seats."""
    line.take_turn(LINE)


def join(slot: Slot, told: dict[str, Any], actor: Actor, channel: str) -> VisitWish:
    """At the end of the line for this kind of visit. `slot` says kind, place and how many; its time means nothing."""
    wish = VisitWish(
        id=uuid4(), reference=next_reference(LETTER), whose=told.get("whose"),
        **booking.asked(slot, told, actor, channel),
    )  # fmt: skip
    db.session.add(wish)
    db.session.flush()
    line.join(LINE, wish.id, wish.together)
    _note("joined", wish, actor)
    return wish


def offer_free_times(day: date | None, actor: Actor) -> int:
    """Whatever is free, on that day or at all, is held for the first in line whom it suits. How many were offered."""
    offered = 0
    first, last = (day, day) if day else (today(), today() + finding.HORIZON)
    seen: dict[tuple[object, ...], list[Slot]] = {}
    entries = line.waiting(LINE, AT_ONCE)
    known = wishes.by_ids([entry.who for entry in entries])
    for entry in entries:
        wish = known[entry.who]
        same = (wish.type, wish.place, wish.whose, wish.together)
        if same not in seen:
            seen[same] = finding.free(by_id(wish.type), wish.place, first, last, wish.whose, wish.together)
        suiting = [slot for slot in seen[same] if cell_of(slot.start) not in wish.refused]
        if any(_offer(entry, wish, slot, actor) for slot in suiting):
            seen, offered = {}, offered + 1
    return offered


def _offer(entry: InLine, wish: VisitWish, slot: Slot, actor: Actor) -> bool:
    """False where there is no time to answer, or somebody was quicker."""
    asked_at = after_quiet_hours(now())
    until = min(asked_at + PATIENCE, slot.start - BEFOREHAND)
    if until < asked_at + SHORTEST:
        return False
    try:
        possible = finding.ways(slot, wish.whose)
        way = line.offer(entry, [one for _, one in possible], until)
    except (PlaceTaken, finding.NoSuchSlot):
        return False
    wish.offered_start, wish.offers = slot.start, wish.offers + 1
    wish.offered_resource = next(resource_id for resource_id, its_way in possible if its_way is way)
    _note("offered", wish, actor)
    return True


def accept(wish: VisitWish, actor: Actor) -> Visit:
    """Yes: the time that was held is theirs. Raises OfferGone."""
    entry, claim_id = line.accept(_entry(wish).id)
    if wish.offered_start is None or wish.offered_resource is None or wish.offered_start <= now():
        raise OfferGone()
    visit = booking.from_wish(
        wish, wish.offered_start, wish.offered_resource, claim_id, actor, asked_at=wish.created_at
    )
    wish.visit_id = visit.id
    entry.claim_id = None
    no_longer_needed(wish.id)
    audit.record("wish.accepted", wish.id, actor=actor.mark, role=actor.role, person_id=wish.person_id)
    return visit


def decline(wish: VisitWish, actor: Actor) -> None:
    """Not this time: they stay where they are in the line, and the next is asked. Raises OfferGone."""
    line.decline(_entry(wish).id, stay=True)
    day = _refused(wish)
    no_longer_needed(wish.id)
    audit.record("wish.declined", wish.id, actor=actor.mark, role=actor.role, person_id=wish.person_id)
    offer_free_times(day, actor)


def leave(wish: VisitWish, actor: Actor) -> None:
    """Out of the line, without a why. Leaving twice changes nothing."""
    entry = _entry(wish)
    if entry.state not in (line.WAITING, line.OFFERED, line.LAPSED):
        return
    day = local(wish.offered_start).date() if entry.state == line.OFFERED and wish.offered_start else None
    line.leave(entry)
    no_longer_needed(wish.id)
    audit.record("wish.left", wish.id, actor=actor.mark, role=actor.role, person_id=wish.person_id)
    if day:
        offer_free_times(day, actor)


def wait_again(wish: VisitWish, actor: Actor) -> None:
    """We got hold of whoever did not answer: back to where they stood. Raises OfferGone for all others."""
    entry = _entry(wish)
    if entry.state != line.LAPSED:
        raise OfferGone()
    line.stay(entry)
    wish.unanswered = 0
    no_longer_needed(wish.id)
    audit.record("wish.waits_again", wish.id, actor=actor.mark, role=actor.role, person_id=wish.person_id)


def lapse(actor: Actor) -> int:
    """For the clockwork: whoever did not answer keeps their place once; then somebody calls. How many were late."""
    late = line.lapse(LINE)
    for entry in late:
        wish = wishes.by_id(entry.who)
        wish.unanswered += 1
        day = _refused(wish)
        no_longer_needed(wish.id)
        if wish.unanswered < CHANCES:
            line.stay(entry)
        _note("lapsed", wish, actor)
        offer_free_times(day, actor)
    return len(late)


def _refused(wish: VisitWish) -> date | None:
    """The time they did not want is not offered to them again; its day."""
    start, wish.offered_start, wish.offered_resource = wish.offered_start, None, None
    if start is None:
        return None
    wish.refused = [*wish.refused, cell_of(start)]
    return local(start).date()


def _note(what: str, wish: VisitWish, actor: Actor) -> None:
    db.session.flush()
    audit.record(f"wish.{what}", wish.id, actor=actor.mark, role=actor.role, person_id=wish.person_id)
    announce(f"wish.{what}", wish_id=wish.id, offers=wish.offers)


def place_of(wish: VisitWish) -> tuple[str, int, datetime | None]:
    """(state, number in the line or 0, until when an offer stands)."""
    entry = _entry(wish)
    number = line.position(entry) if entry.state == line.WAITING else 0
    return entry.state, number, entry.until


def _entry(wish: VisitWish) -> InLine:
    found = line.of(LINE, wish.id)
    if found is None:
        raise Unknown()
    return found
