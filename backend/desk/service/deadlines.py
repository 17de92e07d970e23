"""Promised days: the answer's clock counts working days and may pause; the interim reply's never stops."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import g
from sqlalchemy import Row

from ...core.clock import add_working_days, is_working_day, today, working_days_between
from ..models import Case

NEVER = date(2199, 12, 31)
BEFORE_DECISION = ("received", "assessed", "visit_agreed", "visit_held", "waiting")


@dataclass(frozen=True)
class Light:
    """The traffic light, which the page says in words: `late` by days, `today`, `tomorrow`, `ahead`, `none`."""

    colour: str
    words: str
    days: int
    day: date | None


def set_due(case: Case) -> None:
    """The day the inbox sorts by."""
    case.due_on = next_deadline(case) or NEVER


def next_deadline(case: Case) -> date | None:
    """The nearest promise that is still to be kept."""
    if not case.open or case.paused_on:
        return case.interim_by if case.open else None
    if case.first_contact_at is None:
        return min((day for day in (case.answer_by, case.interim_by) if day), default=None)
    return case.interim_by if case.status in BEFORE_DECISION else None


def light(case: Case | Row[Any]) -> Light:
    if case.due_on >= NEVER:
        return Light("neutral", "none", 0, None)
    days = working_days_between(today(), case.due_on, g.municipality.closed_dates(today()))
    if case.due_on < today():
        return Light("danger", "late", max(1, -days), case.due_on)
    if case.due_on == today():
        return Light("warning", "today", 0, case.due_on)
    if days <= 1:
        return Light("warning", "tomorrow", 1, case.due_on)
    return Light("success", "ahead", days, case.due_on)


def pause(case: Case) -> None:
    """The answer's clock stops where the municipality's rule lets it."""
    if case.waiting_for in g.municipality.pauses_for and case.answer_by:
        case.paused_on = today()


def resume(case: Case) -> None:
    """The working days that were waited are added to the promised day."""
    if case.paused_on and case.answer_by:
        closed = g.municipality.closed_dates(today())
        waited = working_days_between(case.paused_on, today(), closed)
        case.answer_by = add_working_days(case.answer_by, waited, closed)
    case.paused_on = None


def promise_again(case: Case, priority: str) -> None:
    """A human has set another priority: the promise is counted anew from the day they wrote to us."""
    case.priority, case.priority_by_hand = priority, True
    case.answer_by = g.municipality.answer_by(priority, case.contacted_at.date())


def upcoming(days: int) -> date:
    """The day so many working days ahead, for the inbox's "soon" filter."""
    day = today()
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, g.municipality.closed_dates(day))
    return day
