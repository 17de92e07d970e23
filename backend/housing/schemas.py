"""What may come in when somebody asks for advice about a home."""

from typing import Any

from marshmallow import ValidationError, fields, pre_load, validate, validates_schema

from ..core.clock import today
from ..core.schema import Choice, Choices, Command, Email, Line, Month, Phone, PostalCode, Text, Whole
from ..identity.models import CHANNELS
from . import questions


class Told(Command):
    """The person it is about, as far as anybody told us."""

    name = Line(120, load_default="")
    phone = Phone(20, load_default="")
    email = Email(254, load_default="")
    address = Line(200, load_default="")
    postal_code = PostalCode(10, load_default="")
    birth_year = Whole(1900, 2200, load_default=None, allow_none=True)

    @pre_load
    def leave_out_empty(self, data: Any, **_: Any) -> Any:
        """A field left empty in a plain form was not answered."""
        return {name: value for name, value in data.items() if value != ""} if isinstance(data, dict) else data


class Helper(Command):
    """The one who writes for another."""

    name = Line(120, load_default="")
    phone = Phone(20, load_default="")
    email = Email(254, load_default="")
    relation = Line(80, load_default="")


class AdviceRequestSchema(Command):
    """At most eight questions; a name and a way to answer are enough. Photos and home check are never conditions."""

    for_whom = Choice(("self", "other", "worry"), load_default="self")
    consent = fields.Boolean(load_default=False)
    helper = fields.Nested(Helper, load_default=dict)
    person = fields.Nested(Told, load_default=dict)
    what_matters = Text(4000, load_default="")
    difficult = Choices(questions.choices("difficult"), load_default=list)
    difficult_text = Text(2000, load_default="")
    signals = Choices(questions.choices("signals"), load_default=list)
    since = Month(10, load_default="")
    owner = Choice(questions.choices("owner"), load_default="")
    hospital = Choice(questions.choices("hospital"), load_default="")
    channel = Choice(CHANNELS, load_default="")
    call_whom = Choice(("me", "helper", "both"), load_default="me")
    photos = fields.List(
        fields.UUID(), load_default=list, validate=validate.Length(max=6, error="too_many"), metadata={"maxItems": 6}
    )
    home_check = fields.Dict(keys=Line(60), values=Line(20), load_default=dict, validate=validate.Length(max=80))

    @pre_load
    def forgive(self, data: Any, **_: Any) -> Any:
        """ "Jeg vet ikke" is a good answer everywhere; so is leaving a choice open."""
        if not isinstance(data, dict):
            return data
        data = {name: value for name, value in data.items() if value is not None}
        since = data.get("since")
        if isinstance(since, dict):
            month, year = since.get("month") or "", since.get("year") or ""
            data["since"] = f"{year}-{month}" if year and month else year
        elif since == "unknown":
            data["since"] = ""
        return data

    @validates_schema
    def reachable(self, told: dict[str, Any], **_: Any) -> None:
        """Enough to know whom it is about and how to answer."""
        missing = dict(_missing(told))
        if missing:
            raise ValidationError(missing)

    @validates_schema
    def sensible(self, told: dict[str, Any], **_: Any) -> None:
        since = told.get("since", "")
        if since and since > f"{today():%Y-%m}"[: len(since)]:
            raise ValidationError({"since": ["future"]})
        known = questions.check_answers()
        told["home_check"] = {
            name: value for name, value in told.get("home_check", {}).items()
            if value in known.get(name, ()) or name == "since"
        }  # fmt: skip


def _missing(told: dict[str, Any]) -> Any:
    person, helper, whom = told.get("person", {}), told.get("helper", {}), told.get("for_whom")
    if whom == "worry":
        if not person.get("name") and not person.get("address"):
            yield "person", {"name": ["name_or_address"]}
        return
    wrong: dict[str, list[str]] = {}
    if not person.get("name"):
        wrong["name"] = ["field.required"]
    wrong.update(
        _unreachable(person, helper if whom == "other" else {}, told.get("channel", ""), told.get("call_whom"))
    )
    if wrong:
        yield "person", wrong
    if whom == "other":
        if not told.get("consent"):
            yield "consent", ["field.required"]
        if not helper.get("name"):
            yield "helper", {"name": ["field.required"]}


def _unreachable(person: Any, helper: Any, channel: str, call_whom: str | None) -> dict[str, list[str]]:
    ways = [person.get(way) for way in ("phone", "email", "address")] + [helper.get(way) for way in ("phone", "email")]
    if not any(ways):
        return {"phone": ["missing_contact"]}
    if call_whom in ("helper", "both") and (helper.get("phone") or helper.get("email")):
        return {}
    needs = {"sms": "phone", "call": "phone", "email": "email", "letter": "address"}.get(channel)
    return {needs: [f"needed_for_{channel}"]} if needs and not person.get(needs) else {}
