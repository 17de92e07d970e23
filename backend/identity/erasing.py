"""Being forgotten. What is journaled may not be erased: it is blocked, and the person is told what it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete, select

from ..core import audit
from ..core.clock import today
from ..core.db import db
from ..core.errors import Unknown
from ..core.i18n import gettext
from .actor import Actor
from .models import LoginSession, Person


@dataclass(frozen=True)
class Kept:
    """One thing that the law tells us to keep: what it is called, and the key to the words that say why."""

    what: str
    why: str = "identity.erased.why.journaled"


@dataclass(frozen=True)
class Erased:
    kept: list[Kept] = field(default_factory=list)


Eraser = Callable[[Person], list[Kept]]
_erasers: dict[str, Eraser] = {}


def register_eraser(name: str, eraser: Eraser) -> None:
    """A room's part: erase what it holds about the person in the open transaction, answer what it must keep."""
    _erasers[name] = eraser


def erase(person_id: UUID, actor: Actor) -> Erased:
    """Erase a person in the open transaction. The row stays as an empty place that cases may point to."""
    person = db.session.scalar(select(Person).where(Person.id == person_id).with_for_update())
    if person is None:
        raise Unknown()
    kept = [thing for eraser in _erasers.values() for thing in eraser(person)]
    if person.journaled and not kept:
        kept = [Kept(gettext("identity.erased.person"))]
    person.device_key, person.erased_on = None, today()
    if kept:
        person.journaled = True
    else:
        _empty(person)
    db.session.execute(delete(LoginSession).where(LoginSession.person_id == person.id))
    audit.record("person.erased", person.id, actor=actor.mark, role=actor.role, person_id=person.id, kept=len(kept))
    return Erased(kept)


def _empty(person: Person) -> None:
    person.name = person.phone = person.email = person.address = person.postal_code = ""
    person.birth_year = person.national_id_mark = person.national_id_sealed = None
    person.verified = False
