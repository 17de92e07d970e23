"""The catalogue as the content files have it: types, never brands; the national text, or the municipality's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from flask import g

from ..core.content import ABOUT_THE_FILE, BrokenContent, Tree, load, mark_of, names, own_file, sound, tree_of
from ..core.errors import Unknown
from ..core.i18n import language, said

FOLDER = "technology/types"
NORWEGIAN = ("nb", "nn")
Words = Mapping[str, str]


class NoSuchType(Unknown):
    """There is no such type in the catalogue, or no such need."""


@dataclass(frozen=True)
class Type:
    """One type of thing; content/technology/README.md says what each field holds.

    `own`: partly in the municipality's words. `outrun`: the national words have changed since those were written.
    """

    slug: str
    name: Words
    also: Mapping[str, list[str]]
    lead: Words
    help: Words
    needs: Mapping[str, Words]
    payers: list[Mapping[str, Any]]
    price: Mapping[str, Any] | None
    nets: list[str]
    works_offline: str
    outage: Words
    difficulty: int
    ask: list[Words]
    privacy: Words
    municipality: Words
    steps: list[int]
    free: Words
    source: str
    certainty: str
    checked_by: str
    checked_on: Any
    next_check: Any
    alarm: bool = False
    drawing: str = ""
    systems: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    own: bool = False
    outrun: bool = False

    @property
    def by_mobile(self) -> bool:
        """Works by the mobile network: then old networks and bad coverage matter."""
        return "mobile" in self.nets


FIELDS = tuple(Type.__dataclass_fields__)


@dataclass(frozen=True)
class Need:
    """What is hard, in plain words; one question; then at most five types for each answer."""

    id: str
    title: Words
    also: Mapping[str, list[str]]
    question: Mapping[str, Any]
    free: list[Words]
    contact: Words

    @property
    def answers(self) -> list[Mapping[str, Any]]:
        return list(self.question["answers"])


def types() -> list[Type]:
    """All of them, by name in the language of this answer."""
    return sorted(_types(g.municipality.id).values(), key=lambda one: _in_order(said(one.name)))


def _in_order(name: str) -> str:
    """Norwegian letters come last."""
    return name.lower().translate(str.maketrans("æøå", "{|}"))


def by_slug(slug: str) -> Type:
    """Raises NoSuchType."""
    found = _types(g.municipality.id).get(slug)
    if found is None:
        raise NoSuchType()
    return found


@cache
def _types(municipality_id: str) -> Mapping[str, Type]:
    return {slug: _type(slug, municipality_id) for slug in names(FOLDER)}


def _type(slug: str, municipality_id: str) -> Type:
    """The national text with the municipality's own fields in place of some."""
    name = f"{FOLDER}/{slug}.yaml"
    national = sound(name, _whole)
    own = own_file(municipality_id, f"technology/{slug}.yaml")
    if own is None:
        return made_of(slug, national)
    ours = sound(own, tree_of)
    replaced = sorted(ours.keys() - ABOUT_THE_FILE)
    outrun = ours.get("instead_of") != mark_of(national.get(field) for field in replaced)
    return made_of(slug, {**national, **ours, "own": True, "outrun": outrun})


def _whole(name: str, text: str) -> Tree:
    tree = tree_of(name, text)
    made_of("", tree)
    return tree


def made_of(slug: str, tree: Tree) -> Type:
    """Raises BrokenContent where a field is missing."""
    try:
        return Type(slug=slug, **{field: value for field, value in tree.items() if field in FIELDS and field != "slug"})
    except TypeError as error:
        raise BrokenContent(f"{FOLDER}/{slug}: {error}") from None


@cache
def needs() -> Mapping[str, Need]:
    """The fourteen needs in the order the finder shows them, by id."""
    wanted = tuple(Need.__dataclass_fields__)
    return {need["id"]: Need(**{field: need[field] for field in wanted}) for need in load("technology/needs")["needs"]}


def need(need_id: str) -> Need:
    """Raises NoSuchType."""
    found = needs().get(need_id)
    if found is None:
        raise NoSuchType()
    return found


def answer_of(asked: Need, answer_id: str) -> Mapping[str, Any]:
    """One answer of the need's question. Raises NoSuchType."""
    found = next((one for one in asked.answers if one["id"] == answer_id), None)
    if found is None:
        raise NoSuchType()
    return found


def for_need(need_id: str) -> list[Type]:
    """Every type that says why it may help with this need."""
    return [one for one in types() if need_id in one.needs]


class FoundBy(NamedTuple):
    """Words that somebody may type: the thing's name, what else it is called, and what is hard where it may help."""

    named: str
    called: str
    hard: str


def words_to_find_by(one: Type) -> FoundBy:
    """In this language; in Norwegian in both its forms, for people mix them."""
    forms = NORWEGIAN if language() in NORWEGIAN else (language(),)
    felt = [needs()[name] for name in one.needs if name in needs()]
    hard = [word for need in felt for form in forms for word in (said(need.title, form), *need.also.get(form, []))]
    return FoundBy(
        named=_once(said(one.name, form) for form in forms),
        called=_once(word for form in forms for word in (*one.also.get(form, []), *one.systems)),
        hard=_once(hard),
    )


def _once(phrases: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(" ".join(phrases).lower().split()))
