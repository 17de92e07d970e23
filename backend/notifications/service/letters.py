"""The printed letter, in its reader's own language."""

from flask import render_template

from ...core.clock import today
from ...core.i18n import gettext, speaking
from ...desk import registry
from ...desk.service import reading
from ..models import Message
from . import wording
from .lists import Entry


def page(entry: Entry) -> str:
    assert entry.person is not None
    message, case = entry.message, entry.case
    with speaking(entry.person.language):
        return render_template(
            "notifications/letter.html", entry=entry, template=message.template, written=_written(entry),
            told=wording.told(message, case, entry.person.language), today=today(),
            web=f"notifications.{message.template if message.subject_id else 'letter'}.web",
            may_cost=case is not None and registry.kind(case.kind).path == "advice" and not case.worry,
        )  # fmt: skip


def _written(entry: Entry) -> str:
    """The words themselves, for those who cannot sign in to read them."""
    if entry.case is None or entry.message.template != "written":
        return ""
    said = [
        event
        for event in reading.history(entry.case)
        if event.what == "written" and event.at <= entry.message.created_at
    ]
    return said[-1].text if said else ""


def words(message: Message) -> str:
    """The letter's own paragraph, without its head."""
    case = reading.by_id(message.case_id) if message.case_id else None
    return gettext(f"notifications.{message.template}.letter", **wording.told(message, case))
