"""Looks the installation over and says in words what is wrong.

`unsafe` is what nobody may start with; `examine` also looks at stores, delivery and content.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Connection, text

from backend.core import outbox
from backend.core.db import db
from backend.core.settings import BUILD, Settings
from backend.migrations import newest, present

SHORTEST_KEY = 32
WELL_KNOWN_KEYS = {"secret", "changeme", "change-me", "dev", "development", "test", "password"}
LEAST_DISK = 200 * 1024 * 1024
LATE = timedelta(minutes=5)
SHORTEST_RETRIES = timedelta(hours=4)


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `bad` ones make `hundre doctor` answer with 1."""

    about: str
    words: str
    bad: bool = False


def unsafe(settings: Settings) -> list[str]:
    """Why this may not be started; empty when it may."""
    checks = (_weak_key, _outside_demo, _demo_in_the_open, _settings_that_clash)
    return [words for check in checks for words in check(settings)]


def _weak_key(settings: Settings) -> Iterator[str]:
    key = settings.secret_key
    if len(key) < SHORTEST_KEY or key.lower() in WELL_KNOWN_KEYS or len(set(key)) < 10:
        yield f"HUNDRE_SECRET_KEY is too easy to guess: use at least {SHORTEST_KEY} random characters, or leave it out"


def _demo_in_the_open(settings: Settings) -> Iterator[str]:
    if settings.demo and not _loopback(settings.host):
        yield f"demo mode lets anybody sign in as anybody, so it refuses to listen on {settings.host}"


def _outside_demo(settings: Settings) -> Iterator[str]:
    if settings.demo:
        return
    if not settings.base_url:
        yield "HUNDRE_BASE_URL is not set: links in messages would lead nowhere"
    elif urlsplit(settings.base_url).scheme != "https" and not _loopback(urlsplit(settings.base_url).hostname or ""):
        yield "HUNDRE_BASE_URL must begin with https://"
    if not settings.smtp_url:
        yield "HUNDRE_SMTP_URL is not set: no e-mail would reach the services"


def _settings_that_clash(settings: Settings) -> Iterator[str]:
    if settings.default_municipality not in settings.municipalities:
        yield f"HUNDRE_DEFAULT_MUNICIPALITY {settings.default_municipality} is not among HUNDRE_MUNICIPALITIES"
    if os.environ.get("FLASK_DEBUG", "0") not in ("", "0"):
        yield "FLASK_DEBUG is on: it shows the inside of the program to everybody"


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def examine(app: Flask, settings: Settings) -> Iterator[Finding]:
    """Look at everything, one after the other; a thing that can't be looked at is a finding too."""
    yield from (Finding("settings", words, bad=True) for words in unsafe(settings))
    if sum(settings.retry_schedule) < SHORTEST_RETRIES.total_seconds():
        yield Finding("settings", "HUNDRE_RETRY_SCHEDULE gives up before four hours have passed", bad=not settings.demo)
    yield _disk(settings)
    yield _built_files()
    with app.app_context():
        for about, look in (("database", _database), ("delivery", _delivery)):
            yield _looked(about, look)


def _looked(about: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except Exception as error:
        return Finding(about, f"can't be reached ({type(error).__name__})", bad=True)


def _disk(settings: Settings) -> Finding:
    place = settings.data_dir
    if not place.is_dir() or not os.access(place, os.W_OK):
        return Finding("disk", f"{place} is missing or may not be written", bad=True)
    free = shutil.disk_usage(place).free
    return Finding("disk", f"{free // 1024 // 1024} MB free in {place}", bad=free < LEAST_DISK)


def _built_files() -> Finding:
    there = (BUILD / "static" / "manifest.json").is_file()
    return Finding("phone", "built" if there else "the phone's files are not built; run `make build`", bad=not there)


def _database() -> Finding:
    with db.engine.connect() as connection:
        has, wants = present(connection), newest()
        if has != wants:
            return Finding("database", f"is at revision {has}, the code needs {wants}; run `hundre migrate`", bad=True)
        if connection.dialect.name == "postgresql" and _too_mighty(connection):
            return Finding("database", "the application's role may pass row-level security; use a plain role", bad=True)
        return Finding("database", f"{connection.dialect.name}, revision {has}")


def _too_mighty(connection: Connection) -> bool:
    asked = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    return bool(connection.scalar(asked))


def _delivery() -> Finding:
    age = timedelta(seconds=round(outbox.oldest_undone_seconds()))
    return Finding("delivery", f"oldest undelivered message: {age}" if age else "nothing waits", bad=age > LATE)
