"""What comes in and goes out when somebody signs in, looks at what we hold about them, or leaves."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from ..core.schema import Command, Email, Line, normal_phone


class Contact(Line):
    """A phone number or an e-mail address, however it is typed; kept as `+47...` or in small letters."""

    default_error_messages = {"contact": "identity.contact.wrong", "empty": "identity.contact.wrong"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        typed = super()._deserialize(value, attr, data, **kwargs)
        if "@" in typed and typed.isascii() and Email.shape.fullmatch(typed):
            return typed.lower()
        number = normal_phone(typed)
        if number is None:
            raise self.make_error("contact")
        return number


class Digits(Line):
    """Six digits; spaces between them are forgiven."""

    default_error_messages = {"digits": "identity.code.six", "empty": "identity.code.six"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        typed = super()._deserialize(value, attr, data, **kwargs).replace(" ", "")
        if not (len(typed) == 6 and typed.isascii() and typed.isdigit()):
            raise self.make_error("digits")
        return typed


class CodeWish(Command):
    contact = Contact(160, required=True, metadata={"description": "phone number or e-mail address"})


class CodeGiven(CodeWish):
    code = Digits(20, required=True, metadata={"description": "six digits"})


class CodeSent(Command):
    status = fields.String(metadata={"example": "sent"})


class SignedIn(Command):
    """Who is signed in now. `owner` names the account towards the phone's own store."""

    role = fields.String()
    assurance = fields.String()
    owner = fields.String()


class Me(SignedIn):
    name = fields.String()
    municipality = fields.String()


class KeyForDevice(Command):
    key = fields.String(metadata={"description": "32 bytes as base64url"})
    key_id = fields.String()
    owner = fields.String()


class LogLine(Command):
    at = fields.DateTime()
    who = fields.String()
    what = fields.String()
    reference = fields.String(metadata={"description": "the case it was about, where it was one of mine"})


class LogPage(Command):
    items = fields.List(fields.Nested(LogLine))
    next = fields.String(allow_none=True)


class Export(Command):
    """Everything held about the person: a part for each room."""

    person = fields.Dict()
    sign_ins = fields.List(fields.Dict())


class KeptThing(Command):
    what = fields.String()
    why = fields.String()


class Erasure(Command):
    """`kept` is what the law tells us to keep; it is blocked."""

    status = fields.String(metadata={"example": "erased"})
    kept = fields.List(fields.Nested(KeptThing))
