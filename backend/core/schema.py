"""Every value bounded where it comes in. Messages are keys; the edge puts words to them."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from .errors import Invalid

INT32 = 2**31 - 1
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

fields.Field.default_error_messages.update(required="field.required", null="field.required")
fields.Boolean.default_error_messages.update(invalid="field.choice")
fields.List.default_error_messages.update(invalid="field.list")
fields.Nested.default_error_messages.update(type="field.object")
fields.UUID.default_error_messages.update(invalid_uuid="field.id")


class Command(Schema):
    """What somebody asks us to do. Fields we don't know are left aside: older phones may send them."""

    class Meta:
        unknown = EXCLUDE

    error_messages = {"type": "field.object", "unknown": "field.unknown"}


class Text(fields.Field[str]):
    """Words of a person: NFC, no control characters, at most `longest` characters, ends trimmed."""

    default_error_messages = {"text": "field.text", "long": "field.too_long", "empty": "field.required"}

    def __init__(self, longest: int = 2000, lines: bool = True, **kwargs: Any):
        self.longest, self.lines = longest, lines
        super().__init__(metadata={"maxLength": longest, **kwargs.pop("metadata", {})}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("text")
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        if CONTROL.search(value):
            raise self.make_error("text")
        value = unicodedata.normalize("NFC", value).strip()
        if not self.lines:
            value = " ".join(value.split())
        if len(value) > self.longest:
            raise self.make_error("long")
        if self.required and not value:
            raise self.make_error("empty")
        return value


class Line(Text):
    """One line of words: a name, an address."""

    def __init__(self, longest: int = 200, **kwargs: Any):
        super().__init__(longest=longest, lines=False, **kwargs)


class Choice(fields.Field[str]):
    """One of a fixed list of words."""

    default_error_messages = {"choice": "field.choice"}

    def __init__(self, choices: tuple[str, ...], **kwargs: Any):
        self.choices = choices
        super().__init__(metadata={"enum": list(choices), **kwargs.pop("metadata", {})}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> str:
        if value == "" and not self.required:
            return ""
        if not isinstance(value, str) or value not in self.choices:
            raise self.make_error("choice")
        return value


class Choices(fields.List[str]):
    """Several of a fixed list, each once."""

    def __init__(self, choices: tuple[str, ...], **kwargs: Any):
        super().__init__(Choice(choices, required=True), validate=validate.Length(max=len(choices) * 2), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        return list(dict.fromkeys(super()._deserialize(value, attr, data, **kwargs)))


class Whole(fields.Integer):
    """A whole number that both stores can hold."""

    default_error_messages = {"invalid": "field.number", "too_large": "field.number"}

    def __init__(self, least: int = 0, most: int = INT32, **kwargs: Any):
        super().__init__(validate=validate.Range(least, most, error="field.number"), **kwargs)


class Day(fields.Date):
    """A day between 1900 and 2200."""

    default_error_messages = {"invalid": "field.date", "format": "field.date"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> date:
        day = super()._deserialize(value, attr, data, **kwargs)
        if not EARLIEST <= day < LATEST:
            raise self.make_error("invalid")
        return day


class Phone(Line):
    """A Norwegian phone number however it is typed, kept as +47 and eight digits (or + and its own country)."""

    default_error_messages = {"phone": "field.phone"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        typed = super()._deserialize(value, attr, data, **kwargs)
        if not typed:
            return ""
        number = normal_phone(typed)
        if number is None:
            raise self.make_error("phone")
        return number


def normal_phone(typed: str) -> str | None:
    """`+4790012345` from what a person typed, or None."""
    digits = re.sub(r"[\s().\-/]", "", typed)
    digits = re.sub(r"^00", "+", digits)
    if re.fullmatch(r"[2-9]\d{7}", digits):
        return "+47" + digits
    if re.fullmatch(r"\+47[2-9]\d{7}", digits) or re.fullmatch(r"\+(?!47)[1-9]\d{6,13}", digits):
        return digits
    return None


class Email(Line):
    """An address that can be written to; only its shape is judged."""

    default_error_messages = {"email": "field.email"}
    shape = re.compile(r"[^@\s,;<>\"']{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180})\.[A-Za-z]{2,24}")

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        typed = super()._deserialize(value, attr, data, **kwargs)
        if typed and not self.shape.fullmatch(typed):
            raise self.make_error("email")
        return typed


class PostalCode(Line):
    default_error_messages = {"postal": "field.postal_code"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        typed = super()._deserialize(value, attr, data, **kwargs)
        if typed and not re.fullmatch(r"\d{4}", typed):
            raise self.make_error("postal")
        return typed


class Month(Line):
    """A month a person remembers, as `2026-05`, a year as `2026`, or empty: not known."""

    default_error_messages = {"month": "field.month"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        typed = super()._deserialize(value, attr, data, **kwargs)
        if typed and not re.fullmatch(r"(19|20|21)\d\d(-(0[1-9]|1[0-2]))?", typed):
            raise self.make_error("month")
        return typed


def loaded(schema: Schema, data: Any) -> dict[str, Any]:
    """The command, or `Invalid` with field -> message keys; nested fields are joined by dots."""
    try:
        return schema.load(data)
    except ValidationError as error:
        raise Invalid(flat(error.normalized_messages())) from None


def flat(messages: Any, prefix: str = "") -> dict[str, list[str]]:
    """`{"person": {"name": [..]}}` -> `{"person.name": [..]}`."""
    found: dict[str, list[str]] = {}
    for name, inner in messages.items():
        path = prefix if name == "_schema" else f"{prefix}.{name}".lstrip(".")
        if isinstance(inner, Mapping):
            found.update(flat(inner, path))
        else:
            found[path] = [str(message) for message in inner]
    return found
