"""What a gateway may send us."""

from marshmallow import fields

from ..core.schema import Command, Line, Phone, Text


class InboundSmsSchema(Command):
    """One SMS. `id` is the gateway's own, so that the same one sent twice is read once."""

    id = Line(80, required=True)
    sender = Phone(20, required=True, data_key="from", attribute="from")
    text = Text(1600, required=True)
    received_at = fields.AwareDateTime(load_default=None, allow_none=True)


class InboundRead(Command):
    """`understood`, or `passed_on` to a human."""

    status = fields.String(metadata={"example": "understood"})
