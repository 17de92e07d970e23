"""The wish for a time as the desk shows it, and the command that the desk registers for a caller."""

from typing import Any

from ..core.i18n import gettext, said
from ..desk.kind import WHEN
from ..desk.models import Case
from ..desk.registry import Command, Kind
from ..desk.service.opening import receipt_token
from ..identity.actor import actor
from ..identity.contact import CHANNELS
from . import case_panel, examples, visit_types
from .schemas import VisitRequestSchema
from .service import asking


def load(case: Case) -> dict[str, Any]:
    wish = asking.request_of(case)
    return {**_told(case), "type_id": wish.type, "may_book": case.open and case_panel.has_book(actor())}


def _told(case: Case) -> dict[str, Any]:
    """`type` and `place` in words, or empty."""
    wish = asking.request_of(case)
    place = gettext(f"health_station.place.{wish.place}") if wish.place else ""
    return {"type": _title(wish.type), "place": place, "when": wish.when, "about": wish.about}


def _title(type_id: str) -> str:
    """Empty where the type is gone, or was never said."""
    found = next((one for one in visit_types.offered() if one.id == type_id), None)
    return said(found.title) if found else ""


def headline(case: Case) -> str:
    return gettext("health_station.request.kind.name")


def receipt_path(case: Case) -> str:
    return f"/time/onske/kvittering/{case.reference}?token={receipt_token(case)}"


def _form_facts() -> dict[str, Any]:
    return {"types": visit_types.offered(), "places": visit_types.PLACES, "when": WHEN, "ways": CHANNELS}


VISIT_REQUEST = Kind(
    id=asking.KIND, letter="S", path="call_back", texts="health_station.request",
    panel="health_station/request_panel.html", load=load, export=_told, erase=asking.forget, headline=headline,
    signal_words=lambda case: [], receipt_path=receipt_path,
    command=Command(
        name="health_station.request", schema=VisitRequestSchema, form="health_station/request_register.html",
        do=asking.ask_for_time, form_facts=_form_facts, example=examples.request_for_time,
    ),
)  # fmt: skip
