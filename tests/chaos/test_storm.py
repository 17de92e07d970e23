"""A short storm. `make chaos` is the long one."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from backend.housing.examples import request as example

from .storm import Storm, World, frozen, judge, wipe

SEED = 20261122


def calm(storm: Storm) -> None:
    verdict = judge(storm)
    print(verdict, dict(storm.faults))
    assert verdict.odd == []
    assert (verdict.lost, verdict.twice) == (0, 0), verdict


def test_nothing_is_lost_and_nobody_is_told_twice_whatever_dies(running: World) -> None:
    storm = Storm(running, SEED)
    storm.until(accepted=40, faults=10)
    calm(storm)


def test_people_are_answered_while_the_queues_stand_still_and_after_they_were_wiped(running: World) -> None:
    storm = Storm(running, SEED + 1, phones=2)
    with storm.blowing():
        with frozen(running, "valkey"):
            before = len(storm.accepted)
            time.sleep(5)
            assert len(storm.accepted) > before
        for _ in range(4):
            time.sleep(0.5)
            storm.faults[wipe(running, storm.dice)] += 1
    calm(storm)


def test_a_hundred_equal_sendings_at_once_are_one_request(running: World) -> None:
    key, told = str(uuid4()), example()
    with ThreadPoolExecutor(25) as phones:
        answers = list(phones.map(lambda _: running.hundre.ask(told, key), range(100)))
    done = [answer for answer in answers if answer.status_code == 201]
    later = [answer for answer in answers if answer.status_code == 409]
    assert len(done) + len(later) == 100, {answer.status_code for answer in answers}
    assert len({answer.text for answer in done}) == 1
    assert all("in-progress" in answer.json()["type"] and answer.headers["Retry-After"] for answer in later)
    storm = Storm(running, 0)
    storm.accepted = {key: done[0].json()["reference"]}
    calm(storm)
    assert len(running.told_by_mail()[storm.accepted[key]]) == 1
