"""The inbox's rows, each drawn once and kept: the list is renewed every 15 seconds, and most of it is as it was."""

from typing import Any

from flask import g, render_template, request
from jinja2.utils import LRUCache
from markupsafe import Markup
from sqlalchemy import Row

from ...core.clock import today
from ...core.i18n import language
from .. import registry
from ..service.deadlines import light

MOST_KEPT = 2000
_kept = LRUCache(MOST_KEPT)


def row(case: Row[Any]) -> Markup:
    """One row of the inbox. Drawn anew when anything in it, the day or the language is another."""
    key = _all_that_shows(case)
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = _drawn(case)
    return Markup(found)  # noqa: S704 - made by our own template


def _all_that_shows(case: Row[Any]) -> tuple[Any, ...]:
    """Topics and signals are lists, which a new revision always comes with."""
    return (g.municipality.id, language(), request.script_root, today(), *case[2:])


def _drawn(case: Row[Any]) -> str:
    return render_template("desk/inbox_row.html", case=case, kind=registry.kind(case.kind), lamp=light(case))
