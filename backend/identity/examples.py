"""Examples for the API's description that the demo municipality accepts as they stand."""

from typing import Any

from flask import current_app, g

from ..core.db import transaction
from ..core.secrets import opened
from .service import codes

ANY_CODE = {"contact": "navn@eksempel.no", "code": "123456"}


def code_wish() -> dict[str, Any]:
    return {"contact": f"citizen@{g.municipality.id}.example"}


def code_given() -> dict[str, Any]:
    """In demo a code that works, for another of the made-up people; anywhere else only its shape."""
    if not current_app.config["HUNDRE"].demo:
        return ANY_CODE
    contact = f"citizen2@{g.municipality.id}.example"
    with transaction():
        code = codes.newest(contact) or codes.new_code(contact, codes.random_digits())
        return {"contact": contact, "code": opened("code", code.code_sealed)}
