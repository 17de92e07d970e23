"""Municipalities whose time book lies in another system: whoever looks for a time writes a wish for one instead."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import redirect, request
from flask.typing import ResponseReturnValue

from . import visit_types


def with_the_book_here(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """The page as it is where there are times to give; elsewhere it leads to the wish."""

    @wraps(view)
    def answered(**told: Any) -> ResponseReturnValue:
        if not visit_types.book_is_elsewhere():
            return view(**told)
        return redirect(request.script_root + wish_path(request.values.get("type", "")[:30]))

    return answered


def wish_path(type_id: str) -> str:
    """Where one wishes for this kind of visit; for none in particular where nothing is said."""
    return f"/time/onske?{urlencode({'type': type_id})}" if type_id else "/time/onske"
