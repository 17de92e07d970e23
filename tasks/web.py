"""The web server: gunicorn with threads, around the application that this process already has."""

import os
import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from .application import application, inherit, settings
from .processes import call_yourself, die_with

WORKERS, THREADS = 2, 4
GRACE = 8
REQUESTS_PER_WORKER = 20_000
MEMORY = "/dev/shm"  # noqa: S108 - only the beat of a worker's heart is kept there


class Web(BaseApplication):
    """`listening` is a socket opened by the supervisor: it outlives this server, so while the server
    is replaced callers wait in line instead of being turned away."""

    def __init__(self, app: Flask, bind: str) -> None:
        self.application, self.bind = app, bind
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.application

    def _options(self) -> dict[str, Any]:
        return {
            "bind": self.bind,
            "worker_class": "gthread",
            "workers": WORKERS,
            "threads": THREADS,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": GRACE,
            "keepalive": 5,
            "max_requests": REQUESTS_PER_WORKER,
            "max_requests_jitter": REQUESTS_PER_WORKER // 10,
            "control_socket_disable": True,
            "worker_tmp_dir": MEMORY if os.path.isdir(MEMORY) else None,
            "loglevel": "warning",
            "post_fork": self._after_fork,
        }

    def _after_fork(self, _: Any, worker: Any) -> None:
        die_with(worker.ppid)
        call_yourself("hundre-web")
        inherit(self.application)


def serve(app: Flask, listening: socket.socket) -> None:
    """Serve on an open socket, until told to stop."""
    Web(app, f"fd://{os.dup(listening.fileno())}").run()


def main() -> None:
    chosen = settings()
    Web(application(), f"{chosen.host}:{chosen.port}").run()


if __name__ == "__main__":
    main()
