"""A name and a way to answer: what a form asks of somebody we do not know, and nothing more."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, pre_load, validates_schema

from ..core.i18n import gettext
from ..core.schema import Choice, Command, Email, Line, Phone

CHANNELS = ("call", "sms", "email")
NEEDED = {"call": "phone", "sms": "phone", "email": "email"}
WORDS = {
    ("name", "field.required"): "contact.name_missing",
    ("phone", "missing_contact"): "contact.need_one",
    **{("phone", key): "contact.phone_wrong" for key in ("field.phone", "needed_for_call", "needed_for_sms")},
    **{("email", key): "contact.email_wrong" for key in ("field.email", "needed_for_email")},
}


class Told(Command):
    """A plain form: a field left empty was not answered."""

    @pre_load
    def leave_out_empty(self, data: Any, **_: Any) -> Any:
        return {name: value for name, value in data.items() if value != ""} if isinstance(data, dict) else data


class Named(Told):
    """A name and what there is of phone and e-mail."""

    name = Line(120, required=True)
    phone = Phone(20, load_default="")
    email = Email(254, load_default="")
    channel = Choice(CHANNELS, load_default="")


class Reachable(Named):
    """A name, and a phone or an e-mail; the channel asked for must have what it needs."""

    @validates_schema
    def reachable(self, told: dict[str, Any], **_: Any) -> None:
        must_be_reachable(told)


def must_be_reachable(told: Mapping[str, Any]) -> None:
    """Raises ValidationError."""
    if not told.get("phone") and not told.get("email"):
        raise ValidationError({"phone": ["missing_contact"]})
    needed = NEEDED.get(told.get("channel", ""))
    if needed and not told.get(needed):
        raise ValidationError({needed: [f"needed_for_{told['channel']}"]})


def worded(errors: Mapping[str, list[str]], own: Mapping[tuple[str, str], str]) -> dict[str, list[str]]:
    """Field -> messages in the words that fit this very field; `own` are the form's own words."""
    words = {**WORDS, **own}
    return {name: [gettext(words.get((name, key), key)) for key in keys] for name, keys in errors.items()}
