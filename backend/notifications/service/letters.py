"""The printed letter, in its reader's own language."""

from flask import render_template

from ...core.i18n import speaking
from . import wording
from .lists import Entry


def page(entry: Entry) -> str:
    assert entry.case is not None and entry.person is not None
    with speaking(entry.person.language):
        told = wording.facts(entry.case, entry.message.receiver, entry.person.language)
        return render_template("notifications/letter.html", entry=entry, told=told, template=entry.message.template)
