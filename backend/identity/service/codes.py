"""One-time codes: six digits by SMS or e-mail, for those without e-ID."""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from ...core.clock import now
from ...core.db import db, every_municipality, transaction
from ...core.errors import Invalid
from ...core.i18n import language
from ...core.limits import spend
from ...core.outbox import announce
from ...core.secrets import keyed, sealed
from ..actor import Actor
from ..models import OneTimeCode
from . import demo_people, entering

LIVES = timedelta(minutes=10)
TRIES = 5
HOUR = timedelta(hours=1)
CODES_PER_CONTACT, CODES_PER_ADDRESS, TRIES_PER_ADDRESS = 8, 120, 600
DEMO_CODES = 200


class WrongCode(Invalid):
    """Not the digits we sent, or too late, or too many tries: nobody is told which."""

    key = "wrong_code"

    def __init__(self) -> None:
        super().__init__({"code": ["identity.code.wrong"]})


def ask_for_code(contact: str, address: str) -> UUID:
    """Send six digits to whoever owns the contact. Known or unknown, everybody is answered alike.

    `contact` is a normalised phone number or e-mail address; `address` is where the wish came from.
    Raises TooMany when the contact or the address has had its share.
    """
    most = DEMO_CODES if demo_people.by_contact(contact) else CODES_PER_CONTACT
    spend("sign_in.contact", contact, most, HOUR)
    spend("sign_in.address", address, CODES_PER_ADDRESS, HOUR)
    return new_code(contact, random_digits()).id


def random_digits() -> str:
    return f"{secrets.randbelow(10**6):06d}"


def new_code(contact: str, digits: str) -> OneTimeCode:
    code = OneTimeCode(id=uuid4(), contact_mark=_contact_mark(contact), contact_sealed=sealed("contact", contact))
    code.code_mark, code.code_sealed = _code_mark(code.id, digits), sealed("code", digits)
    code.language, code.ends_at = language(), now() + LIVES
    db.session.add(code)
    db.session.flush()
    announce("sign_in.code", code_id=code.id)
    return code


def verify(contact: str, digits: str, address: str, instead_of: Actor) -> entering.Entrance | WrongCode:
    """Let in whoever has the newest code. A refusal is returned, not raised, so that the try is kept."""
    spend("sign_in.try", address, TRIES_PER_ADDRESS, HOUR)
    code = newest(contact)
    if code is None:
        return WrongCode()
    code.tries += 1
    if code.tries > TRIES or not compare_digest(code.code_mark, _code_mark(code.id, digits)):
        return WrongCode()
    code.used_at = now()
    return entering.by_contact(contact, instead_of)


def newest(contact: str) -> OneTimeCode | None:
    """The last code that was sent, locked, if it can still be used. Older ones are worth nothing."""
    code = db.session.scalar(
        select(OneTimeCode)
        .where(OneTimeCode.contact_mark == _contact_mark(contact))
        .order_by(OneTimeCode.created_at.desc())
        .limit(1)
        .with_for_update()
    )
    return code if code and not code.used_at and code.ends_at > now() else None


def _contact_mark(contact: str) -> str:
    return keyed("contact", contact)


def _code_mark(code_id: UUID, digits: str) -> str:
    return keyed("code", f"{code_id}:{digits}")


def forget_ended(before: datetime) -> None:
    with every_municipality(), transaction() as store:
        store.execute(delete(OneTimeCode).where(OneTimeCode.ends_at < before))
