"""Periodic duties. What is due is a row, and whoever claims it does it, so any number of these may run."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from flask import Flask

from backend.core.db import every_municipality

from .application import application
from .duties import DUTIES, Duty
from .processes import Stop

IDLE, SHORTEST = 60.0, 0.05

log = structlog.get_logger("clockwork")


@dataclass
class Clock:
    """When each duty comes next. A duty that fails is told about and tried again at its next hour."""

    duties: tuple[Duty, ...]
    now: Callable[[], float] = time.monotonic
    _next: dict[str, float] = field(default_factory=dict)

    def tick(self, app: Flask) -> None:
        for duty in self.duties:
            if self._next.get(duty.name, 0.0) <= self.now():
                self._next[duty.name] = self.now() + duty.every
                _do(app, duty)

    def pause(self) -> float:
        """Seconds until something is due."""
        soonest = min((self._next.get(duty.name, 0.0) for duty in self.duties), default=self.now() + IDLE)
        return max(SHORTEST, soonest - self.now())


def _do(app: Flask, duty: Duty) -> None:
    with app.app_context(), every_municipality():
        try:
            duty.do()
        except Exception as error:
            log.error("duty failed", duty=duty.name, error=type(error).__name__)


def main() -> None:
    stop, app, clock = Stop(), application(), Clock(DUTIES)
    pause = 0.0
    while not stop.wait(pause):
        clock.tick(app)
        pause = clock.pause()


if __name__ == "__main__":
    main()
