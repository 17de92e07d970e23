"""Whatever dies while people send: nothing is lost, and no service is told twice."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import pytest
import requests
from redis import Redis
from redis.exceptions import RedisError

from backend.housing.examples import request as example

from .installation import A_NEW_CASE, PATIENCE, Installation, eventually

KILLED_IN_TURN = ("web", "news-worker", "relay", "email-worker", "valkey")


def send_until_accepted(whole: Installation, key: str) -> str:
    """What a phone does: the same key again until the API itself says yes. Answers the reference."""
    end = time.monotonic() + PATIENCE
    while True:
        assert time.monotonic() < end, "never accepted"
        try:
            answer = whole.ask(example(), key)
        except requests.RequestException:
            time.sleep(0.1)
            continue
        if answer.status_code == 201:
            return str(answer.json()["reference"])
        assert answer.status_code in (409, 429, 503), answer.text
        time.sleep(0.1)


def told(whole: Installation, references: list[str]) -> Counter[str]:
    """How many different e-mails a service has received about each new case."""
    letters = {letter["message_id"]: letter["subject"] for letter in whole.post() if letter["kind"] == "email"}
    new = [subject for subject in letters.values() if subject.startswith(A_NEW_CASE)]
    return Counter(reference for subject in new for reference in references if reference in subject)


def all_told_once(whole: Installation, references: list[str]) -> None:
    """Waits as long as further cases are told of."""
    eventually(
        lambda: len(told(whole, references)) == len(references),
        "an e-mail about every case",
        news=lambda: len(told(whole, references)),
    )
    assert told(whole, references) == Counter(references)


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """A process that is there but does not move."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def queues(whole: Installation) -> Redis:
    return Redis.from_url(f"unix://{whole.folder / 'valkey.sock'}")


def waiting(whole: Installation, queue: str) -> int:
    """How many rows lie there; none while the queues are away."""
    try:
        return int(queues(whole).llen(f"rq:queue:{queue}"))
    except RedisError:
        return 0


def new_keys(number: int) -> list[str]:
    return [str(uuid4()) for _ in range(number)]


def test_a_request_reaches_the_service(installation: Installation) -> None:
    all_told_once(installation, [send_until_accepted(installation, new_keys(1)[0])])


def test_nothing_is_lost_while_each_program_is_killed_in_turn(installation: Installation) -> None:
    with ThreadPoolExecutor(4) as phones:
        sent = phones.map(lambda key: send_until_accepted(installation, key), new_keys(40))
        for name in KILLED_IN_TURN:
            time.sleep(0.5)
            installation.kill(name)
        references = list(sent)
    assert len(set(references)) == 40
    all_told_once(installation, references)


def test_nothing_is_lost_when_the_queues_are_wiped(installation: Installation) -> None:
    with stopped(installation.child("news-worker")):
        references = [send_until_accepted(installation, key) for key in new_keys(10)]
        eventually(lambda: waiting(installation, "news"), "rows in the queue")
        queues(installation).flushall()
    all_told_once(installation, references)


@pytest.mark.slow
def test_requests_are_accepted_while_the_queues_are_away(installation: Installation) -> None:
    with stopped(installation.child("valkey")):
        references = [send_until_accepted(installation, key) for key in new_keys(10)]
        time.sleep(30)
        references += [send_until_accepted(installation, key) for key in new_keys(10)]
    all_told_once(installation, references)


def test_what_was_handed_over_goes_on_after_a_restart(installation: Installation) -> None:
    references = [send_until_accepted(installation, key) for key in new_keys(10)]
    installation.kill_the_supervisor()
    installation.start()
    all_told_once(installation, references)
