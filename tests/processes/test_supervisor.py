"""`hundre start` keeps everything alive, and leaves nothing behind."""

import os
import signal
from collections.abc import Callable

import requests

from tasks.topics import queues

from .installation import Installation, eventually

PROGRAMS = ("valkey", "web", "relay", "clockwork", *(f"{queue}-worker" for queue in queues()), "mailbox")
Maker = Callable[..., Installation]


def test_whatever_dies_is_replaced(installation: Installation) -> None:
    for name in PROGRAMS:
        killed = installation.kill(name)
        eventually(lambda n=name, k=killed: installation.child(n) != k, f"a new {name}")
    eventually(installation.answers, "an answer from the new web server")


def test_callers_wait_in_line_while_the_web_server_is_replaced(installation: Installation) -> None:
    os.kill(installation.child("web"), signal.SIGTERM)
    assert requests.get(f"{installation.url}/healthz", timeout=60).status_code == 200


def test_ctrl_c_stops_all_of_one_copy_and_nothing_of_the_other(installation: Installation, another: Maker) -> None:
    second = another().start()
    assert installation.answers()
    assert second.interrupt() == 0
    assert second.everybody() == []
    assert installation.answers()


def test_nothing_is_left_when_the_supervisor_itself_is_killed(another: Maker) -> None:
    whole = another().start()
    assert len(whole.everybody()) > 5
    whole.kill_the_supervisor()
    eventually(lambda: not whole.everybody(), "the last orphan's end")
    whole.start()
    assert whole.answers()
