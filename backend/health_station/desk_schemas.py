"""What may come in from the time book's own forms."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from ..core.schema import Day, Line
from ..identity import contact
from . import commands
from .schemas import AskingSchema, BookingSchema

WORDS = {
    **commands.WORDS,
    **{("clock", key): "time_book.squeeze.clock_wrong" for key in ("field.required", "field.choice")},
    **{("day", key): "time_book.squeeze.day_wrong" for key in ("field.required", "field.date")},
    ("because", "field.required"): "time_book.squeeze.because_missing",
    **{("whose", key): "time_book.whose_missing" for key in ("field.required", "field.id")},
    ("name", "field.required"): "time_book.name_missing",
    ("phone", "missing_contact"): "time_book.contact_missing",
}


class CallerBookingSchema(BookingSchema):
    """For somebody who calls; `follows` is the visit that this one comes after."""

    follows = fields.UUID(load_default=None, allow_none=True)


class SqueezeInSchema(AskingSchema):
    """One more than there is room for: with whom, when by the clock on the wall, and why."""

    type = Line(30, required=True)
    place = Line(10, required=True)
    whose = fields.UUID(required=True)
    day = Day(required=True)
    clock = Line(5, required=True, validate=validate.Regexp(r"\d\d:\d\d$", error="field.choice"))
    because = Line(300, required=True, validate=validate.Length(min=3, error="field.required"))
    follows = fields.UUID(load_default=None, allow_none=True)


class WalkInSchema(AskingSchema):
    """Somebody who came in without a time. They stand here, so a name is enough."""

    type = Line(30, required=True)
    whose = fields.UUID(required=True)

    def reachable(self, told: dict[str, Any], **_: Any) -> None:
        """No way to answer is asked for."""


def worded(errors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return contact.worded(errors, WORDS)
