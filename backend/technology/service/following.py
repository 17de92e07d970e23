""" "Did it help?": asked once, answered once, and then nobody's."""

from datetime import timedelta
from hmac import compare_digest
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select, update

from ...core import audit
from ...core.clock import now, today
from ...core.db import db, in_municipality, transaction
from ...core.errors import Unknown
from ...core.outbox import Outbox, announce
from ...core.secrets import keyed
from ...desk.models import Case
from ...desk.service import reading
from ...identity import erasing
from ...identity.actor import CLOCKWORK, Actor
from ...identity.models import Person
from ...identity.service.people import best_channel
from ...notifications.service.quiet import after_quiet_hours
from ...notifications.service.telling import no_longer_needed, prepare
from ..models import FollowUp
from .counting import count

SIX_WEEKS = timedelta(days=42)
KEPT_AFTER = timedelta(days=60)
"""How long after the question an answer is waited for, and a receipt of it remembered."""
TEMPLATE = "follow_up"


def follow_up(
    origin: str, slug: str, need: str, person: Person, case: Case | None = None, *, guest: bool = False
) -> FollowUp:
    """Ask this person about this type in six weeks. Raises AlreadyFollowedUp."""
    asked = FollowUp(
        id=uuid4(), origin=origin, type=slug, need=need, person_id=person.id, case_id=case.id if case else None,
        guest=guest, due_on=today() + SIX_WEEKS,
    )  # fmt: skip
    db.session.flush()
    db.session.add(asked)
    db.session.flush()
    return asked


def ask_if_it_helped() -> int:
    """Announce every question whose day has come, over all municipalities; how many were new.

    Nobody is asked about a case that was taken back.
    """
    lives = or_(FollowUp.case_id.is_(None), Case.status != "withdrawn")
    due = (
        select(FollowUp.municipality_id, FollowUp.id)
        .outerjoin(Case, Case.id == FollowUp.case_id)
        .where(FollowUp.asked_at.is_(None), FollowUp.due_on <= today(), FollowUp.person_id.is_not(None), lives)
        .order_by(FollowUp.due_on).limit(500)
    )  # fmt: skip
    found = db.session.execute(due).all()
    db.session.rollback()
    return sum(_ask(municipality_id, follow_up_id) for municipality_id, follow_up_id in found)


def _ask(municipality_id: str, follow_up_id: UUID) -> int:
    """Whichever clockwork sets the moment does the asking."""
    with in_municipality(municipality_id), transaction() as session:
        unasked = (FollowUp.id == follow_up_id, FollowUp.asked_at.is_(None), FollowUp.person_id.is_not(None))
        mine = update(FollowUp).where(*unasked).values(asked_at=now()).returning(FollowUp.person_id)
        person_id = session.scalar(mine)
        if person_id is None:
            return 0
        announce("technology.follow_up", follow_up_id=follow_up_id)
        audit.record("technology.asked", follow_up_id, actor="system", role=CLOCKWORK.role, person_id=person_id)
    return 1


def tell(news: Outbox) -> None:
    """One message for the person, or for the helper who was to be told in their place; it waits for the morning."""
    asked = db.session.get(FollowUp, UUID(news.ids["follow_up_id"]))
    if asked is None or asked.person_id is None:
        return
    case = reading.by_id(asked.case_id) if asked.case_id else None
    person = case.helper if case and case.tell == "helper" else None
    person = person or db.session.get_one(Person, asked.person_id)
    prepare(
        news.message_id, TEMPLATE, f"person:{person.id}", best_channel(person), after_quiet_hours(now()), case=case,
        subject_id=asked.id,
    )  # fmt: skip


def token_of(follow_up_id: UUID) -> str:
    """128 bits that open this one question; derived, so that the message can be worded when it is sent."""
    return keyed("follow_up", str(follow_up_id))[:32]


def path_of(follow_up_id: UUID) -> str:
    return f"/hjelpemidler/hjalp-den/{follow_up_id}?token={token_of(follow_up_id)}"


def question(follow_up_id: UUID, token: str, lock: bool = False) -> FollowUp:
    """What the link opens. Everything else is unknown."""
    wanted = select(FollowUp).where(FollowUp.id == follow_up_id)
    found = db.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None or not token.isascii() or not compare_digest(token_of(found.id), token):
        raise Unknown()
    return found


def is_for_helper(asked: FollowUp) -> bool:
    """The one who reads the question is not the one who uses the thing."""
    case = reading.by_id(asked.case_id) if asked.case_id else None
    return bool(case and case.tell == "helper")


def answer(asked: FollowUp, verdict: str, actor: Actor) -> bool:
    """Count it and forget whose it was. False where it was answered before: then nothing changes."""
    if asked.answered:
        return False
    count(asked.need, verdict)
    guest = asked.person_id if asked.guest else None
    asked.person_id = asked.case_id = None
    asked.type = asked.need = ""
    asked.answered, asked.guest = True, False
    db.session.flush()
    no_longer_needed(asked.id)
    if guest:
        erasing.erase(guest, CLOCKWORK)
    who = actor.mark if actor.is_staff else "anonymous"
    audit.record("technology.answered", asked.id, actor=who, role=actor.role if actor.is_staff else "anonymous")
    return True


def forget_unanswered() -> None:
    """Those who were written down for the question alone and did not answer it; and the receipts of old answers."""
    old = select(FollowUp.municipality_id, FollowUp.id).where(
        FollowUp.asked_at < now() - KEPT_AFTER, or_(FollowUp.guest.is_(True), FollowUp.answered.is_(True))
    )
    found = db.session.execute(old.limit(500)).all()
    db.session.rollback()
    for municipality_id, follow_up_id in found:
        with in_municipality(municipality_id), transaction() as session:
            asked = session.scalar(select(FollowUp).where(FollowUp.id == follow_up_id).with_for_update())
            if asked is not None and asked.guest and asked.person_id:
                erasing.erase(asked.person_id, CLOCKWORK)
            session.execute(delete(FollowUp).where(FollowUp.id == follow_up_id))
