"""The demo's mailbox: every e-mail, SMS, webhook and letter of this installation. Not there outside demo."""

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, render_template
from sqlalchemy import select

from ..core.db import db
from ..core.errors import Unknown
from .models import Message
from .service import letters

pages = Blueprint("mailbox", __name__, template_folder="templates")
NEWEST = 100


@pages.get("/dev/mailbox")
def mailbox() -> str:
    settings = current_app.config["HUNDRE"]
    if not settings.demo:
        raise Unknown()
    return render_template(
        "notifications/mailbox.html", caught=caught(settings.data_dir / "mailbox"), letters=written_letters()
    )


def caught(folder: Path) -> list[dict[str, Any]]:
    """What the local mailbox has kept, the newest first."""
    files = sorted(folder.glob("*.json"), reverse=True)[:NEWEST]
    return [json.loads(file.read_text("utf-8")) for file in files]


def written_letters() -> list[str]:
    """The words of the letters that wait to be printed or were."""
    found = db.session.scalars(
        select(Message).where(Message.channel == "letter").order_by(Message.created_at.desc()).limit(NEWEST)
    )
    return [letters.words(message) for message in found]
