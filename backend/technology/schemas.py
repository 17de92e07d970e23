"""What may come in when somebody asks about a type of thing."""

from typing import Any

from marshmallow import ValidationError, pre_load, validates_schema

from ..core.schema import Choice, Command, Email, Line, Phone, Text

CHANNELS = ("call", "sms", "email")
ABOUT_ALL = ""
"""Asked about nothing in the list."""


class QuestionSchema(Command):
    """A name and a way to answer are enough. `type` and `need` are what the person came from."""

    type = Line(60, load_default=ABOUT_ALL)
    need = Line(40, load_default="")
    about = Text(2000, load_default="")
    name = Line(120, required=True)
    phone = Phone(20, load_default="")
    email = Email(254, load_default="")
    channel = Choice(CHANNELS, load_default="")

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
