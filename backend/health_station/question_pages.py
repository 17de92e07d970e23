"""The ten questions before a visit, one at a time, for whoever holds the link; never what was said of sore things."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..core.content import Tree
from ..core.db import transaction
from ..core.errors import Invalid
from ..core.web import nested
from ..identity.actor import actor
from . import questions
from .models import Visit
from .service import booking, changing, preparing

pages = Blueprint("visit_questions", __name__, template_folder="templates")


@pages.get("/time/<reference>/sporsmal")
def ask(reference: str) -> str:
    """All ten, with which are answered; or with `n` one of them."""
    visit = booking.of_link(reference, request.args.get("token", ""))
    changing.still_on(visit)
    number = request.args.get("n", "")
    if number.isascii() and number.isdigit():
        question = questions.numbered(int(number[:3]))
        return _question(visit, int(number[:3]), question, visit.answers if _may_show(visit, question) else {}, {})
    asked = [(one, _answered(visit, one)) for one in questions.all_of_them()]
    return render_template("health_station/questions.html", visit=visit, asked=asked, here=_here(visit))


def _may_show(visit: Visit, question: Tree) -> bool:
    """Whoever booked for another holds the link too: then no answer is ever shown."""
    return visit.helper_id is None and not question.get("sensitive")


def _answered(visit: Visit, question: Tree) -> bool:
    return any(visit.answers.get(name) for name in questions.names(question))


def _question(visit: Visit, number: int, question: Tree, told: Any, errors: dict[str, list[str]]) -> str:
    return render_template(
        "health_station/question.html", visit=visit, number=number, total=len(questions.all_of_them()),
        question=question, told=told, errors=errors, here=_here(visit), token=booking.token_of(visit.id),
        hidden=_answered(visit, question) and not _may_show(visit, question),
    )  # fmt: skip


def _here(visit: Visit, number: int = 0) -> str:
    path = f"{request.script_root}/time/{visit.reference}/sporsmal?token={booking.token_of(visit.id)}"
    return f"{path}&n={number}" if number else path


@pages.post("/time/<reference>/sporsmal")
def answer(reference: str) -> ResponseReturnValue:
    """One answer kept, and on to the next question. What can't wait is never kept: the numbers are shown."""
    told = nested(request.form)
    visit = booking.of_link(reference, str(told.get("token", "")))
    number = int(str(told.get("n", ""))) if str(told.get("n", "")) in map(str, range(100)) else 0
    question = questions.numbered(number)
    try:
        _keep(visit, question, told)
    except questions.RedFlag:
        with transaction():
            preparing.showed_numbers(_locked(visit), actor())
        flags = questions.red_flags(question)
        return render_template("health_station/red_flags.html", flags=flags, here=_here(visit, number))
    except Invalid as refusal:
        errors = questions.worded(question, refusal.errors)
        return _question(visit, number, question, told, errors), refusal.status
    return redirect(_here(visit, number + 1 if number < len(questions.all_of_them()) else 0), 303)


def _keep(visit: Visit, question: Tree, told: dict[str, Any]) -> None:
    """An open answer that could not be shown stays as it is; a shown one that was emptied is gone."""
    erase = told.get("deed") == "erase"
    given = {} if erase else questions.answers_to(question, told)
    if given or erase or _may_show(visit, question):
        with transaction():
            preparing.answer(_locked(visit), questions.names(question), given, actor())


def _locked(visit: Visit) -> Visit:
    return booking.of_link(visit.reference, booking.token_of(visit.id), lock=True)
