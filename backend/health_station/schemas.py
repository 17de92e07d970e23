"""What may come in when somebody books, waits for, moves or cancels a visit."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from ..core.schema import Choice, Choices, Command, Line, Text
from ..desk.kind import WHEN
from ..identity.contact import Named, Reachable, Told, must_be_reachable

NEEDS = ("companion", "interpreter", "wheelchair", "hearing", "transport")
FOR_WHOM = ("self", "other")
TOLD = ("person", "helper")
TELL = (*TOLD, "both")


class AskerSchema(Named):
    """Whoever asks for another."""

    name = Line(120, load_default="")


class AskingSchema(Named):
    """A name and a way to answer are enough. No answer and no age ever stops a booking.

    Who asks for another tells of both, and a way to answer one of them is enough.
    """

    for_whom = Choice(FOR_WHOM, load_default="self")
    helper = fields.Nested(AskerSchema, load_default=dict)
    tell = Choice(TELL, load_default="")
    whose = fields.UUID(load_default=None, allow_none=True)
    together = fields.Integer(load_default=1, validate=validate.OneOf((1, 2, 3), error="field.choice"))
    with_name = Line(120, load_default="")
    address = Line(200, load_default="")
    needs = Choices(NEEDS, load_default=list)
    about = Text(1000, load_default="")
    case_id = fields.UUID(load_default=None, allow_none=True)

    @validates_schema
    def reachable(self, told: dict[str, Any], **_: Any) -> None:
        helper = told.get("helper") or {}
        if told.get("for_whom") != "other":
            must_be_reachable(told)
        elif not any(one.get(way) for one in (told, helper) for way in ("phone", "email")):
            raise ValidationError({"helper.phone": ["missing_contact"]})

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def says_who_asks(self, told: dict[str, Any], original: Any, **_: Any) -> None:
        helper = original.get("helper") if isinstance(original, dict) else None
        if told.get("for_whom") == "other" and not (isinstance(helper, dict) and helper.get("name")):
            raise ValidationError({"helper.name": ["field.required"]})

    @post_load
    def whom_to_tell(self, told: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Whoever asked hears of it, and the person too where they can; nobody is told who can't be reached."""
        if told["for_whom"] != "other":
            return told
        able = [who for who, one in (("person", told), ("helper", told["helper"])) if one["phone"] or one["email"]]
        told["tell"] = (told["tell"] or "both") if len(able) == len(TOLD) else able[0]
        return told


class BookingSchema(AskingSchema):
    """`hold` is what keeps the time while the form is filled in."""

    slot = Line(60, required=True)
    hold = fields.UUID(load_default=None, allow_none=True)


class WishSchema(AskingSchema):
    """A place on the waiting list for one kind of visit."""

    visit_type = Line(30, required=True)
    place = Line(10, load_default="")


class VisitRequestSchema(Reachable):
    """A wish for a time that somebody calls back about: a name and a way to answer, and what one likes to say."""

    type = Line(30, load_default="")
    place = Line(10, load_default="")
    when = Choice(WHEN, load_default="any")
    about = Text(1000, load_default="")


class HoldSchema(Told):
    """A time kept for some minutes, while the form is filled in; `instead` of what was held before."""

    slot = Line(60, required=True)
    whose = fields.UUID(load_default=None, allow_none=True)
    instead = fields.UUID(load_default=None, allow_none=True)
    together = fields.Integer(load_default=1, validate=validate.OneOf((1, 2, 3), error="field.choice"))


class AnotherTimeSchema(Command):
    """Another time for the same visit."""

    slot = Line(60, required=True)
