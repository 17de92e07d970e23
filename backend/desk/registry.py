"""How the desk shows and starts what it may not import: each room above registers its kinds of case."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema

from ..identity.actor import Actor
from .models import Case

Loader = Callable[[Case], dict[str, Any]]


@dataclass(frozen=True)
class Command:
    """A citizen's deed that the desk can register for a caller: the same schema, verb and answer as the web's."""

    name: str
    schema: type[Schema]
    form: str
    form_facts: Callable[[], dict[str, Any]]
    do: Callable[[dict[str, Any], Actor, str], Case]
    example: Callable[[], dict[str, Any]]
    worded: Callable[[Any], dict[str, list[str]]] | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of case: its letter in references, its words, its panel, and what it lets the desk do."""

    id: str
    letter: str
    path: str
    texts: str
    panel: str
    load: Loader
    headline: Callable[[Case], str]
    signal_words: Callable[[Case], list[str]]
    receipt_path: Callable[[Case], str]
    export: Loader
    erase: Callable[[Case], None]
    command: Command | None = None
    photo_owner: Callable[[Case], str] | None = None
    signal_tags: Callable[[Case], list[str]] = lambda case: []


@dataclass
class Panels:
    """Extra parts of the case page from rooms that the desk does not know."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    extra: list[tuple[str, Loader]] = field(default_factory=list)


_panels = Panels()


def register(kind: Kind) -> None:
    _panels.kinds[kind.id] = kind


def register_panel(template: str, load: Loader) -> None:
    """A part of the case page for every kind: `load(case)` gives what the template needs."""
    _panels.extra.append((template, load))


def kind(name: str) -> Kind:
    return _panels.kinds[name]


def kinds() -> list[Kind]:
    return list(_panels.kinds.values())


def extra_panels(case: Case) -> list[tuple[str, dict[str, Any]]]:
    return [(template, load(case)) for template, load in _panels.extra]
