"""For leader and administrator: which texts there are, whose words they are, and which should be looked at again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template

from ..core.clock import today
from ..core.i18n import said
from . import catalogue, guides

pages = Blueprint("content", __name__, template_folder="templates")


@dataclass(frozen=True)
class Text:
    """One text as its editor needs to see it."""

    name: str
    path: str
    certainty: str
    checked_on: date | None
    next_check: date
    own: bool
    outrun: bool

    @property
    def overdue(self) -> bool:
        return self.next_check < today()

    @property
    def unchecked(self) -> bool:
        return self.checked_on is None


@pages.get("/ansatt/innhold")
def overview() -> str:
    """What should be looked at stands first."""
    types = [_text(said(one.name), f"/hjelpemidler/{one.slug}", vars(one), one) for one in catalogue.types()]
    articles = [_text(one.title, f"/rad/{one.slug}", one.facts, one) for one in guides.guides()]
    texts = sorted([*types, *articles], key=lambda one: (not one.outrun, not one.overdue, one.name))
    return render_template("technology/content.html", texts=texts)


def _text(name: str, path: str, facts: Mapping[str, Any], one: catalogue.Type | guides.Guide) -> Text:
    return Text(
        name, path, facts["certainty"], facts["checked_on"], facts["next_check"], own=one.own, outrun=one.outrun
    )
