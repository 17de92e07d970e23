"""The ten questions before a visit, as the content file has them. All may be skipped, and no answer is scored."""

from collections.abc import Mapping
from typing import Any

from ..core.content import Tree, load
from ..core.errors import Unknown
from ..core.i18n import gettext, said
from ..core.schema import Choice, Choices, Command, Text, loaded

RED = "red"
LONGEST = 4000


class RedFlag(Exception):
    """Something in the answer can't wait: the numbers are shown, and the answer is not kept."""


def all_of_them() -> list[Tree]:
    return list(load("health_station/questions")["questions"])


def numbered(number: int) -> Tree:
    """The question, from 1. Raises Unknown."""
    asked = all_of_them()
    if not 1 <= number <= len(asked):
        raise Unknown()
    return asked[number - 1]


def red_flags(question: Tree) -> Tree:
    """The numbers to call, those that fit the question first."""
    flags, first = load("safety/red_flags"), question.get("numbers", [])
    rank = {name: place for place, name in enumerate(first)}
    return {**flags, "numbers": sorted(flags["numbers"], key=lambda one: rank.get(one["id"], len(first)))}


def name_of(field: Mapping[str, Any]) -> str:
    return str(field["name"]).removesuffix("[]")


def names(question: Tree) -> list[str]:
    return [name_of(field) for field in question["fields"]]


def answers_to(question: Tree, told: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered, without what was left open. Raises Invalid for what can't be answered, RedFlag."""
    fields = {name_of(field): _field(field) for field in question["fields"]}
    given = loaded(Command.from_dict(fields)(), {name: value for name, value in told.items() if value != ""})
    red = {(name_of(field), one) for field in question["fields"] for one in _red(field)}
    if any((name, one) in red for name, value in given.items() for one in (value if type(value) is list else [value])):
        raise RedFlag()
    return {name: value for name, value in given.items() if value}


def _field(field: Mapping[str, Any]) -> Any:
    if field["type"] == "textarea":
        return Text(int(field.get("max", LONGEST)))
    values = tuple(str(choice["value"]) for choice in field["choices"])
    return Choices(values) if field["type"] == "checkboxes" else Choice(values)


def _red(field: Mapping[str, Any]) -> list[str]:
    return [choice["value"] for choice in field.get("choices", []) if choice.get("flag") == RED]


def worded(question: Tree, errors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Field -> messages in the words that the content gives this very field."""
    own = {name_of(field): field.get("errors", {}) for field in question["fields"]}
    long = {name: said(own.get(name, {}).get("too_long", "")) for name in errors}
    return {
        name: [long[name] if key == "field.too_long" and long[name] else gettext(key) for key in keys]
        for name, keys in errors.items()
    }
