"""The floor and the product, each behind the same server: gunicorn, 2 processes of 4 threads."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from tasks.web import THREADS, WORKERS
from tests.processes.installation import ROOT, Installation, eventually, free_port
from tests.screens.stage import REQUEST
from tests.stores import Store

from .floor import fill
from .processes import children_of

CASES = 60


def first_answer(port: int, path: str, host: str = "localhost") -> None:
    """Ask until there is an answer."""

    def answers() -> bool:
        caller = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            caller.request("GET", path, headers={"Host": host})
            return caller.getresponse().status == 200
        except OSError:
            return False
        finally:
            caller.close()

    eventually(answers, f"an answer from {port}")


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class Floor:
    def __init__(self, folder: Path, url: str) -> None:
        fill(url)
        self.port = free_port()
        self._url, self._log = url, folder / "floor.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Floor":
        size = ["--worker-class=gthread", f"--workers={WORKERS}", f"--threads={THREADS}", "--log-level=warning"]
        line = [sys.executable, "-m", "gunicorn", *size, f"--bind=127.0.0.1:{self.port}", "tests.bench.floor:app"]
        with self._log.open("ab") as log:
            environ = {**os.environ, "FLOOR_DATABASE_URL": self._url}
            self._process = subprocess.Popen(line, env=environ, cwd=ROOT, stdout=log, stderr=log)
        first_answer(self.port, "/")
        return self

    @property
    def pids(self) -> list[int]:
        assert self._process is not None
        return [self._process.pid, *children_of(self._process.pid)]

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None


class Product:
    """A whole demo installation whose mail goes to the bench's own server."""

    def __init__(self, folder: Path, store: Store, smtp_port: int) -> None:
        smtp = f"smtp://127.0.0.1:{smtp_port}"
        self.installation = Installation(folder, store, HUNDRE_SMTP_URL=smtp, HUNDRE_LOG_LEVEL="WARNING")
        self.store = store
        self.cookie = ""
        self.reference = ""

    @property
    def port(self) -> int:
        return self.installation.port

    def start(self) -> None:
        self.installation.start()
        first_answer(self.port, "/")

    def furnish(self) -> None:
        """Sign in at the desk, and see to it that there are enough cases."""
        from requests import Session

        with Session() as desk:
            form = {"email": "frontdesk@fjelldal.example"}
            desk.post(f"{self.installation.url}/dev/logg-inn", form, timeout=20, allow_redirects=False)
            self.cookie = "; ".join(f"{one.name}={one.value}" for one in desk.cookies)
        for number in range(CASES):
            answer = self.installation.ask(request(number))
            answer.raise_for_status()
            self.reference = answer.json()["reference"]

    @property
    def web_pids(self) -> list[int]:
        return [pid for pid, name in self.installation.everybody() if name == "hundre-web"]

    @property
    def worker_pids(self) -> list[int]:
        return children_of(self.installation.child("web"))


def request(number: int) -> dict[str, Any]:
    """One resident's request, each another person's."""
    person = {**REQUEST["person"], "name": f"Kari Nordmann {number} {uuid4().hex[:4]}", "phone": f"9{number:07}"}
    return {**REQUEST, "channel": "email", "person": person}
