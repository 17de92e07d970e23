"""For leader and administrator: how the municipality's file stands, and who did and saw what."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, g, render_template, request

from ...core.audit import AuditEntry
from ...core.content import load
from ...core.db import db
from ...core.errors import Malformed
from ...identity.models import StaffMember

pages = Blueprint("setup", __name__, template_folder="../templates")
PAGE = 50
SHOWN = (
    "campaign", "phone", "email", "visiting_address", "postal_address", "hours", "emergency_clinic", "postal_codes",
    "promises", "services", "ladder", "quiet_hours", "retention", "data_controller", "privacy", "complaint",
)  # fmt: skip


@pages.get("/ansatt/oppsett")
def setup() -> str:
    """The file as it is; what is missing says so."""
    tree = g.municipality.tree
    missing = sorted(set(gaps({name: tree.get(name) for name in SHOWN})))
    approved = load("safety/red_flags").get("approved_by") not in (None, "nobody")
    return render_template("desk/setup.html", tree=tree, missing=missing, approved=approved)


def gaps(value: Any, path: str = "") -> Iterator[str]:
    """Where the file says null, as `phone.verified_on`."""
    if value is None:
        yield path
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from gaps(inner, f"{path}.{name}".lstrip("."))


@pages.get("/ansatt/logg")
def log() -> str:
    """The audit log, the newest first; ids and words of ours only."""
    after = request.args.get("after", "")
    if after and not (after.isascii() and after.isdigit() and len(after) < 16):
        raise Malformed()
    wanted = db.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    if after:
        wanted = wanted.where(AuditEntry.id < int(after))
    entries = list(db.session.scalars(wanted))
    names = {f"staff:{one.id}": one for one in db.session.scalars(db.select(StaffMember))}
    more = entries[PAGE - 1].id if len(entries) > PAGE else None
    return render_template("desk/log.html", entries=entries[:PAGE], names=names, more=more)
