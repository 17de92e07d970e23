"""The technology question as the desk shows it, and the command that the desk registers for a caller."""

from typing import Any

from ..core.i18n import gettext, said
from ..desk.models import Case
from ..desk.registry import Command, Kind
from ..desk.service.opening import receipt_token
from . import catalogue, examples, service
from .schemas import CHANNELS, QuestionSchema


def load(case: Case) -> dict[str, Any]:
    question = service.question_of(case)
    return {"question": question, "type": _name(question.type), "need": _need(question.need)}


def _name(slug: str) -> str:
    found = {one.slug: one.name for one in catalogue.types()}.get(slug)
    return said(found) if found else ""


def _need(need_id: str) -> str:
    found = catalogue.needs().get(need_id)
    return said(found.title) if found else ""


def export(case: Case) -> dict[str, Any]:
    question = service.question_of(case)
    return {"type": _name(question.type), "need": _need(question.need), "about": question.about}


def headline(case: Case) -> str:
    return gettext("technology.kind.name")


def receipt_path(case: Case) -> str:
    return f"/hjelpemidler/kvittering/{case.reference}?token={receipt_token(case)}"


TECHNOLOGY = Kind(
    id="technology", letter="H", path="technology", texts="technology", panel="technology/panel.html", load=load,
    export=export, erase=service.forget, headline=headline, signal_words=lambda case: [], receipt_path=receipt_path,
    command=Command(
        name="technology.ask", schema=QuestionSchema, form="technology/register.html", do=service.ask_about,
        form_facts=lambda: {"types": catalogue.types(), "channels": CHANNELS}, example=examples.question,
    ),
)  # fmt: skip
