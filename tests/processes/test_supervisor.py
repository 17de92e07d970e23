"""`hundre start` keeps everything alive, and leaves nothing behind."""

import os
import signal
from collections.abc import Callable

import requests

from .installation import Installation, eventually

Maker = Callable[..., Installation]


def test_whatever_dies_is_replaced(installation: Installation) -> None:
    for name, pid in installation.children().items():
        os.kill(pid, signal.SIGKILL)
        eventually(lambda n=name, p=pid: installation.children().get(n, p) != p, f"a new {name}")
    eventually(installation.answers, "an answer from the new web server")


def test_callers_wait_in_line_while_the_web_server_is_replaced(installation: Installation) -> None:
    installation.kill("web")
    assert requests.get(f"{installation.url}/healthz", timeout=30).status_code == 200


def test_ctrl_c_stops_all(installation: Installation) -> None:
    assert installation.interrupt() == 0
    assert installation.everybody() == []


def test_nothing_is_left_when_the_supervisor_itself_is_killed(installation: Installation) -> None:
    assert len(installation.everybody()) > 5
    assert installation.parent is not None
    installation.parent.kill()
    eventually(lambda: not installation.everybody(), "the last orphan's end", 10)


def test_it_starts_again_after_being_killed(another: Maker) -> None:
    whole = another().start()
    assert whole.parent is not None
    whole.parent.kill()
    whole.parent.wait()
    whole.start()
    assert whole.answers()


def test_two_copies_run_side_by_side(another: Maker) -> None:
    first, second = another().start(), another().start()
    assert first.answers()
    assert second.answers()
    first.interrupt()
    assert second.answers()


def test_one_data_folder_has_one_supervisor(another: Maker) -> None:
    first = another().start()
    twin = another(HUNDRE_DATA_DIR=str(first.folder))
    assert "already runs" in twin.try_to_start()
    assert first.answers()


def test_a_wanted_port_that_is_taken_is_refused(another: Maker) -> None:
    first = another().start()
    taken = another(HUNDRE_PORT=str(first.port))
    assert "is taken" in taken.try_to_start()


def test_demo_refuses_to_listen_to_the_world(another: Maker) -> None:
    assert "demo mode" in another(HUNDRE_HOST="0.0.0.0").try_to_start()


def test_a_weak_key_is_refused(another: Maker) -> None:
    assert "HUNDRE_SECRET_KEY" in another(HUNDRE_SECRET_KEY="secret").try_to_start()
