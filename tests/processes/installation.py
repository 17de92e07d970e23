"""A whole Hundre, started as its operator starts it, in a folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import requests

from backend.core.i18n import texts
from tests.stores import Store

ROOT = Path(__file__).resolve().parents[2]
HUNDRE = Path(sys.executable).with_name("hundre")
PATIENCE = 120.0
"""Seconds of silence. The longest that is in order: a minute, when news and then its letter are believed lost."""
LONGEST_START = 120.0
"""Seconds of its own work: a loaded machine makes these no longer."""
A_NEW_CASE = texts()["notifications.unit_received.subject"]["nb"].partition("%")[0]
"""How a letter about a new case begins; reminders about the same case are other news."""
TICKS = os.sysconf("SC_CLK_TCK")


class Ear:
    """Listens for news: anything that changes while things go on."""

    def __init__(self, news: Callable[[], object]) -> None:
        self._news, self._heard, self._since = news, news(), time.monotonic()

    def silence(self) -> float:
        """Seconds since the last news."""
        if self._heard != (heard := self._news()):
            self._heard, self._since = heard, time.monotonic()
        return time.monotonic() - self._since


def eventually(true: Callable[[], object], what: str, news: Callable[[], object] = lambda: None) -> None:
    """Wait for something that the programs do in their own time; give up when there was no `news` for too long."""
    ear = Ear(news)
    while not true():
        assert ear.silence() < PATIENCE, f"never happened: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Installation:
    """Started with `hundre start --prepare`; every process of it carries its data folder in its environment."""

    def __init__(self, folder: Path, store: Store | None = None, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.mark = f"HUNDRE_DATA_DIR={folder}"
        self._log, self._before = folder / "log", 0
        self._environ = {
            **os.environ,
            "HUNDRE_DATA_DIR": str(folder),
            "HUNDRE_PORT": str(self.port),
            "HUNDRE_DEMO": "1",
            "HUNDRE_RATE_LIMIT": "off",
            "HUNDRE_RETRY_SCHEDULE": "1,1,2,2,5,5,5",
            **settings,
        }
        if store is not None:
            self._environ |= {"HUNDRE_DATABASE_URL": store.url, "HUNDRE_MIGRATE_DATABASE_URL": store.owner_url}
        self.parent: subprocess.Popen[bytes] | None = None

    def start(self) -> "Installation":
        self._before = len(self.said())
        with self._log.open("ab") as log:
            line = [HUNDRE, "start", "--prepare"]
            self.parent = subprocess.Popen(line, env=self._environ, cwd=ROOT, stdout=log, stderr=log)
        eventually(self._said_where_it_is, "starting", news=lambda: int(self._worked()))
        return self

    def _said_where_it_is(self) -> bool:
        assert self.parent is not None
        assert self.parent.poll() is None, f"it ended: {self.said()}"
        assert self._worked() < LONGEST_START, f"it does not come up: {self.said()}"
        return self.url in self.said()[self._before :]

    def _worked(self) -> float:
        """Seconds that a processor has spent on it."""
        return sum(_processor_seconds(pid) for pid, _ in self.everybody())

    def said(self) -> str:
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""

    def interrupt(self) -> int:
        """Ctrl-C; the answer is its exit code."""
        assert self.parent is not None
        self.parent.send_signal(signal.SIGINT)
        return self.parent.wait(PATIENCE)

    def kill_the_supervisor(self) -> None:
        """kill -9 of the parent of all."""
        assert self.parent is not None
        self.parent.kill()
        self.parent.wait(PATIENCE)

    def end(self) -> None:
        """Clean up after a test, whatever state it left things in."""
        for pid, _ in self.everybody():
            signalled(pid, signal.SIGKILL)
        if self.parent is not None:
            self.parent.wait(PATIENCE)

    def everybody(self) -> list[tuple[int, str]]:
        """All living processes that belong to this installation, whoever their parent is: (pid, name)."""
        return [(pid, name) for pid, name in _processes(self.mark) if pid != os.getpid()]

    def children(self) -> dict[str, int]:
        """The supervisor's own children by the name the kernel shows."""
        assert self.parent is not None
        return {name: pid for pid, name in self.everybody() if _parent_of(pid) == self.parent.pid}

    def child(self, name: str) -> int:
        """The process of one program: web, relay, email-worker, valkey ... Waits while it is being replaced."""
        shown, found = (f"hundre-{name}"[:15], f"{name}-server"), list[int]()

        def there() -> bool:
            found.extend(pid for title, pid in self.children().items() if title in shown)
            return bool(found)

        eventually(there, f"{name} being there")
        return found[0]

    def kill(self, name: str) -> int:
        """kill -9 of one child, which may be on its way out already."""
        while not signalled(pid := self.child(name), signal.SIGKILL):
            continue
        return pid

    def answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def ask(self, told: dict[str, Any], key: str | None = None) -> requests.Response:
        """Send one request for advice."""
        return requests.post(
            f"{self.url}/api/v1/housing/requests",
            json=told,
            headers={"Idempotency-Key": key or str(uuid4())},
            timeout=30,
        )

    def post(self) -> Iterator[dict[str, Any]]:
        """Everything the demo's mailbox has received."""
        for file in sorted((self.folder / "mailbox").glob("*.json")):
            yield json.loads(file.read_text("utf-8"))


def signalled(pid: int, number: signal.Signals) -> bool:
    """Whether it was still there to be signalled."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def _processes(mark: str) -> Iterator[tuple[int, str]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark.encode() in (entry / "environ").read_bytes().split(b"\0") and _alive(entry):
                    yield int(entry.name), (entry / "comm").read_text().strip()
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue


def _alive(entry: Path) -> bool:
    return (entry / "stat").read_text().rsplit(")", 1)[1].split()[0] not in ("Z", "X")


def _parent_of(pid: int) -> int:
    """0 for one that has just died."""
    return int(_stat(pid)[1])


def _processor_seconds(pid: int) -> float:
    """Its own, and that of the children it has buried."""
    return sum(int(ticks) for ticks in _stat(pid)[11:15]) / TICKS


def _stat(pid: int) -> list[str]:
    """What the kernel tells after the name: state, parent ... Zeros for one that has just died."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return ["0"] * 50
