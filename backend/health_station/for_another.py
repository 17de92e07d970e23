"""The plain form asks first for yourself, and then for the other you book for; the command asks the other way round."""

from collections.abc import Mapping
from typing import Any

OWN = ("name", "phone", "email")
FIELDS = {**{f"helper.{name}": name for name in OWN}, **{name: f"other.{name}" for name in OWN}}
"""The command's name of a field -> where the form asks for it, when it is for another."""


def as_command(told: Mapping[str, Any]) -> dict[str, Any]:
    """What was written for another counts only where it is for another."""
    own = {name: value for name, value in told.items() if name != "other"}
    other = told.get("other")
    if told.get("for_whom") != "other":
        return {**own, "helper": {}, "tell": ""}
    if not isinstance(other, dict):
        return own
    helper = {name: own.pop(name, "") for name in OWN}
    return {**own, **{name: other.get(name, "") for name in OWN}, "helper": helper}


def at_fields(errors: Mapping[str, list[str]], told: Mapping[str, Any]) -> dict[str, list[str]]:
    """The errors at the fields of the form, in the form's order."""
    swapped = told.get("for_whom") == "other" and isinstance(told.get("other"), dict)
    found = {FIELDS.get(name, name) if swapped else name: keys for name, keys in errors.items()}
    order = list(FIELDS.values())
    return dict(sorted(found.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order)))


def flat(told: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """All that was written, as (name, value) of hidden fields."""
    found: list[tuple[str, str]] = []
    for name, value in told.items():
        if isinstance(value, dict):
            found += flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            found += [(f"{prefix}{name}[]", str(one)) for one in value]
        else:
            found.append((f"{prefix}{name}", str(value)))
    return found
