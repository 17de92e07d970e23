"""A real Valkey for the tests of this folder, and topics of the tests' own."""

import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from backend.core.db import db, in_municipality, transaction
from backend.core.outbox import Outbox, announce
from tasks import application, topics
from tasks.queues import Queues
from tasks.valkey import prepare

Work = Callable[[Outbox], datetime | None]


@pytest.fixture(scope="session")
def _valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queues]:
    folder = tmp_path_factory.mktemp("v")
    server = subprocess.Popen(prepare(folder))
    queues = Queues(f"unix://{application.socket_path(folder)}")
    while not queues.answers():
        assert server.poll() is None
        time.sleep(0.02)
    yield queues
    queues.redis.close()
    server.terminate()
    server.wait(10)


@pytest.fixture
def queues(_valkey: Queues) -> Queues:
    """Empty queues."""
    _valkey.redis.flushall()
    return _valkey


@pytest.fixture
def topic(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Adds a topic for one test, and lets jobs use the application under test."""
    monkeypatch.setattr(application, "_inherited", [app])
    application.application.cache_clear()

    def add(work: Work, outside: bool = False) -> str:
        monkeypatch.setitem(topics.TOPICS, "test.news", topics.Topic("testing", work, outside))
        return "test.news"

    return add


@pytest.fixture
def tell(app: Flask) -> Callable[[str], int]:
    """Announces a topic in Fjelldal; the answer is the row's number."""

    def announced(name: str) -> int:
        with app.app_context(), in_municipality("fjelldal"):
            with transaction():
                announce(name, case_id=1)
            return int(db.session.scalars(select(Outbox.id).order_by(Outbox.id.desc())).first() or 0)

    return announced


@pytest.fixture
def row(app: Flask) -> Callable[[int], Outbox]:
    """Reads a row anew."""

    def read(outbox_id: int) -> Outbox:
        with app.app_context(), in_municipality("fjelldal"):
            found = db.session.get_one(Outbox, outbox_id)
            db.session.expunge(found)
            db.session.rollback()
        return found

    return read
