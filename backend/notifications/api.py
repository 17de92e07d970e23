"""The door for what comes in from gateways. It opens for the municipality's own key alone."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from ..core.api import command
from .schemas import InboundRead, InboundSmsSchema
from .service import inbound

api = Blueprint("notifications_api", __name__, url_prefix="/api/v1")
LARGEST = 8 * 1024


@api.before_request
def refuse_unsigned() -> None:
    """Before a word of it is read."""
    request.max_content_length = LARGEST
    told = request.headers
    inbound.refuse_unsigned(told.get("Hundre-Timestamp", ""), told.get("Hundre-Signature", ""), request.get_data())


def _example() -> dict[str, Any]:
    return {"id": "a1b2c3", "from": "+4790000001", "text": "JA"}


@api.post("/inbound/sms")
@command(InboundSmsSchema, InboundRead, example=_example, status=200)
def sms(told: dict[str, Any]) -> Response:
    """An SMS to the municipality: a yes or no to a free time, or words that a human reads."""
    return jsonify(inbound.receive(told))
