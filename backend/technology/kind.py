"""The technology question as the desk shows it, and the command that the desk registers for a caller."""

from typing import Any

from ..core.i18n import gettext, said
from ..desk.models import Case
from ..desk.registry import Command, Kind
from ..desk.service.opening import receipt_token
from ..identity.contact import CHANNELS
from . import catalogue, examples
from .schemas import QuestionSchema
from .service import asking


def load(case: Case) -> dict[str, Any]:
    question = asking.question_of(case)
    named = {"type": _name(question.type), "need": _need(question.need)}
    return {**named, "slug": question.type, "about": question.about}


def _name(slug: str) -> str:
    found = {one.slug: one.name for one in catalogue.types()}.get(slug)
    return said(found) if found else ""


def _need(need_id: str) -> str:
    found = catalogue.needs().get(need_id)
    return said(found.title) if found else ""


def export(case: Case) -> dict[str, Any]:
    question = asking.question_of(case)
    return {"type": _name(question.type), "need": _need(question.need), "about": question.about}


def headline(case: Case) -> str:
    return gettext("technology.kind.name")


def receipt_path(case: Case) -> str:
    return f"/hjelpemidler/kvittering/{case.reference}?token={receipt_token(case)}"


TECHNOLOGY = Kind(
    id="technology", letter="H", path="advice", texts="technology", panel="technology/panel.html", load=load,
    export=export, erase=asking.forget, headline=headline, signal_words=lambda case: [], receipt_path=receipt_path,
    command=Command(
        name="technology.ask", schema=QuestionSchema, form="technology/register.html", do=asking.ask_about,
        form_facts=lambda: {"types": catalogue.types(), "ways": CHANNELS}, example=examples.question,
    ),
)  # fmt: skip
