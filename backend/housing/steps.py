"""What happens next, with days, as the receipt says it."""

from datetime import date

from flask import g

from ..core.clock import now
from ..core.i18n import gettext, said, spoken_day
from ..desk.models import Case


def next_steps(case: Case) -> list[dict[str, str]]:
    """{when, text} in the order things happen."""
    found = [{"when": _first_when(), "text": _who_reads(case)}]
    if case.answer_by:
        text = "answer_urgent" if case.priority == "P1" else "answer"
        found.append({"when": _by(case.answer_by), "text": _step(text)})
    else:
        found.append({"when": _step("later"), "text": _step("answer_no_date")})
    found.append({"when": _step("later"), "text": f"{_step('visit')} {_step('proposal')}"})
    if case.interim_by:
        found.append({"when": _by(case.interim_by), "text": _step("interim")})
    return found


def _step(name: str, **values: str) -> str:
    return gettext(f"housing.receipt.step.{name}", **values)


def _by(day: date) -> str:
    return _step("by", date=spoken_day(day))


def _first_when() -> str:
    """Today while somebody is there to read; else the day we open."""
    moment = now()
    if g.municipality.is_open(moment):
        return _step("today")
    opens = g.municipality.next_opening(moment)
    return spoken_day(opens[0]).capitalize() if opens else _step("later")


def _who_reads(case: Case) -> str:
    unit = g.municipality.units.get(case.unit)
    if case.signals and "discharge" in case.signals:
        return _step("received_hospital")
    model = "service" if g.municipality.routing["model"] == "service_first" else "central"
    known = case.person.postal_code in g.municipality.postal_codes
    if not known and model == "service":
        return _step("received_fallback")
    return _step(f"received_{model}", unit=said(unit.name) if unit else "")
