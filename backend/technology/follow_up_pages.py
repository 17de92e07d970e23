"""For people: telling that one has got a thing, and six weeks later the one question."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..core.db import transaction
from ..core.errors import Invalid
from ..core.public import alone, public_page
from ..core.schema import loaded
from ..core.web import nested
from ..identity.actor import actor
from . import catalogue, commands
from .models import VERDICTS
from .schemas import AnswerSchema
from .service import following
from .service.naming import name_of

pages = Blueprint("follow_up", __name__, template_folder="templates")
NOT_HELPED = ("no", "not_used")
ANSWER = AnswerSchema()


@pages.get("/hjelpemidler/skaffet")
@public_page(alone, asks=("type",))
def bought() -> str:
    """ "Jeg har skaffet denne"."""
    return _form(request.args.to_dict(), {})


@pages.post("/hjelpemidler/skaffet")
def tell_bought() -> ResponseReturnValue:
    """The plain form. What was typed is kept in every refusal."""
    told = nested(request.form)
    try:
        answer = commands.bought_by_form(told, request.form.get("idempotency_key"))
    except Invalid as refusal:
        return _form(told, commands.worded(refusal.errors)), refusal.status
    return redirect(request.script_root + answer["receipt"], 303)


def _form(told: dict[str, str], errors: dict[str, list[str]]) -> str:
    return render_template(
        "technology/bought.html", told=told, errors=errors, types=catalogue.types(), ways=commands.WAYS,
        needs=catalogue.needs(),
    )  # fmt: skip


@pages.get("/hjelpemidler/skaffet/takk")
@public_page(alone)
def noted() -> str:
    """The receipt: the same for everybody, for there is nothing to look up."""
    return render_template("technology/noted.html")


@pages.get("/hjelpemidler/hjalp-den/<uuid:follow_up_id>")
def question(follow_up_id: UUID) -> str:
    """One question, for whoever holds the link: no sign-in, no cookie, no script."""
    asked = following.question(follow_up_id, request.args.get("token", ""))
    if asked.answered:
        return render_template("technology/helped_thanks.html", again=True, offer=True)
    return render_template(
        "technology/helped.html", name=name_of(asked.type), verdicts=VERDICTS, token=following.token_of(asked.id),
        for_helper=following.is_for_helper(asked),
    )  # fmt: skip


@pages.post("/hjelpemidler/hjalp-den/<uuid:follow_up_id>")
def answer(follow_up_id: UUID) -> str:
    """Thanks at once and nowhere else: the answer stands in no address and can't be seen again."""
    with transaction():
        asked = following.question(follow_up_id, request.values.get("token", ""), lock=True)
        given = loaded(ANSWER, nested(request.form))["answer"]
        fresh = following.answer(asked, given, actor())
    return render_template("technology/helped_thanks.html", again=not fresh, offer=not fresh or given in NOT_HELPED)
