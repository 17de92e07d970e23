"""What the clockwork does, and how often. The rooms own the work; this is only the timetable."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from backend.core import clock, outbox

MINUTE, HOUR = 60, 3600
KEEP_DONE_NEWS = timedelta(days=90)


@dataclass(frozen=True)
class Duty:
    """`do` runs every `every` seconds, over all municipalities, and may run in two places at once."""

    name: str
    every: float
    do: Callable[[], object]


def _forget_done_news() -> int:
    return outbox.forget_done(clock.now() - KEEP_DONE_NEWS)


DUTIES: tuple[Duty, ...] = (Duty("forget news that was done long ago", HOUR, _forget_done_news),)
