"""Technology for programs: the catalogue, the needs, one type, and asking the municipality."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import fields

from ..core.api import answers, command, keyed
from ..core.i18n import said
from ..core.schema import Command
from . import catalogue, commands, examples
from .models import VERDICTS
from .schemas import BoughtSchema, QuestionSchema
from .service import counting

api = Blueprint("technology_api", __name__, url_prefix="/api/v1/technology")
desk = Blueprint("technology_desk_api", __name__, url_prefix="/api/v1/desk/technology")


class TypeFacts(Command):
    """One type of thing, in the asked language. `price` is null where nobody knows it: ask."""

    slug = fields.String(metadata={"example": "rullator"})
    name = fields.String()
    lead = fields.String()
    needs = fields.Dict(keys=fields.String(), values=fields.String())
    payers = fields.List(fields.Dict())
    price = fields.Dict(allow_none=True)
    nets = fields.List(fields.String())
    works_offline = fields.String()
    difficulty = fields.Integer()
    steps = fields.List(fields.Integer())
    alarm = fields.Boolean()
    certainty = fields.String()
    checked_by = fields.String()


class WholeType(TypeFacts):
    help = fields.String()
    outage = fields.String()
    ask = fields.List(fields.String())
    privacy = fields.String()
    municipality = fields.String()
    free = fields.String()
    source = fields.String()


class Catalogue(Command):
    items = fields.List(fields.Nested(TypeFacts))
    next = fields.String(allow_none=True)
    total = fields.Integer()


class NeedFacts(Command):
    id = fields.String()
    title = fields.String()
    question = fields.String()
    answers = fields.List(fields.Dict())
    free = fields.List(fields.String())
    contact = fields.String()


class Needs(Command):
    items = fields.List(fields.Nested(NeedFacts))
    next = fields.String(allow_none=True)


class QuestionAsked(Command):
    """What whoever asked gets to know."""

    reference = fields.String(metadata={"example": "H-26-0012"})
    status = fields.String(metadata={"example": "received"})
    receipt = fields.String(metadata={"description": "address of the receipt, with its token"})
    token = fields.String()
    answer_by = fields.String(allow_none=True)


class FollowUpAccepted(Command):
    """That we ask in six weeks. There is no number: nothing can be looked up by it."""

    reference = fields.String(metadata={"example": ""})
    status = fields.String(metadata={"example": "waiting"})
    receipt = fields.String(metadata={"example": commands.THANKS})


class Helped(Command):
    """The answers about one need. All numbers are null below five answers in all, and where there are none."""

    need = fields.String(metadata={"description": "id of the need; empty where nobody said what it was for"})
    title = fields.String()
    total = fields.Integer(allow_none=True)
    yes = fields.Integer(allow_none=True)
    a_little = fields.Integer(allow_none=True)
    no = fields.Integer(allow_none=True)
    not_used = fields.Integer(allow_none=True)


class WhatHelped(Command):
    items = fields.List(fields.Nested(Helped))
    next = fields.String(allow_none=True)
    since = fields.String(metadata={"example": "2026-01", "description": "first of the months that are counted"})


@api.get("")
@answers(Catalogue)
def show_all() -> Response:
    """Every type by name; `need` gives those that may help with it. All of them at once: they are few."""
    asked = request.args.get("need")
    found = catalogue.for_need(catalogue.need(asked).id) if asked else catalogue.types()
    return jsonify({"items": [_facts(one) for one in found], "next": None, "total": len(found)})


@api.get("/needs")
@answers(Needs)
def show_needs() -> Response:
    """The fourteen needs, each with its question and what each answer leads to."""
    return jsonify({"items": [_need(one) for one in catalogue.needs().values()], "next": None})


@api.get("/<slug>")
@answers(WholeType)
def show(slug: str) -> Response:
    one = catalogue.by_slug(slug)
    words = {name: said(getattr(one, name)) for name in ("help", "outage", "privacy", "municipality", "free", "source")}
    return jsonify({**_facts(one), **words, "ask": [said(question) for question in one.ask]})


@api.post("/questions")
@keyed
@command(QuestionSchema, QuestionAsked, example=examples.question)
def ask(told: dict[str, Any]) -> tuple[Response, int]:
    """Ask the municipality about a type of thing."""
    return jsonify(commands.ask(told, request.headers.get("Idempotency-Key"), "web")), 201


@api.post("/follow-ups")
@keyed
@command(BoughtSchema, FollowUpAccepted, example=examples.bought)
def bought(told: dict[str, Any]) -> tuple[Response, int]:
    """Somebody has got a thing: ask them in six weeks whether it helped."""
    return jsonify(commands.bought(told, request.headers.get("Idempotency-Key"))), 201


@desk.get("")
@answers(WhatHelped)
def what_helped() -> Response:
    """Whether things helped, by need, over the last twelve months. Nobody's own answer is in it."""
    return jsonify({"items": [_helped(one) for one in counting.results()], "next": None, "since": counting.since()})


def _helped(one: counting.Result) -> dict[str, Any]:
    counts = one.counts or dict.fromkeys(VERDICTS)
    return {"need": one.need, "title": one.title, "total": one.total, **counts}


def _facts(one: catalogue.Type) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("slug", "nets", "works_offline", "difficulty", "steps", "alarm")}
    return {
        **plain, "name": said(one.name), "lead": said(one.lead),
        "needs": {need: said(why) for need, why in one.needs.items()},
        "payers": [{"who": payer["who"], "text": said(payer["text"])} for payer in one.payers],
        "price": {**one.price, "text": said(one.price["text"])} if one.price else None,
        "certainty": one.certainty, "checked_by": one.checked_by,
    }  # fmt: skip


def _need(one: catalogue.Need) -> dict[str, Any]:
    return {
        "id": one.id, "title": said(one.title), "question": said(one.question["title"]),
        "answers": [{"id": a["id"], "label": said(a["label"]), "types": a["types"]} for a in one.answers],
        "free": [said(tip) for tip in one.free], "contact": said(one.contact),
    }  # fmt: skip
