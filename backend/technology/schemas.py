"""What may come in: a question about a type of thing, a thing that somebody has got, a recommendation."""

from ..core.schema import Choice, Email, Line, Phone, Text
from ..desk.schemas import Deed
from ..identity.contact import Reachable, Told
from .models import VERDICTS

WAYS = ("sms", "email", "call", "own")
"""How to be asked; `own` is for those who are signed in: the way we know."""
ABOUT_ALL = ""
"""Asked about nothing in the list."""


class QuestionSchema(Reachable):
    """`type` and `need` are what the person came from."""

    type = Line(60, load_default=ABOUT_ALL)
    need = Line(40, load_default="")
    about = Text(2000, load_default="")


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
