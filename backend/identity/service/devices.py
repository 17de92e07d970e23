"""What lets a phone keep somebody's drafts closed: a name for the account, and the key to its store."""

import base64
import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from ...core.db import current_municipality, db, transaction
from ...core.errors import NotSignedIn
from ...core.secrets import keyed, opened, sealed
from ..actor import Actor
from ..models import Person


class OtherPerson(NotSignedIn):
    """What waits on the phone was written by somebody else than whoever is signed in now."""

    key = "other_person"


@dataclass(frozen=True)
class DeviceKey:
    """32 bytes as base64url, their name, and whose they are."""

    key: str
    key_id: str
    owner: str


def owner_of(who: Actor) -> str:
    """An account's name towards the phone: the same at each sign-in, says nothing, empty for nobody."""
    return keyed("owner", _account(who))[:32] if _account(who) else ""


def _account(who: Actor) -> str:
    if who.staff_id or who.person_id:
        return f"{current_municipality()}:{who.mark}"
    return f"{current_municipality()}:contact:{who.contact}" if who.contact else ""


def key_for(who: Actor) -> DeviceKey:
    """The key of this account's store on any phone. A person's own is made once; a contact's is derived."""
    key = _of_person(who.person_id) if who.person_id else _encoded(bytes.fromhex(keyed("device-key", _account(who))))
    return DeviceKey(key, keyed("device-key-id", key)[:16], owner_of(who))


def _of_person(person_id: UUID) -> str:
    person = db.session.get(Person, person_id)
    return opened("device-key", person.device_key) if person and person.device_key else _made_for(person_id)


def _made_for(person_id: UUID) -> str:
    with transaction() as store:
        person = store.scalar(select(Person).where(Person.id == person_id).with_for_update())
        if person is None:
            raise NotSignedIn()
        if not person.device_key:
            person.device_key = sealed("device-key", _encoded(secrets.token_bytes(32)))
        return opened("device-key", person.device_key)


def _encoded(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()
