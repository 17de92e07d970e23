"""What may come in: a question about a type of thing, a thing that somebody has got, a recommendation."""

from typing import Any

from marshmallow import ValidationError, pre_load, validates_schema

from ..core.schema import Choice, Command, Email, Line, Phone, Text
from ..desk.schemas import Deed
from .models import VERDICTS

CHANNELS = ("call", "sms", "email")
WAYS = ("sms", "email", "call", "own")
"""How to be asked; `own` is for those who are signed in: the way we know."""
ABOUT_ALL = ""
"""Asked about nothing in the list."""


class Told(Command):
    @pre_load
    def leave_out_empty(self, data: Any, **_: Any) -> Any:
        """A field left empty in a plain form was not answered."""
        return {name: value for name, value in data.items() if value != ""} if isinstance(data, dict) else data


class QuestionSchema(Told):
    """A name and a way to answer are enough. `type` and `need` are what the person came from."""

    type = Line(60, load_default=ABOUT_ALL)
    need = Line(40, load_default="")
    about = Text(2000, load_default="")
    name = Line(120, required=True)
    phone = Phone(20, load_default="")
    email = Email(254, load_default="")
    channel = Choice(CHANNELS, load_default="")

    @validates_schema
    def reachable(self, told: dict[str, Any], **_: Any) -> None:
        if not told.get("phone") and not told.get("email"):
            raise ValidationError({"phone": ["missing_contact"]})
        needed = {"call": "phone", "sms": "phone", "email": "email"}.get(told.get("channel", ""))
        if needed and not told.get(needed):
            raise ValidationError({needed: [f"needed_for_{told['channel']}"]})


class BoughtSchema(Told):
    """A thing that somebody has got. Whoever is signed in needs no contact; all others need a phone or an e-mail."""

    type = Line(60, required=True)
    need = Line(40, load_default="")
    name = Line(120, load_default="")
    phone = Phone(20, load_default="")
    email = Email(254, load_default="")
    channel = Choice(WAYS, load_default="")


class AnswerSchema(Told):
    answer = Choice(VERDICTS, required=True)


class RecommendationSchema(Deed):
    """Staff recommend a type of thing. Each of the four must have been confirmed."""

    type = Line(60, required=True)
    need = Line(40, required=True)
    benefit = Choice(("yes",), required=True)
    consent = Choice(("yes",), required=True)
    training = Choice(("yes",), required=True)
    after = Choice(("yes",), required=True)
