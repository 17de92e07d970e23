"""Everything we hold about one person. Rooms above add their part; nobody is asked to import them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from ..core.clock import local
from ..core.db import db
from ..core.secrets import opened
from .models import LoginSession, Person

Loader = Callable[[Person], Any]
OWN = ("name", "phone", "email", "address", "postal_code", "birth_year", "channel", "language")
_loaders: dict[str, Loader] = {}


def register_export(name: str, loader: Loader) -> None:
    """A room's part of the export: plain values that JSON can hold, only about this person."""
    _loaders[name] = loader


def everything(person: Person) -> dict[str, Any]:
    """`{"person": ..., "sign_ins": ..., <room>: ...}`"""
    return {
        "person": about(person),
        "sign_ins": _sign_ins(person),
        **{name: loader(person) for name, loader in _loaders.items()},
    }


def about(person: Person) -> dict[str, Any]:
    """The person's own row, with the national id opened: it is theirs."""
    seal = person.national_id_sealed
    return {
        **{name: getattr(person, name) for name in OWN},
        "national_id": opened("national_id", seal) if seal else None,
        "protected_address": person.protected_address,
        "written_down_at": local(person.created_at).isoformat(),
    }


def _sign_ins(person: Person) -> list[dict[str, str]]:
    rows = db.session.scalars(
        select(LoginSession).where(LoginSession.person_id == person.id).order_by(LoginSession.created_at)
    )
    return [{"at": local(row.created_at).isoformat(), "assurance": row.assurance} for row in rows]
