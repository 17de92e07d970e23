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


@dataclass(frozen=True)
class Place:
    """A place of another room in the desk's rail, for those who `may`, below the desk's own place `after`."""

    key: str
    path: str
    icon: str
    may: Callable[[Actor], bool]
    after: str
    press: str = ""


@dataclass
class Panels:
    """Extra parts of the case page, and places in the rail, from rooms that the desk does not know."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    extra: list[tuple[str, Loader]] = field(default_factory=list)
    mine: list[tuple[str, Callable[[Actor], dict[str, Any]]]] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)


_panels = Panels()


def register(kind: Kind) -> None:
    _panels.kinds[kind.id] = kind


def register_panel(template: str, load: Loader) -> None:
    """A part of the case page for every kind: `load(case)` gives what the template needs."""
    _panels.extra.append((template, load))


def register_place(place: Place) -> None:
    _panels.places[place.key] = place


def places() -> list[Place]:
    return list(_panels.places.values())


def register_my_panel(template: str, load: Callable[[Actor], dict[str, Any]]) -> None:
    """A part of "Min side": `load(actor)` gives what the template needs, under the name `facts`."""
    _panels.mine.append((template, load))


def kind(name: str) -> Kind:
    return _panels.kinds[name]


def kinds() -> list[Kind]:
    return list(_panels.kinds.values())


def extra_panels(case: Case) -> list[tuple[str, dict[str, Any]]]:
    return [(template, load(case)) for template, load in _panels.extra]


def my_panels(actor: Actor) -> list[tuple[str, dict[str, Any]]]:
    return [(template, load(actor)) for template, load in _panels.mine]
