"""Two stores, one behaviour: SQLite (WAL) and PostgreSQL behind one `transaction()`."""

import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, TypeDecorator, UniqueConstraint, event
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from . import locking, scope
from .errors import Busy, Refusal
from .scope import OfMunicipality, current_municipality, every_municipality, in_municipality

__all__ = [
    "Base", "Moment", "OfMunicipality", "current_municipality", "db", "every_municipality",
    "in_municipality", "refused_as", "transaction",
]  # fmt: skip

LONGEST_WAIT = 10
"""Seconds for SQLite's write lock; then the sender is told to try again."""
NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables, with constraints that have names on both stores."""

    metadata = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC that comes back with its zone from both stores."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC) if dialect.name != "sqlite" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
_refusals: dict[str, type[Refusal]] = {}
_line = threading.Lock()


def refused_as(constraint: str, refusal: type[Refusal]) -> str:
    """Say which refusal a broken constraint means; returns the constraint's name for the table."""
    _refusals[constraint] = refusal
    return constraint


@contextmanager
def transaction() -> Iterator[Session]:
    """One deed, written whole or not at all.

    Takes SQLite's write lock before the first read (BEGIN IMMEDIATE), so nobody can change
    what is read in here; on PostgreSQL lock rows with `with_for_update()`. Joins a transaction
    that is already open. Broken constraints come out as their named refusals.
    """
    session = db.session()
    if session.info.get("writing"):
        yield session
        return
    session.rollback()
    with _in_line(session):
        yield from _written(session)


def _written(session: Session) -> Iterator[Session]:
    session.info["writing"] = True
    try:
        session.connection(execution_options={"sqlite_tx": "IMMEDIATE"})
        yield session
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise _translated(error) from error
    except OperationalError as error:
        session.rollback()
        raise Busy() from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writing"] = False


@contextmanager
def _in_line(session: Session) -> Iterator[None]:
    """The threads of one process take SQLite's write lock in turn, so that only the first of them asks for it."""
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    if not _line.acquire(timeout=LONGEST_WAIT):
        raise Busy()
    try:
        yield
    finally:
        _line.release()


def _translated(error: IntegrityError) -> Exception:
    name = broken_constraint(error)
    return _refusals[name]() if name in _refusals else error


def broken_constraint(error: IntegrityError) -> str | None:
    """The name of the constraint: PostgreSQL says it, SQLite gives `table.column` for UNIQUE."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name
    said = str(error.orig)
    if found := re.match(r"UNIQUE constraint failed: (.+)", said):
        return _unique_over(found[1].split(", "))
    found = re.match(r"CHECK constraint failed: (\w+)", said)
    return found[1] if found else None


def _unique_over(columns: list[str]) -> str | None:
    table = Base.metadata.tables[columns[0].split(".")[0]]
    wanted = {column.split(".")[1] for column in columns}
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and {c.name for c in constraint.columns} == wanted:
            return str(constraint.name)
    for index in table.indexes:
        if index.unique and {c.name for c in index.columns} == wanted:
            return str(index.name)
    return None


def _on_connect(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", f"busy_timeout={LONGEST_WAIT * 1000}", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Any) -> None:
    if connection.get_execution_options().get("sqlite_tx") == "IMMEDIATE":
        _take_the_pen(connection)
    else:
        connection.exec_driver_sql("BEGIN DEFERRED")


def _take_the_pen(connection: Any) -> None:
    """Begin to write. SQLite's own waiting sleeps up to 100 ms while the pen lies free; ours asks every millisecond."""
    driver, patience = connection.connection.dbapi_connection, time.monotonic() + LONGEST_WAIT
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while not _begun(driver):
            if time.monotonic() > patience:
                raise Busy()
            time.sleep(0.001)
    finally:
        driver.execute(f"PRAGMA busy_timeout={LONGEST_WAIT * 1000}")


def _begun(driver: Any) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise Busy() from error
        return False
    return True


def tune(engine: Engine) -> None:
    """SQLite's own settings; the transaction begins when we say so, not when the driver guesses."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)


def init_app(app: Flask, database_url: str) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    if not database_url.startswith("sqlite"):
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 6, "pool_pre_ping": True}
    db.init_app(app)
    with app.app_context():
        tune(db.engine)
        db.engine.dispose()


scope.watch(db.session.session_factory)
locking.watch(db.session.session_factory)
