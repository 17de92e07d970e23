"""Housing for programs: the home check, and asking for advice."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import fields

from ..core.api import answers, command, keyed
from ..core.schema import Command
from . import commands, examples, questions
from .schemas import AdviceRequestSchema

api = Blueprint("housing_api", __name__, url_prefix="/api/v1/housing")
PARTS = ("rooms", "answers", "outcomes", "questions")


class HomeCheck(Command):
    """The room-by-room check, as the content file has it."""

    rooms = fields.List(fields.Dict())
    answers = fields.List(fields.Dict())
    outcomes = fields.List(fields.Dict())
    questions = fields.List(fields.Dict())


class CaseOpened(Command):
    """What whoever created a case gets to know."""

    reference = fields.String(metadata={"example": "B-26-0417"})
    status = fields.String(metadata={"example": "received"})
    receipt = fields.String(metadata={"description": "address of the receipt, with its token"})
    token = fields.String()
    answer_by = fields.String(allow_none=True, metadata={"description": "the promised day of the first answer"})


@api.get("/home-check")
@answers(HomeCheck)
def home_check() -> Response:
    """The room-by-room home check with its advice."""
    check = questions.home_check()
    return jsonify({name: check[name] for name in PARTS})


@api.post("/requests")
@keyed
@command(AdviceRequestSchema, CaseOpened, example=examples.request)
def ask(told: dict[str, Any]) -> tuple[Response, int]:
    """Ask for housing-adaptation advice, for oneself, for another, or out of worry."""
    return jsonify(commands.ask(told, request.headers.get("Idempotency-Key"), "web")), 201
