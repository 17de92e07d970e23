"""A worker for one queue: `python -m tasks.worker QUEUE`.

One queue per process: a worker that listens on several pops without a safety copy, and loses
the job when it dies at that moment.
"""

import sys

import structlog
from redis.exceptions import RedisError
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from .application import application, settings
from .processes import Stop
from .queues import Queues
from .topics import queues as all_queues

log = structlog.get_logger("worker")


class Worker(SimpleWorker):
    """Runs jobs in its own process: they are short, and the supervisor replaces it when it dies."""

    max_connection_wait_time = 2.0


def main(queue: str) -> None:
    queues, stop = Queues(settings().redis_url), Stop()
    application()
    if not queues.wait(stop):
        return
    try:
        _worker(queues, queue).work(logging_level="ERROR")
    except RedisError as error:
        log.warning("the queues went away", queue=queue, error=type(error).__name__)
        sys.exit(1)


def _worker(queues: Queues, queue: str) -> Worker:
    """Begins with new connections: RQ waits longer on them than our patience with a silent server."""
    queues.redis.connection_pool.disconnect()
    return Worker(
        [queues.queue(queue)],
        connection=queues.redis,
        serializer=JSONSerializer,
        worker_ttl=30,
        maintenance_interval=15,
        job_monitoring_interval=10,
        log_job_description=False,
    )


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in all_queues():
        sys.exit(f"Which queue? One of: {', '.join(all_queues())}")
    main(sys.argv[1])
