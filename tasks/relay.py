"""Hands news from the database to the queues, again and again until a job has ticked it.

Any number of relays may run: `hand_over` gives each row to one of them. A row that is not ticked
within half a minute comes back by itself, whatever has become of the queue, the job or the worker.
"""

import structlog
from redis.exceptions import RedisError

from backend.core.outbox import Handover, anything_due, hand_over, take_back

from .application import application, settings
from .processes import Stop
from .queues import Queues, Waiting
from .topics import TOPICS

EVERY, AFTER_A_REFUSAL = 0.5, 2.0
AT_ONCE = 200

log = structlog.get_logger("relay")


def hand_out(queues: Queues) -> int:
    """One round; how many rows were taken. Raises RedisError, when those that no queue took are due again."""
    if not anything_due():
        return 0
    rows = hand_over(AT_ONCE)
    waiting: dict[str, Waiting] = {}
    for place, row in enumerate(rows):
        try:
            _put(queues, waiting, row)
        except RedisError:
            take_back(rows[place:])
            raise
    return len(rows)


def _put(queues: Queues, waiting: dict[str, Waiting], row: Handover) -> None:
    topic = TOPICS.get(row.topic)
    if topic is None:
        log.error("nobody knows this topic", topic=row.topic, outbox_id=row.id)
        return
    already = waiting.setdefault(topic.queue, queues.waiting(topic.queue))
    if row.attempt > 1 and row.id in already:
        return
    queues.put(topic.queue, row)


def main() -> None:
    """Takes no rows while the queues are away: they lie safe where they are."""
    stop, app, queues = Stop(), application(), Queues(settings().redis_url)
    if not queues.wait(stop):
        return
    there, pause = True, 0.0
    while not stop.wait(pause):
        there = _tell(there, queues.answers())
        if not there:
            pause = EVERY
            continue
        with app.app_context():
            pause = _round(queues)


def _round(queues: Queues) -> float:
    """How long to rest after it."""
    try:
        return 0.0 if hand_out(queues) == AT_ONCE else EVERY
    except RedisError as error:
        log.warning("the queues took nothing", error=type(error).__name__)
        return AFTER_A_REFUSAL


def _tell(before: bool, now: bool) -> bool:
    if before and not now:
        log.info("queues are away; news waits in the database")
    elif now and not before:
        log.info("queues answer")
    return now


if __name__ == "__main__":
    main()
