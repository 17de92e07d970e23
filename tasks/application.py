"""The web application, for programs that work outside the web: same settings, same rooms, own connections."""

import os
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

from flask import Flask

from backend.app import create_app
from backend.core.db import db
from backend.core.settings import Settings
from backend.safety import refuse_unsafe

LONGEST_SOCKET_PATH = 107
MAILBOX_SMTP_PORT = 8025
MAILBOX_HTTP_PORT = 8026

_chosen: list[Settings] = []
_inherited: list[Flask] = []


def settings() -> Settings:
    """The settings of this process, with the places that only processes need filled in."""
    if not _chosen:
        choose(Settings.from_environ())
    return _chosen[0]


def choose(given: Settings) -> None:
    """Use these from now on, here and in what is forked from here."""
    _chosen[:] = [with_places(given)]


def with_places(given: Settings) -> Settings:
    redis_url = given.redis_url or f"unix://{socket_path(given.data_dir)}"
    if not given.demo:
        return replace(given, redis_url=redis_url)
    return replace(
        given,
        redis_url=redis_url,
        smtp_url=given.smtp_url or f"smtp://127.0.0.1:{MAILBOX_SMTP_PORT}",
        sms_url=given.sms_url or f"http://127.0.0.1:{MAILBOX_HTTP_PORT}/sms",
    )


def socket_path(data_dir: Path) -> Path:
    """Where the embedded Valkey listens; a data folder with a very long name gets a short one elsewhere."""
    path = data_dir / "valkey.sock"
    if len(str(path).encode()) <= LONGEST_SOCKET_PATH:
        return path
    short = sha256(str(data_dir).encode()).hexdigest()[:12]
    return Path(gettempdir()) / f"hundre-{os.getuid()}-{short}" / "valkey.sock"


def inherit(app: Flask) -> None:
    """In a forked child: use the parent's application, but no connection of the parent's."""
    _inherited[:] = [app]
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose(close=False)


@cache
def application() -> Flask:
    """The application of this process. Raises Unsafe."""
    return _inherited[0] if _inherited else create_app(refuse_unsafe(settings()))
