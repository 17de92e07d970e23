"""The housing case as the desk shows it, and the command that the desk registers for a caller."""

from typing import Any

from ..core import files
from ..core.i18n import gettext, said, spoken_month
from ..desk.models import Case
from ..desk.registry import Command, Kind
from ..desk.service.opening import receipt_token
from . import examples, questions, service
from .schemas import AdviceRequestSchema


def load(case: Case) -> dict[str, Any]:
    """What the panel shows: the answers in the person's own words, photos, home check."""
    request = service.told_in(case)
    return {
        "request": request,
        "photos": files.of(service.photo_owner(case.subject_id)),
        "answers": answers(request),
        "checked": checked(request),
    }


def answers(request: Any) -> list[tuple[str, str]]:
    """(question, answer) for what was answered."""
    form = {question["id"]: question for question in questions.request_form()["questions"]}
    rows = [("what_matters", request.what_matters), ("difficult", _several("difficult", request.difficult))]
    rows += [("difficult_text", request.difficult_text), ("since", spoken_month(request.since))]
    rows += [(name, questions.words_for(name, getattr(request, name))) for name in ("owner", "hospital")]
    return [
        (said(form[name]["review"]) if name in form else gettext("housing.more"), words)
        for name, words in rows
        if words
    ]


def _several(name: str, values: list[str]) -> str:
    return ", ".join(questions.words_for(name, value) for value in values)


def checked(request: Any) -> list[tuple[str, str]]:
    """Home check questions that were answered with their problem, in the person's words."""
    labels = {answer["value"]: answer["label"] for answer in questions.home_check()["answers"]}
    return [
        (said(question["title"]), said(labels.get(request.home_check[question["id"]], "")))
        for question in questions.home_check()["questions"]
        if request.home_check.get(question["id"]) == question.get("problem") and question.get("problem")
    ]


def export(case: Case) -> dict[str, Any]:
    """For the person: what they told, and which photos we hold."""
    request = service.told_in(case)
    return {
        "answers": dict(answers(request)),
        "home_check": request.home_check,
        "photos": [str(photo.id) for photo in files.of(service.photo_owner(case.subject_id))],
    }


def headline(case: Case) -> str:
    """One line for the inbox: `Bolig: inngang, bad`."""
    words = [questions.words_for("difficult", topic) for topic in case.topics if topic != "unknown"]
    name = gettext("housing.kind.worry" if case.worry else "housing.kind.name")
    return f"{name}: {', '.join(words[:3]).lower()}" if words else name


def receipt_path(case: Case) -> str:
    return f"/bolig/kvittering/{case.reference}?token={receipt_token(case)}"


HOUSING = Kind(
    id="housing", letter="B", path="advice", texts="housing", panel="housing/panel.html", load=load,
    export=export, erase=service.forget,
    headline=headline, signal_words=lambda case: questions.signal_words(case.signals), receipt_path=receipt_path,
    photo_owner=lambda case: service.photo_owner(case.subject_id),
    signal_tags=lambda case: questions.signal_tags(case.signals),
    command=Command(
        name="housing.ask", schema=AdviceRequestSchema, form="housing/register.html",
        form_facts=lambda: {"form": questions.request_form()}, do=service.ask_for_advice, example=examples.request,
        worded=questions.worded,
    ),
)  # fmt: skip
