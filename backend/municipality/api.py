"""The municipality for programs."""

from flask import Blueprint, Response, g, jsonify
from marshmallow import fields

from ..core.api import answers
from ..core.i18n import LANGUAGES, said
from ..core.schema import Command

api = Blueprint("municipality_api", __name__, url_prefix="/api/v1")


class MunicipalityFacts(Command):
    """What everybody may know about the municipality."""

    id = fields.String()
    name = fields.String()
    phone = fields.String(allow_none=True)
    hours = fields.Dict()
    languages = fields.List(fields.String())
    services = fields.Dict()


@api.get("/municipality")
@answers(MunicipalityFacts)
def show() -> Response:
    """Who answers at this address, and when the phone is open."""
    own = g.municipality
    return jsonify({
        "id": own.id, "name": said(own.name), "phone": own.phone_number, "hours": own.hours,
        "languages": list(LANGUAGES), "services": own.services,
    })  # fmt: skip
