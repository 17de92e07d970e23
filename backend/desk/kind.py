"""The desk's own kind of case: somebody wants to be called back."""

from typing import Any
from uuid import uuid4

from flask import g

from ..core.db import db
from ..core.i18n import gettext, spoken_phone
from ..core.schema import Choice, Command, Line, Phone, Text
from ..identity.actor import Actor
from ..identity.service.people import introduce
from .models import CallBackRequest, Case
from .registry import Command as CitizenCommand
from .registry import Kind
from .service.opening import add_event, open_case, receipt_token

LONGEST_ABOUT = 1000
WHEN = ("any", "morning", "midday", "afternoon")


class CallBackSchema(Command):
    """ "Ring meg opp": a name, a number, and if one likes what about and when."""

    name = Line(120, required=True)
    phone = Phone(20, required=True)
    about = Text(LONGEST_ABOUT, load_default="")
    when = Choice(WHEN, load_default="any")


def ask_for_call(told: dict[str, Any], actor: Actor, channel: str) -> Case:
    """Somebody wants a human voice; the front desk calls within the first promise."""
    person = introduce({"name": told["name"], "phone": told["phone"], "channel": "call"}, actor)
    wish = CallBackRequest(id=uuid4(), about=told["about"], when=told["when"])
    db.session.add(wish)
    unit = g.municipality.receiving_unit("", [])
    return open_case("call_back", wish.id, person, actor, channel, unit=unit.id, priority="P1", tell="nobody")


def pass_on_sms(phone: str, text: str, actor: Actor) -> Case:
    """A human calls whoever wrote what no program understood. A phone is not a person, so nobody is looked up by it."""
    end = len(text) if len(text) <= LONGEST_ABOUT else text.rfind(" ", 0, LONGEST_ABOUT) + 1 or LONGEST_ABOUT
    told = {"name": f"SMS {spoken_phone(phone)}", "phone": phone, "about": text[:end].strip(), "when": "any"}
    case = ask_for_call(told, actor, "sms")
    if rest := text[end:]:
        add_event(case, "answered", actor, rest)
    return case


def load(case: Case) -> dict[str, Any]:
    return {"wish": db.session.get(CallBackRequest, case.subject_id)}


def example() -> dict[str, Any]:
    return {"name": "Kari Fjelldal", "phone": "900 00 001", "about": "", "when": "morning"}


def export(case: Case) -> dict[str, Any]:
    wish = db.session.get(CallBackRequest, case.subject_id)
    return {"about": wish.about, "when": wish.when} if wish else {}


def erase(case: Case) -> None:
    wish = db.session.get(CallBackRequest, case.subject_id)
    if wish:
        wish.about = ""


CALL_BACK = Kind(
    id="call_back", letter="R", path="call_back", texts="desk.call_back", panel="desk/call_back_panel.html", load=load,
    export=export, erase=erase,
    headline=lambda case: gettext("desk.call_back.kind.name"), signal_words=lambda case: [],
    receipt_path=lambda case: f"/ring-oss/kvittering/{case.reference}?token={receipt_token(case)}",
    command=CitizenCommand(
        name="desk.call_back", schema=CallBackSchema, form="desk/call_back_register.html", do=ask_for_call,
        form_facts=lambda: {"when": WHEN}, example=example,
    ),
)  # fmt: skip
