"""What the clockwork does, and how often. The rooms own the work; this is only the timetable."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.core import audit, clock, files, limits, outbox
from backend.desk.service.reminding import forget_kept_calls, remind_of_deadlines
from backend.health_station.service import importing
from backend.health_station.service.journal import forget_notes
from backend.health_station.service.tending import let_go_of_old_holds, move_the_line_on
from backend.identity.service import codes, sessions
from backend.municipality import service as municipality
from backend.technology.service.following import ask_if_it_helped, forget_unanswered

MINUTE, HOUR = 60, 3600
KEEP_DONE_NEWS = timedelta(days=90)


@dataclass(frozen=True)
class Duty:
    """`do` runs every `every` seconds, over all municipalities, and may run in two places at once."""

    name: str
    every: float
    do: Callable[[], object]


def _before(age: timedelta) -> datetime:
    return clock.now() - age


def _forget_kept_calls() -> None:
    forget_kept_calls({one.id: one.retention["draft_call_days"] for one in municipality.served()})


def _forget_notes() -> None:
    forget_notes({one.id: one.visit_notes_days for one in municipality.served()})


DUTIES: tuple[Duty, ...] = (
    Duty("seal the audit log", 3, audit.seal_new),
    Duty("move the waiting list on", MINUTE, move_the_line_on),
    Duty("let go of old holds", MINUTE, let_go_of_old_holds),
    Duty("remind of deadlines", 5 * MINUTE, remind_of_deadlines),
    Duty("read nurses' calendars", 15 * MINUTE, importing.ask_for_all),
    Duty("ask whether things helped", 15 * MINUTE, ask_if_it_helped),
    Duty("forget photos whose day has come", 10 * MINUTE, files.forget_due),
    Duty("forget ended sign-ins", HOUR, lambda: sessions.forget_ended(_before(timedelta(days=1)))),
    Duty("forget used and old codes", HOUR, lambda: codes.forget_ended(_before(timedelta(days=1)))),
    Duty("forget used budgets", HOUR, lambda: limits.forget_old(_before(timedelta(days=2)))),
    Duty("forget calls nobody took up again", HOUR, _forget_kept_calls),
    Duty("forget what was noted before visits", HOUR, _forget_notes),
    Duty("forget questions nobody answered", HOUR, forget_unanswered),
    Duty("forget news that was done long ago", HOUR, lambda: outbox.forget_done(_before(KEEP_DONE_NEWS))),
)
