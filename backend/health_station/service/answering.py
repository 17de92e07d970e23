"""What people answer by SMS: yes or no to the time they were offered, and stop. Everything else is for a human."""

import re
import unicodedata
from uuid import UUID

from sqlalchemy import or_, select

from ...core.clock import now
from ...core.db import db
from ...core.errors import Conflict
from ...core.outbox import announce
from ...identity.actor import Actor
from ...identity.models import Person
from ...places.service import line
from ..models import VisitWish
from . import booking, waiting, wishes

WORDS = {
    "accept": ("ja", "ja takk", "ja gjerne", "jepp", "jada", "ok", "okei", "okay", "yes", "yes please"),
    "decline": ("nei", "nei takk", "no", "no thanks", "no thank you"),
    "leave": ("stopp", "stop"),
}
DEEDS = {words: deed for deed, many in WORDS.items() for words in many}
MOST_OF_A_PHONE = 100


def read(phone: str, text: str) -> bool:
    """Whether it was understood. A phone with several offers, or none, says too little: then a human calls."""
    deed = DEEDS.get(plain(text))
    if deed is None:
        return False
    waiting.take_turn()
    found = [one for one in _of_phone(phone) if _answerable(one, deed)]
    if len(found) != 1:
        return False
    wish = wishes.by_id(found[0].id, lock=True)
    try:
        with db.session.begin_nested():
            _do(wish, deed, phone)
    except Conflict:
        return False
    return True


def plain(text: str) -> str:
    """`Ja, takk! 👍` is `ja takk`."""
    letters = re.sub(r"[^\w\s]|_", " ", unicodedata.normalize("NFKC", text))
    return " ".join(letters.casefold().split())


def _of_phone(phone: str) -> list[VisitWish]:
    """Wishes of which this phone hears."""
    ids = list(db.session.scalars(select(Person.id).where(Person.phone == phone).limit(MOST_OF_A_PHONE)))
    wanted = select(VisitWish).where(or_(VisitWish.person_id.in_(ids), VisitWish.helper_id.in_(ids)))
    return [wish for wish in db.session.scalars(wishes.whole(wanted)) if _whose(wish, phone)]


def _whose(wish: VisitWish, phone: str) -> Person | None:
    return next((person for person in booking.people(wish) if person.phone == phone), None)


def _answerable(wish: VisitWish, deed: str) -> bool:
    state, _, until = waiting.place_of(wish)
    offered = state == line.OFFERED and until is not None and until > now()
    return offered or (deed == "leave" and state in (line.WAITING, line.OFFERED))


def _do(wish: VisitWish, deed: str, phone: str) -> None:
    who = _whose(wish, phone)
    person_id: UUID = who.id if who else wish.person_id
    if deed == "accept":
        waiting.accept(wish, Actor())
    elif deed == "decline":
        waiting.decline(wish, Actor())
        announce("wish.declined", wish_id=wish.id, person_id=person_id)
    else:
        waiting.leave(wish, Actor())
        announce("wish.left", wish_id=wish.id, person_id=person_id)
