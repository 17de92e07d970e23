"""Housing for people: start, home check, the request, and the receipt that follows it."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..core.errors import Invalid
from ..core.public import alone, public_page
from ..desk.pages import receipts
from . import commands, questions, service, steps

pages = Blueprint("housing", __name__, template_folder="templates")


@pages.get("/bolig")
@public_page(alone)
def start() -> str:
    return render_template("housing/start.html")


@pages.get("/bolig/sjekk")
@public_page(alone)
def home_check() -> str:
    check = questions.home_check()
    rooms = {room["id"]: room["title"] for room in check["rooms"]}
    return render_template("housing/check.html", check=check, rooms=rooms, conditions=questions.advice_conditions)


@pages.post("/bolig/sjekk")
def home_check_result() -> str:
    """Without script: the list that the answers lead to. Nothing is stored."""
    known = questions.check_answers()
    answers = {name: value for name, value in request.form.items() if value in known.get(name, ())}
    return render_template("housing/check_result.html", found=questions.advice_for(answers), answered=len(answers))


@pages.get("/bolig/soknad")
@public_page(alone)
def ask() -> str:
    return _form({}, {})


@pages.post("/bolig/soknad")
def send() -> ResponseReturnValue:
    """The plain form. What was typed is kept in every refusal."""
    try:
        answer = commands.ask_by_form(request.form, request.files.getlist("photos[]"))
    except service.RedFlag:
        return render_template("housing/red_flags.html", flags=questions.red_flags()), 422
    except Invalid as refusal:
        return _form(refusal.told, questions.worded(refusal.errors)), refusal.status
    return redirect(request.script_root + answer["receipt"], 303)


def _form(told: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render_template(
        "housing/ask.html", form=questions.request_form(), flags=questions.red_flags(), told=told, errors=errors,
        forks=questions.forks(), need_one=questions.words_for_error("person.phone", "missing_contact"),
    )  # fmt: skip


@pages.get("/bolig/kvittering/<reference>")
def receipt(reference: str) -> str:
    """Number, what happens next, status in words: for whoever holds the link."""
    return receipts.show("housing/receipt.html", reference, next_steps=steps.next_steps)


@pages.post("/bolig/kvittering/<reference>")
def change(reference: str) -> ResponseReturnValue:
    """Write more, add photos, withdraw, undo: for whoever holds the link."""
    return receipts.change("housing/receipt.html", reference, next_steps=steps.next_steps)
