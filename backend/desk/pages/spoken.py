"""What staff read in words: history, the signed rule, who may be told."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import g
from sqlalchemy import Row

from ...core.clock import today
from ...core.errors import Refusal
from ...core.i18n import gettext, said, spoken_day, texts_beginning_with
from ...core.problems import spoken_errors
from ..models import Case

NOBODYS = {"system": "desk.who.system", "anonymous": "desk.who.resident"}


def status_words(status: str) -> str:
    return gettext("desk.inbox.view.closed" if status == "closed" else f"desk.move.{status}")


def event_words(case: Case, event: Row[Any], colleagues: Iterable[Row[Any]], units: Mapping[str, Any]) -> str:
    """One line of a case's history: who did what."""
    names = {str(colleague.id): colleague.name for colleague in colleagues}
    key, told = _event(event, names, units)
    return gettext(f"desk.history.{key}", who=_who(case, event), **told)


def _who(case: Case, event: Row[Any]) -> str:
    """A worry was told, and is told more of, by somebody else: never the resident, and never by name."""
    outsider = not event.by.startswith(("staff:", "system"))
    if outsider and case.worry:
        return gettext("desk.who.another")
    if outsider and case.helper_id and event.what == "received":
        return event.by_name or gettext("desk.who.helper")
    return event.by_name or gettext(NOBODYS.get(event.by, "desk.who.resident"))


def _event(event: Row[Any], names: Mapping[str, str], units: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The history text's key and its words, by what happened."""
    facts, what = event.facts, event.what
    if what == "received":
        by_staff = event.by.startswith("staff:")
        return "registered" if by_staff else what, {"channel": gettext(f"desk.case.channel.{facts['channel']}")}
    if what == "moved":
        return what, {"to": status_words(facts["to"]), "came_from": status_words(facts["came_from"])}
    if what == "assigned":
        return _assigned(event, names)
    if what == "handed_over":
        return what, {"unit": said(units.get(facts["unit"], facts["unit"]))}
    if what == "prioritised":
        return what, {"priority": gettext(f"desk.priority.{facts['priority']}")}
    return _small(what, facts)


def _assigned(event: Row[Any], names: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    to = event.facts["to"]
    if not to:
        return "released", {}
    if event.by == f"staff:{to}":
        return "taken", {}
    return "assigned", {"to": names.get(to, gettext("desk.who.colleague"))}


def _small(what: str, facts: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    if what == "called":
        return f"called.{'reached' if facts['reached'] else 'not_reached'}", {}
    if what == "disclosure_checked":
        return f"disclosure_checked.{'right' if facts['right'] else 'wrong'}", {}
    if what == "disclosure_set":
        until = facts["until"]
        return (what, {"until": spoken_day(date.fromisoformat(until))}) if until else ("disclosure_stopped", {})
    return what, {"number": str(facts.get("number", ""))}


def deed_errors(refusal: Refusal) -> dict[str, list[str]]:
    """Field -> messages; where a field was left empty, in words of its own."""
    own = texts_beginning_with("desk.error.")
    said_so = spoken_errors(refusal)
    empty = [name for name, keys in refusal.errors.items() if "field.required" in keys and name in own]
    return {**said_so, **{name: [own[name]] for name in empty}}


def rule_words() -> str:
    """Whose signed rule the promised day follows."""
    promises = g.municipality.promises
    if not promises.get("signed_on"):
        return gettext("desk.case.rule.unsigned")
    signed_on = date.fromisoformat(str(promises["signed_on"]))
    return gettext("desk.case.rule", who=said(promises["signed_by"]), date=spoken_day(signed_on))


def helper_may_know(case: Case) -> bool:
    """Whether the helper may be told about the case today."""
    until = case.helper_may_know_until
    return bool(case.helper) and case.helper_may_know and (until is None or until >= today())
