"""News from the database to the queues, where nothing but an id ever lies."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from backend.core.clock import now
from backend.core.db import every_municipality, transaction
from backend.core.outbox import Outbox
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


def test_news_that_nobody_knows_stays_in_the_database(app: Flask, queues: Queues, tell: Callable[[str], int]) -> None:
    tell("nobody.knows")
    with app.app_context():
        assert hand_out(queues) == 1
    assert queues.redis.keys("rq:job:*") == []
