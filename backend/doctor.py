"""Looks the whole installation over and says in words what is wrong."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import Connection, text

from backend.core import outbox
from backend.core.content import BrokenContent
from backend.core.db import db
from backend.core.i18n import LANGUAGES, texts
from backend.core.settings import BUILD, Settings
from backend.migrations import newest, present
from backend.municipality.service import served
from backend.safety import unsafe

LEAST_DISK = 200 * 1024 * 1024
LATE = timedelta(minutes=5)
SHORTEST_RETRIES = timedelta(hours=4)


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `bad` ones make `hundre doctor` answer with 1."""

    about: str
    words: str
    bad: bool = False


def examine(app: Flask, settings: Settings) -> Iterator[Finding]:
    """Look at everything, one after the other; a thing that can't be looked at is a finding too."""
    yield from (Finding("settings", words, bad=True) for words in unsafe(settings))
    if sum(settings.retry_schedule) < SHORTEST_RETRIES.total_seconds():
        yield Finding("settings", "HUNDRE_RETRY_SCHEDULE gives up before four hours have passed", bad=not settings.demo)
    yield _disk(settings)
    yield _built_files()
    with app.app_context():
        for about, look in (("database", _database), ("delivery", _delivery), ("content", _content)):
            yield _looked(about, look)


def _looked(about: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except Exception as error:
        reason = str(error) if isinstance(error, BrokenContent) else type(error).__name__
        return Finding(about, f"can't be used ({reason})", bad=True)


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
    age = timedelta(seconds=round(outbox.longest_wait_seconds()))
    return Finding("delivery", f"oldest undelivered message: {age}" if age else "nothing waits", bad=age > LATE)


def _content() -> Finding:
    """The files of the served municipalities can be read, and no text lacks a language."""
    names = [municipality.id for municipality in served()]
    lacking = sorted(key for key, words in texts().items() if set(LANGUAGES) - set(words))
    if lacking:
        return Finding("content", f"{len(lacking)} texts lack a language, the first is {lacking[0]}", bad=True)
    return Finding("content", f"texts in {len(LANGUAGES)} languages; municipalities: {', '.join(names)}")
