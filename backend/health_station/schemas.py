"""What may come in when somebody books, moves or cancels a visit."""

from typing import Any

from marshmallow import ValidationError, fields, pre_load, validates_schema

from ..core.schema import Choice, Choices, Command, Email, Line, Phone, Text

CHANNELS = ("sms", "email", "call")
NEEDS = ("companion", "interpreter", "wheelchair", "hearing", "transport")


class BookingSchema(Command):
    """A time, a name and a way to answer are enough. No answer and no age ever stops a booking."""

    slot = Line(60, required=True)
    whose = fields.UUID(load_default=None, allow_none=True)
    name = Line(120, required=True)
    phone = Phone(20, load_default="")
    email = Email(254, load_default="")
    channel = Choice(CHANNELS, load_default="")
    needs = Choices(NEEDS, load_default=list)
    about = Text(1000, load_default="")

    @pre_load
    def leave_out_empty(self, data: Any, **_: Any) -> Any:
        """A field left empty in a plain form was not answered."""
        return {name: value for name, value in data.items() if value != ""} if isinstance(data, dict) else data

    @validates_schema
    def reachable(self, told: dict[str, Any], **_: Any) -> None:
        if not told.get("phone") and not told.get("email"):
            raise ValidationError({"phone": ["missing_contact"]})
        needed = {"call": "phone", "sms": "phone", "email": "email"}.get(told.get("channel", ""))
        if needed and not told.get(needed):
            raise ValidationError({needed: [f"needed_for_{told['channel']}"]})


class AnotherTimeSchema(Command):
    """Another time for the same visit."""

    slot = Line(60, required=True)
