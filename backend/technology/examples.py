"""Commands that the demo municipality accepts as they stand, for the API's documents and the tests."""

from typing import Any


def question() -> dict[str, Any]:
    return {
        "type": "trygghetsalarm", "need": "fallen", "about": "Hvem svarer når jeg trykker?",
        "name": "Kari Fjelldal", "phone": "900 00 001", "channel": "call",
    }  # fmt: skip


def bought() -> dict[str, Any]:
    return {"type": "nokkelfinner", "need": "forgetful", "phone": "900 00 001", "channel": "sms"}
