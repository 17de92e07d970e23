"""`python -m tasks.health`: is the queues' server there, and safe? Prints for `hundre doctor`; answers 1 if not."""

import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

from redis.exceptions import RedisError

from backend.core.settings import Settings

from .application import with_places
from .queues import Queues


def unsafe(queues: Queues, url: str) -> Iterator[str]:
    """What must not be: a server that forgets under pressure, or that anybody on the network may use."""
    policy = queues.redis.config_get("maxmemory-policy").get("maxmemory-policy")
    if policy != "noeviction":
        yield f"maxmemory-policy is {policy}; it must be noeviction, or jobs vanish when memory is short"
    address = urlsplit(url)
    if address.scheme != "unix" and not address.password and address.hostname not in ("localhost", "127.0.0.1", "::1"):
        yield "it is on the network without a password"


def main() -> int:
    settings = Settings.from_environ()
    url = with_places(settings).redis_url
    queues = Queues(url)
    if not queues.answers():
        return _absent(bool(settings.redis_url))
    try:
        problems = list(unsafe(queues, url))
    except RedisError as error:
        problems = [f"it does not tell its settings ({type(error).__name__})"]
    for problem in problems:
        _say(True, problem)
    if not problems:
        _say(False, "answers, and forgets nothing")
    return 1 if problems else 0


def _absent(somebody_elses: bool) -> int:
    """The embedded server only lives while Hundre runs, so its absence is no fault."""
    _say(somebody_elses, "does not answer" if somebody_elses else "is embedded and starts with `hundre start`")
    return int(somebody_elses)


def _say(bad: bool, words: str) -> None:
    sys.stdout.write(f"  {'WRONG' if bad else 'fine ':5}  queue: {words}\n")


if __name__ == "__main__":
    sys.exit(main())
