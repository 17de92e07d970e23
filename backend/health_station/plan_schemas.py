"""What may come in when staff edit the station's working plans."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import current_app
from marshmallow import ValidationError, fields, post_load, pre_load, validates_schema

from ..core.clock import today
from ..core.i18n import gettext
from ..core.outbound import may_be_asked
from ..core.schema import Choice, Command, Day, Line, Whole
from ..municipality.record import DAYS
from .models import KINDS
from .working_hours import NotHours, clock, spells

WEEK = DAYS[:5]
LONGEST_SPAN = timedelta(days=60)
FURTHEST = timedelta(days=400)
MOST_TYPES = 40


class Typed(Line):
    """A time of the day, or several, as people type them; what is wrong with it is said in words."""

    read: Callable[[str], Any]

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        try:
            return type(self).read(super()._deserialize(value, attr, data, **kwargs))
        except NotHours as wrong:
            raise ValidationError(f"station_plans.hours.{wrong.why}") from None


class Hours(Typed):
    read = staticmethod(spells)


class Clock(Typed):
    read = staticmethod(clock)


class NewResourceSchema(Command):
    """A nurse, a room, equipment or open hours."""

    kind = Choice(KINDS, required=True)
    name = Line(80, required=True)


class PlanSchema(Command):
    """`mark` says what the form was filled in on."""

    name = Line(80, required=True)
    active = fields.Boolean(load_default=False)
    types = fields.List(Line(30), load_default=list)
    mark = Line(16, load_default="")
    monday = Hours(200, load_default=list)
    tuesday = Hours(200, load_default=list)
    wednesday = Hours(200, load_default=list)
    thursday = Hours(200, load_default=list)
    friday = Hours(200, load_default=list)

    @post_load
    def as_week(self, told: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Days without hours are left out."""
        week = {day: told.pop(day) for day in WEEK}
        told["types"] = told["types"][:MOST_TYPES]
        return {**told, "week": {day: hours for day, hours in week.items() if hours}}


class SpanSchema(Command):
    """One day, or the days up to another."""

    first = Day(required=True)
    last = Day(load_default=None)

    @pre_load
    def one_day(self, told: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in told.items() if name != "last" or value}

    @validates_schema(skip_on_field_errors=True)
    def within_reach(self, told: dict[str, Any], **_: Any) -> None:
        first, last = told["first"], told["last"] or told["first"]
        if not today() <= first <= today() + FURTHEST:
            raise ValidationError({"first": ["station_plans.exception.too_far"]})
        if not first <= last < first + LONGEST_SPAN:
            raise ValidationError({"last": ["station_plans.exception.too_long"]})

    @post_load
    def whole(self, told: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**told, "last": told["last"] or told["first"]}


class ExceptionSchema(SpanSchema):
    """Other hours on some days; none are typed by whoever is away."""

    hours = Hours(200, load_default=list)


class CalendarSchema(Command):
    """Where a nurse's own calendar lies; empty stops the reading."""

    address = Line(500, load_default="")

    @post_load
    def as_web(self, told: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Raises ValidationError for what we may not ask."""
        address = told["address"]
        if address.lower().startswith("webcal://"):
            address = "https" + address[len("webcal") :]
        if address and not _may_ask(address):
            raise ValidationError({"address": ["station_plans.calendar.not_https"]})
        return {"address": address}


def _may_ask(address: str) -> bool:
    try:
        return may_be_asked(address, current_app.config["HUNDRE"].webhook_hosts)
    except ValueError:
        return False


class GroupDateSchema(Command):
    """A date of a group: when, led by whom, where, for how many."""

    type = Line(30, required=True)
    day = Day(required=True)
    clock = Clock(20, required=True)
    leader = fields.UUID(required=True)
    place = Line(10, load_default="")
    size = Whole(2, 40, required=True)

    @validates_schema(skip_on_field_errors=True)
    def to_come(self, told: dict[str, Any], **_: Any) -> None:
        if not today() <= told["day"] <= today() + FURTHEST:
            raise ValidationError({"day": ["station_plans.exception.too_far"]})


WORDS = {
    ("name", "field.required"): "station_plans.name.missing",
    ("size", "field.number"): "station_plans.group.size_wrong",
    ("size", "field.required"): "station_plans.group.size_wrong",
    ("leader", "field.required"): "station_plans.group.leader_missing",
    ("leader", "field.id"): "station_plans.group.leader_missing",
    ("clock", "field.required"): "station_plans.hours.unreadable",
    ("day", "field.required"): "station_plans.day.missing",
    ("day", "field.date"): "station_plans.day.missing",
    ("first", "field.required"): "station_plans.day.missing",
    ("first", "field.date"): "station_plans.day.missing",
    ("last", "field.date"): "station_plans.day.missing",
}  # fmt: skip


def worded(errors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: [gettext(WORDS.get((name, key), key)) for key in keys] for name, keys in errors.items()}
