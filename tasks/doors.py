"""The listening sockets of an installation, opened before anything is forked and kept by the parent."""

import errno
import fcntl
import os
import socket
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from backend.core.settings import Settings

NEXT_PORTS = 100
BACKLOG = 512


class CannotStart(Exception):
    """Said to the operator in words; nothing was started."""


@dataclass(frozen=True)
class Doors:
    """The sockets the parent holds open. The mailbox has its two in demo mode only."""

    web: socket.socket
    smtp: socket.socket | None = None
    http: socket.socket | None = None


def only_one(data_dir: Path) -> IO[str]:
    """Keep others out of this data folder for as long as anything of ours lives."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = (data_dir / "running").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with lock:
            lock.seek(0)
            raise CannotStart(f"it already runs from {data_dir} (process {lock.read().strip()})") from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def open_doors(asked: Settings) -> tuple[Doors, Settings]:
    """Open them, and say in the settings where they came to be."""
    web = _web_door(asked)
    port = web.getsockname()[1]
    chosen = replace(asked, port=port, base_url=asked.base_url or f"http://localhost:{port}")
    if not asked.demo:
        return Doors(web), chosen
    smtp, http = _any_port(), _any_port()
    chosen = replace(
        chosen,
        smtp_url=asked.smtp_url or f"smtp://127.0.0.1:{smtp.getsockname()[1]}",
        sms_url=asked.sms_url or f"http://127.0.0.1:{http.getsockname()[1]}/sms",
    )
    return Doors(web, smtp, http), chosen


def _any_port() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def _web_door(asked: Settings) -> socket.socket:
    """The wanted port; in demo mode, when nobody asked for a certain one, the next that is free."""
    may_move = asked.demo and not asked.port_given
    for port in range(asked.port, asked.port + (NEXT_PORTS if may_move else 1)):
        try:
            return _listen(asked.host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotStart(f"it may not listen on {asked.host}:{port} ({error.strerror})") from None
    raise CannotStart(f"port {asked.port} on {asked.host} is taken; choose another with HUNDRE_PORT")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)
