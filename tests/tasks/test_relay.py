"""News from the database to the queues, where nothing but an id ever lies."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from redis.exceptions import RedisError

from backend.core.clock import now
from backend.core.db import every_municipality, transaction
from backend.core.outbox import Handover, Outbox, hand_over, postpone, take_back
from tasks.queues import Queues
from tasks.relay import hand_out


def done(row: Outbox) -> None:
    """Work that is finished at once."""


def come_back(app: Flask) -> None:
    """Let the half minute pass after which a row is handed over again."""
    with app.app_context(), every_municipality(), transaction() as session:
        for row in session.query(Outbox):
            row.due_at = now() - timedelta(seconds=1)


def test_news_comes_to_its_topics_queue_as_one_id(
    app: Flask, queues: Queues, topic: Callable[..., str], tell: Callable[[str], int]
) -> None:
    number = tell(topic(done))
    with app.app_context():
        assert hand_out(queues) == 1
    (job,) = queues.queue("testing").jobs
    assert (job.id, job.args) == (f"outbox-{number}-1", [number])


def test_what_waits_in_a_slow_queue_is_not_queued_twice(
    app: Flask, queues: Queues, topic: Callable[..., str], tell: Callable[[str], int]
) -> None:
    tell(topic(done))
    for _ in range(3):
        with app.app_context():
            hand_out(queues)
        come_back(app)
    assert queues.queue("testing").count == 1


def test_what_a_wiped_queue_forgot_is_handed_over_again(
    app: Flask, queues: Queues, topic: Callable[..., str], tell: Callable[[str], int]
) -> None:
    number = tell(topic(done))
    with app.app_context():
        hand_out(queues)
        queues.redis.flushall()
        assert hand_out(queues) == 0
    come_back(app)
    with app.app_context():
        hand_out(queues)
    assert queues.queue("testing").job_ids == [f"outbox-{number}-2"]


def test_what_no_queue_takes_is_handed_over_again_at_once(
    app: Flask, queues: Queues, topic: Callable[..., str], tell: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [tell(topic(done)) for _ in range(3)]
    put, tried = queues.put, []

    def takes_one(name: str, row: Handover) -> None:
        tried.append(row.id)
        if len(tried) > 1:
            raise RedisError
        put(name, row)

    with app.app_context(), monkeypatch.context() as broken:
        broken.setattr(queues, "put", takes_one)
        with pytest.raises(RedisError):
            hand_out(queues)
    with app.app_context():
        assert hand_out(queues) == 2
    assert queues.queue("testing").job_ids == [
        f"outbox-{number}-{attempt}" for number, attempt in zip(numbers, (1, 2, 2), strict=True)
    ]


def test_what_was_postponed_meanwhile_keeps_its_hour(
    app: Flask, topic: Callable[..., str], tell: Callable[[str], int], row: Callable[[int], Outbox]
) -> None:
    number, later = tell(topic(done)), now() + timedelta(hours=1)
    with app.app_context():
        rows = hand_over()
        with every_municipality(), transaction() as session:
            postpone(session.get_one(Outbox, number), later)
        take_back(rows)
    assert row(number).due_at == later


def test_news_that_nobody_knows_stays_in_the_database(app: Flask, queues: Queues, tell: Callable[[str], int]) -> None:
    tell("nobody.knows")
    with app.app_context():
        assert hand_out(queues) == 1
    assert queues.redis.keys("rq:job:*") == []
