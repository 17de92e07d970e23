"""Who is told of what. A new topic without a row here fails a test."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Telling:
    """One audience of a topic: `who` is unit, person or reporter; a reminder waits for the morning."""

    who: str
    template: str
    reminder: bool = False


TOPICS: dict[str, tuple[Telling, ...]] = {
    "case.received": (
        Telling("unit", "unit_received"),
        Telling("person", "received"),
        Telling("reporter", "worry_received"),
    ),
    "case.moved": (Telling("person", "moved"),),
    "case.written": (Telling("person", "written"),),
    "case.answered": (Telling("unit", "unit_answered"),),
    "case.handed_over": (Telling("unit", "unit_received"),),
    "case.withdrawn": (Telling("unit", "unit_withdrawn"), Telling("person", "withdrawn")),
    "case.restored": (Telling("unit", "unit_restored"),),
    "case.due": (Telling("unit", "unit_due", reminder=True),),
}
"""Case news. `sign_in.code` goes straight to the contact, see `service.codes`."""

SENDING = {"email": "message.email", "sms": "message.sms", "webhook": "message.webhook"}
"""The topic that carries one message of a channel: a queue each, so that none can stop another."""

BY_HAND = ("call", "letter")
"""Channels that people of the desk carry out and tick."""
