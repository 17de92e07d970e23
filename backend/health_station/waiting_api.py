"""The waiting list for programs."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import fields

from ..core.api import command, keyed
from ..core.schema import Command
from . import examples, waiting_commands
from .schemas import WishSchema

api = Blueprint("waiting_api", __name__, url_prefix="/api/v1")


class InTheLine(Command):
    """`position` is 1 for whoever is next, 0 where a time is offered already."""

    reference = fields.String(metadata={"example": "V-26-0003"})
    status = fields.String(metadata={"example": "waiting"})
    position = fields.Integer(metadata={"example": 3})
    receipt = fields.String(metadata={"description": "address of the wish's page, with its token"})
    token = fields.String()


@api.post("/health-station/waiting-list")
@keyed
@command(WishSchema, InTheLine, example=examples.wish)
def wait(told: dict[str, Any]) -> tuple[Response, int]:
    """Wait for a visit; whoever has waited longest is offered the first time that suits."""
    return jsonify(waiting_commands.wait(told, request.headers.get("Idempotency-Key"), "web")), 201
