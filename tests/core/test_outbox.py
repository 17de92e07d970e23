"""How long news has waited, as its operator is told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from backend.core import outbox
from backend.core.clock import now
from backend.core.db import db, in_municipality, transaction

HOUR = timedelta(hours=1)


@pytest.fixture
def announced(app: Flask) -> Callable[..., None]:
    def announce(due_at: datetime | None = None) -> None:
        with app.app_context(), in_municipality("fjelldal"), transaction():
            outbox.announce("case.received", due_at=due_at, case_id=1)

    return announce


@pytest.fixture
def do(app: Flask) -> Callable[..., None]:
    """Something done with the one row that is there."""

    def done(deed: Callable[..., object], *more: object) -> None:
        with app.app_context(), in_municipality("fjelldal"), transaction():
            deed(db.session.scalars(select(outbox.Outbox)).one(), *more)

    return done


def waited(app: Flask) -> float:
    with app.app_context():
        return outbox.longest_wait_seconds()


def test_what_failed_and_waits_hours_for_its_next_try_is_counted(
    app: Flask, announced: Callable[..., None], do: Callable[..., None]
) -> None:
    announced(now() - HOUR)
    with app.app_context():
        outbox.hand_over()
    do(outbox.postpone, now() + 2 * HOUR)
    assert waited(app) == pytest.approx(3600, abs=60)


def test_a_reminder_for_tomorrow_waits_for_nobody_tonight(app: Flask, announced: Callable[..., None]) -> None:
    announced(now() + HOUR)
    assert waited(app) == 0


def test_when_all_is_done_nobody_waits(app: Flask, announced: Callable[..., None], do: Callable[..., None]) -> None:
    announced(now() - HOUR)
    do(outbox.tick)
    assert waited(app) == 0
