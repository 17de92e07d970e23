"""What staff may send to a case."""

from typing import Any

from marshmallow import fields, pre_load

from ..core.schema import Choice, Command, Day, Line, Text, Whole
from . import moves

CONSIDERED = ("yes", "no", "not_relevant")


class Deed(Command):
    """Every deed names the revision it was decided on, so that nobody overwrites a colleague unseen."""

    revision = Whole(1, load_default=None, allow_none=True)

    @pre_load
    def leave_out_empty(self, data: Any, **_: Any) -> Any:
        """A field left empty in a plain form was not answered."""
        return {name: value for name, value in data.items() if value != ""} if isinstance(data, dict) else data


class Move(Deed):
    to = Choice(tuple(moves.NEXT["advice"]), required=True)
    waiting_for = Choice(moves.WAITING_FOR, load_default="")
    waiting_reason = Line(300, load_default="")
    closed_because = Choice(moves.CLOSED_BECAUSE, load_default="")
    route = Choice(moves.ROUTES, load_default="")
    decision_on = Day(load_default=None, allow_none=True)
    complaint_by = Day(load_default=None, allow_none=True)
    complaint_text = Text(2000, load_default="")


class Assignment(Deed):
    staff_id = fields.UUID(load_default=None, allow_none=True)


class HandOver(Deed):
    unit = Line(60, required=True)
    reason = Text(500, load_default="")


class Priority(Deed):
    priority = Choice(("P1", "P2", "P3"), required=True)
    reason = Text(500, required=True)


class Words(Deed):
    text = Text(4000, required=True)


class PhoneContact(Deed):
    reached = fields.Boolean(load_default=False)
    text = Text(2000, load_default="")


class Considered(Deed):
    """What is not sent stays as it was; a field of a plain form that comes empty is cleared."""

    technology = Choice(CONSIDERED, allow_none=True)
    technology_reason = Text(500)
    rehabilitation = Choice(CONSIDERED, allow_none=True)
    rehabilitation_reason = Text(500)
    benefit = Whole(0, 3, allow_none=True)
    resources = Whole(0, 3, allow_none=True)
    severity = Whole(0, 3, allow_none=True)

    @pre_load
    def leave_out_empty(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: None if value == "" and not name.endswith("_reason") else value for name, value in data.items()}


class Disclosure(Command):
    way = Choice(("fact", "called_back"), required=True)
    reference = Line(12, load_default="")
    fact = Line(200, load_default="")


class MayKnow(Deed):
    until = Day(load_default=None, allow_none=True)
