"""A wish for a time, for people: short enough to write where there is no coverage."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..core.errors import Invalid
from ..core.public import alone, public_page
from ..core.web import nested
from ..desk.kind import WHEN
from ..desk.pages import receipts
from ..identity import contact
from ..identity.contact import CHANNELS
from . import request_commands, visit_types

pages = Blueprint("visit_request", __name__, template_folder="templates")
RECEIPT = "health_station/request_receipt.html"


@pages.get("/time/onske")
@public_page(alone, asks=("type",))
def ask() -> str:
    return _form(request.args.to_dict(), {})


@pages.post("/time/onske")
def send() -> ResponseReturnValue:
    """The plain form. What was typed is kept in every refusal."""
    told = nested(request.form)
    try:
        answer = request_commands.ask_by_form(told, request.form.get("idempotency_key"))
    except Invalid as refusal:
        return _form(told, contact.worded(refusal.errors, {})), refusal.status
    return redirect(request.script_root + answer["receipt"], 303)


def _form(told: dict[str, str], errors: dict[str, list[str]]) -> str:
    return render_template(
        "health_station/request.html", told=told, errors=errors, types=visit_types.offered(), when=WHEN,
        channels=CHANNELS,
    )  # fmt: skip


@pages.get("/time/onske/kvittering/<reference>")
def receipt(reference: str) -> str:
    return receipts.show(RECEIPT, reference)


@pages.post("/time/onske/kvittering/<reference>")
def change(reference: str) -> ResponseReturnValue:
    """Write more, withdraw, undo: for whoever holds the link."""
    return receipts.change(RECEIPT, reference)
