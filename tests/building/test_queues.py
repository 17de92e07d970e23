"""Whatever is announced has somebody who does it, and a worker that waits for it."""

import re
import socket
from pathlib import Path

from flask import Flask

from backend.notifications.audience import SENDING
from backend.notifications.audience import TOPICS as CASE_NEWS
from tasks.doors import Doors
from tasks.supervisor import programs
from tasks.topics import TOPICS, queues


def announced(repository: Path) -> set[str]:
    source = "\n".join(file.read_text("utf-8") for file in (repository / "backend").rglob("*.py"))
    return set(re.findall(r'announce\(\s*"([a-z_.]+)"', source))


def test_every_topic_that_is_announced_has_a_job(repository: Path):
    assert announced(repository) >= {"case.received", "case.moved"}
    assert not announced(repository) - set(TOPICS)


def test_every_channel_has_a_queue_of_its_own():
    assert {TOPICS[topic].queue for topic in SENDING.values()} == set(SENDING)


def test_every_queue_has_a_worker(app: Flask):
    with socket.socket() as door:
        names = {child.name for child in programs(app, Doors(door), with_valkey=False)}
    assert names == {"web", "relay", "clockwork"} | {f"{queue}-worker" for queue in queues()}


def test_every_piece_of_case_news_has_an_audience():
    assert all(CASE_NEWS[topic] for topic in CASE_NEWS)
