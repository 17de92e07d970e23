"""The one-time code on its way to a contact. It lives ten minutes, so it is tried for ten minutes."""

from datetime import datetime, timedelta
from uuid import UUID

from ...core.clock import now
from ...core.db import db
from ...core.i18n import gettext, speaking
from ...core.outbox import Outbox
from ...core.secrets import opened
from ...identity.models import OneTimeCode
from ..senders.outcome import NotSent
from . import wording

TRY_AGAIN = timedelta(seconds=5)


def send_code(row: Outbox) -> datetime | None:
    """None when sent, used or too old; else the moment to try again."""
    code = db.session.get(OneTimeCode, UUID(row.ids["code_id"]))
    if code is None or code.used_at or code.ends_at <= now():
        return None
    contact, digits = opened("contact", code.contact_sealed), opened("code", code.code_sealed)
    with speaking(code.language):
        envelope = _envelope(row.message_id, contact, digits)
    db.session.rollback()
    try:
        envelope.send()
    except NotSent:
        return now() + TRY_AGAIN
    return None


def _envelope(message_id: UUID, contact: str, digits: str) -> wording.Envelope:
    texts = "notifications.sign_in_code"
    if "@" not in contact:
        return wording.sms(message_id, contact, gettext(f"{texts}.sms", code=digits))
    return wording.email(message_id, contact, gettext(f"{texts}.subject"), gettext(f"{texts}.body", code=digits))
