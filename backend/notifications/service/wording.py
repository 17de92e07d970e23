"""The words of a message and the envelope they go in, made at the moment of sending.

What goes out carries number, kind, unit, deadline and a link: never a name, an answer, a photo,
an address or a health word.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask import current_app, g

from ...core.db import db
from ...core.i18n import gettext, said, speaking, spoken_day
from ...core.secrets import keyed
from ...desk import registry
from ...desk.models import Case
from ...desk.service import reading
from ...identity.models import Person
from ...municipality.words import link
from .. import subjects
from ..models import Message
from ..senders import http, mail
from ..senders.outcome import NotSent


@dataclass(frozen=True)
class Envelope:
    """A message ready to leave: `send` tries once and raises NotSent."""

    send: Callable[[], None]


def told(message: Message, case: Case | None, language: str = "nb") -> dict[str, Any]:
    """All that may stand in this message: about its case, and with the link to what it is about besides."""
    about, own = facts(case, message.receiver, language) if case else _house(), subjects.path_of(message)
    if own is None:
        return about
    return {**about, **subjects.facts_of(message), "link": link(g.municipality, _prefix(language) + own)}


def facts(case: Case, receiver: str, language: str = "nb") -> dict[str, Any]:
    """All that may stand in a message about a case."""
    unit = g.municipality.units.get(case.unit)
    return {
        "reference": case.reference,
        "kind": gettext(f"{registry.kind(case.kind).texts}.kind.name"),
        "unit": said(unit.name) if unit else "",
        "deadline": _deadline(case, receiver),
        "link": link(g.municipality, _path(case, receiver, language)),
        **_house(),
    }


def _house() -> dict[str, str]:
    return {
        "phone": g.municipality.phone_number or gettext("notifications.no_phone"),
        "municipality": said(g.municipality.name),
    }


def _deadline(case: Case, receiver: str) -> str:
    """A day for the unit; for people the words around it too, so that no sentence breaks where no day is promised."""
    if receiver.startswith("unit:"):
        return spoken_day(case.answer_by) if case.answer_by else gettext("notifications.no_deadline")
    if case.answer_by is None:
        return gettext("notifications.soon")
    return gettext("notifications.by", date=spoken_day(case.answer_by))


def _path(case: Case, receiver: str, language: str) -> str:
    if receiver.startswith("unit:"):
        return f"/ansatt/saker/{case.reference}"
    return _prefix(language) + registry.kind(case.kind).receipt_path(case)


def _prefix(language: str) -> str:
    return "" if language == "nb" else f"/{language}"


def envelope(message: Message) -> Envelope:
    case = reading.by_id(message.case_id) if message.case_id else None
    if message.receiver.startswith("unit:"):
        return _to_unit(message, case)
    return _to_person(message, case)


def _to_unit(message: Message, case: Case | None) -> Envelope:
    unit = g.municipality.unit(message.receiver.removeprefix("unit:"))
    target = unit.targets.get(message.channel) if unit else None
    if not target or (case is None and subjects.path_of(message) is None):
        return Envelope(_nowhere)
    with speaking("nb"):
        about = told(message, case)
        if message.channel == "webhook":
            news = {name: about[name] for name in ("reference", "kind", "unit", "deadline", "link")}
            secret = keyed("webhook", message.receiver)
            allowed = current_app.config["HUNDRE"].webhook_hosts
            topic = {"topic": message.template}
            return Envelope(partial(http.send_webhook, target, message.id, secret, news | topic, allowed))
        return _written(message, target, about)


def _to_person(message: Message, case: Case | None) -> Envelope:
    person = db.session.get(Person, UUID(message.receiver.removeprefix("person:")))
    address = (person.phone if message.channel == "sms" else person.email) if person else ""
    about = case or subjects.path_of(message)
    if about is None or person is None or not address:
        return Envelope(_nowhere)
    with speaking(person.language):
        return _written(message, address, told(message, case, person.language))


def _written(message: Message, address: str, about: dict[str, Any]) -> Envelope:
    texts = f"notifications.{message.template}"
    if message.channel == "sms":
        return sms(message.id, address, gettext(f"{texts}.sms", **about))
    return email(message.id, address, gettext(f"{texts}.subject", **about), gettext(f"{texts}.body", **about))


def email(message_id: UUID, to: str, subject: str, body: str) -> Envelope:
    settings = current_app.config["HUNDRE"]
    sender = f"hundre@{g.municipality.mail_domain}"
    return Envelope(partial(mail.send, settings.smtp_url, message_id, sender, to, subject, body))


def sms(message_id: UUID, to: str, text: str) -> Envelope:
    return Envelope(partial(http.send_sms, current_app.config["HUNDRE"].sms_url, message_id, to, text))


def _nowhere() -> None:
    raise NotSent("no_address", final=True)
