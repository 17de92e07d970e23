"""The questions as the content files have them: choices, signals, and the words for what is missing."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ..core.content import Tree, load
from ..core.i18n import gettext, said

ERROR_NAMES = {
    "field.required": "required", "field.choice": "required", "field.phone": "invalid", "field.email": "invalid",
    "field.postal_code": "invalid", "field.month": "invalid", "field.too_long": "too_long",
    "photo_too_large": "too_large", "photo_wrong_kind": "wrong_kind", "photo_corrupt": "corrupt",
}  # fmt: skip


def request_form() -> Tree:
    return load("housing/request")


def home_check() -> Tree:
    return load("housing/home_check")


def priorities() -> Tree:
    return load("housing/priorities")


def red_flags() -> Tree:
    return load("safety/red_flags")


@cache
def fields() -> Mapping[str, Tree]:
    """Every field of the request by its name, without the list mark."""
    form = request_form()
    asked = [*form["questions"], form["photos"]]
    return {field["name"].removesuffix("[]"): field for part in asked for field in part["fields"]}


@cache
def forks() -> frozenset[str]:
    """The questions whose answer decides how many there are."""
    form = request_form()["questions"]
    rules = [question["show_if"] for question in form if question.get("show_if")]
    return frozenset(
        question["id"] for question in form for field in question["fields"]
        if any(rule.startswith(f"{field['name']}=") for rule in rules)
    )  # fmt: skip


@cache
def choices(name: str) -> tuple[str, ...]:
    """The values a field may have; the signals of a choice are the values themselves."""
    return tuple(choice["value"] for choice in fields()[name]["choices"])


@cache
def check_answers() -> Mapping[str, tuple[str, ...]]:
    """The answers each question of the home check may have."""
    usual = tuple(answer["value"] for answer in home_check()["answers"])
    return {
        question["id"]: tuple(a["value"] for a in question["answers"]) if question.get("answers") else usual
        for question in home_check()["questions"]
    }


def words_for(name: str, value: str) -> str:
    """The person's own words for a choice."""
    found = next((choice for choice in fields()[name].get("choices", []) if choice["value"] == value), None)
    return said(found["label"]) if found else value


def signals_in(told: Mapping[str, Any]) -> list[str]:
    """Every signal in the answers: ticked, from the hospital question, and from the home check."""
    found = list(told.get("signals", []))
    found += [
        choice["signal"] for choice in fields()["hospital"]["choices"]
        if choice.get("signal") and choice["value"] == told.get("hospital")
    ]  # fmt: skip
    found += list(_check_signals(told.get("home_check") or {}))
    return list(dict.fromkeys(found))


def _check_signals(answers: Mapping[str, str]) -> Iterator[str]:
    for question in home_check()["questions"]:
        if question.get("signal") and answers.get(question["id"]) == question.get("problem"):
            yield question["signal"]


def proposed_priority(signals: list[str]) -> str:
    """What the municipality's signed rule proposes. A human decides; nobody is refused by it."""
    levels = {signal["id"]: signal["level"] for signal in priorities()["signals"]}
    return min((levels.get(signal, "P3") for signal in signals), default=priorities()["default_level"])


def signal_words(signals: list[str]) -> list[str]:
    words = {signal["id"]: signal["words"] for signal in priorities()["signals"]}
    return [said(words[signal]) for signal in signals if signal in words]


def signal_tags(signals: list[str]) -> list[str]:
    """The signals as short tags, for lists."""
    short = {signal["id"]: signal["short"] for signal in priorities()["signals"]}
    return [said(short[signal]) for signal in signals if signal in short]


def worded(errors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Field -> messages in the words that the content gives this very field."""
    return {name: [_message(name, key) for key in keys] for name, keys in errors.items()}


def words_for_error(name: str, key: str) -> str:
    """How the content says that this field is missing or wrong."""
    return said(fields()[name]["errors"][key])


def _message(name: str, key: str) -> str:
    own = fields().get(name, {}).get("errors", {})
    return said(own.get(ERROR_NAMES.get(key, key))) or gettext(key)


def advice_for(answers: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the answers lead to, under the outcome's heading, in the content's order."""
    found = []
    for outcome in home_check()["outcomes"]:
        items = [
            item for question in home_check()["questions"] for item in question.get("advice", [])
            if item["outcome"] == outcome["id"] and answers.get(question["id"]) in _when(question, item)
        ]  # fmt: skip
        if items:
            found.append({**outcome, "items": items})
    return found


def _when(question: Mapping[str, Any], item: Mapping[str, Any]) -> tuple[str, ...]:
    when = item.get("when", question.get("problem"))
    return tuple(when) if isinstance(when, list) else (when,)


def advice_conditions(question: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    """For the page: `bath_step=no,unknown`."""
    return f"{question['id']}={','.join(str(value) for value in _when(question, item))}"


def photo_words(key: str, name: str) -> str:
    """Which photo was refused, and why, by its own name."""
    words = said(fields()["photos"]["errors"][ERROR_NAMES[key]])
    return words % {"name": name[:60]}
