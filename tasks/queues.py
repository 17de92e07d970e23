"""The queues between relay and workers. Only hints lie here, and only ids: all of it may be lost."""

from functools import cached_property

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer

from backend.core.outbox import Handover

from .processes import Stop

DELIVER = "tasks.jobs.deliver"
LONGEST_JOB = 120
"""Seconds; a job that needs more is broken off, and the row comes back."""
KEEP_FAILED = 3600
SILENCE = 5
"""Seconds after which a server that says nothing counts as away."""


class Queues:
    """The queues of one Redis. Only `answers` may be called while it is away."""

    def __init__(self, url: str) -> None:
        self.redis = Redis.from_url(url, socket_connect_timeout=2, socket_timeout=SILENCE, health_check_interval=15)

    def answers(self) -> bool:
        try:
            return bool(self.redis.ping())
        except RedisError:
            return False

    def wait(self, stop: Stop) -> bool:
        """At the start: until the server is there. False when asked to stop first."""
        while not self.answers():
            if stop.wait(0.2):
                return False
        return True

    def queue(self, name: str) -> Queue:
        return Queue(name, connection=self.redis, serializer=JSONSerializer, default_timeout=LONGEST_JOB)

    def put(self, name: str, handover: Handover) -> None:
        """One job that carries one id. The job's own id numbers the try, since RQ remembers old ones."""
        try:
            self.queue(name).enqueue(
                DELIVER,
                handover.id,
                job_id=f"outbox-{handover.id}-{handover.attempt}",
                unique=True,
                result_ttl=0,
                failure_ttl=KEEP_FAILED,
            )
        except DuplicateJobError:
            return

    def waiting(self, name: str) -> "Waiting":
        return Waiting(self.queue(name))


class Waiting:
    """Which rows wait in a queue already: a slow service's queue must not fill with repeats."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    @cached_property
    def _rows(self) -> set[int]:
        return {int(name.split("-")[1]) for name in self._queue.get_job_ids() if name.startswith("outbox-")}

    def __contains__(self, row: int) -> bool:
        return row in self._rows
