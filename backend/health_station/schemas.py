"""What may come in when somebody books, moves or cancels a visit."""

from marshmallow import fields

from ..core.schema import Choices, Command, Line, Text
from ..identity.contact import Reachable

NEEDS = ("companion", "interpreter", "wheelchair", "hearing", "transport")


class BookingSchema(Reachable):
    """A time, a name and a way to answer are enough. No answer and no age ever stops a booking."""

    slot = Line(60, required=True)
    whose = fields.UUID(load_default=None, allow_none=True)
    needs = Choices(NEEDS, load_default=list)
    about = Text(1000, load_default="")


class AnotherTimeSchema(Command):
    """Another time for the same visit."""

    slot = Line(60, required=True)
