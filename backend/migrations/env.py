"""Alembic's door to the database: as the schema's owner, one migrator at a time, all or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url, text

from backend.core.db import Base, db

ONE_AT_A_TIME = 4_820_117
"""Our number among PostgreSQL's advisory locks."""


def owners_engine() -> Engine:
    """The owner's own connection, since the application's role may not change tables."""
    url = current_app.config["HUNDRE"].migrate_database_url or db.engine.url
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """Foreign keys rest while a table is rebuilt; they are checked as a whole afterwards."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "busy_timeout=60000", "synchronous=FULL", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def alone(connection: Connection) -> Iterator[None]:
    """Keep other migrators waiting. On SQLite the write lock does it already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
    yield
    if connection.dialect.name == "sqlite" and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise RuntimeError(f"rows would point at nothing after this migration: {broken[:3]}")


def let_the_application_in(connection: Connection) -> None:
    """Rights on every table for the application's own role, where it is not the owner itself."""
    role = make_url(db.engine.url).username
    if connection.dialect.name != "postgresql" or role in (None, connection.engine.url.username):
        return
    quoted = connection.dialect.identifier_preparer.quote(role)
    for grant in (
        "USAGE ON SCHEMA public",
        "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public",
        "USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public",
    ):
        connection.exec_driver_sql(f"GRANT {grant} TO {quoted}")


def run() -> None:
    engine = owners_engine()
    with engine.connect() as connection, connection.begin(), alone(connection):
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
        context.run_migrations()
        let_the_application_in(connection)
    engine.dispose()


run()
