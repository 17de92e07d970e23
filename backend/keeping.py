"""A backup is one file for both stores: every row and every photo, as they were at one moment.

`rows/<table>.jsonl` holds one row a line, `photos/` the files, `about.json` the shape of the tables. What was
backed up from SQLite may be brought back into PostgreSQL, and the other way round.
"""

import io
import json
import tarfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy import Date as Day
from sqlalchemy import Uuid as Identifier

from .core.db import Base, Moment, db, every_municipality
from .core.settings import Settings

AT_ONCE = 500
SECRET = "secret_key"  # noqa: S105 - the name of a file
ONLY_OWNER = 0o600


class NotThisOne(RuntimeError):
    """The backup can't be brought back here: says why."""


def back_up(app: Flask, settings: Settings, file: Path) -> dict[str, int]:
    """Write everything into `file`, which only its owner may read, while the house runs on. Rows by table."""
    counted: dict[str, int] = {}
    unfinished = file.with_suffix(file.suffix + ".part")
    with (
        app.app_context(),
        every_municipality(),
        _private(unfinished) as raw,
        tarfile.open(fileobj=raw, mode="w:gz") as tar,
    ):
        connection = _at_one_moment()
        _add(tar, "about.json", json.dumps({"revision": _revision(connection), "made": datetime.now(UTC).isoformat()}))
        for table in Base.metadata.sorted_tables:
            lines = [json.dumps(row, ensure_ascii=False) for row in _rows(connection, table)]
            counted[table.name] = len(lines)
            _add(tar, f"rows/{table.name}.jsonl", "\n".join(lines))
        db.session.rollback()
        _add(tar, SECRET, settings.secret_key)
        photos = Path(settings.files_url)
        for photo in sorted(photos.rglob("*.jpg")) if photos.is_dir() else ():
            tar.add(photo, f"photos/{photo.relative_to(photos)}")
    unfinished.replace(file)
    return counted


def bring_back(app: Flask, settings: Settings, file: Path) -> dict[str, int]:
    """Fill an empty installation of the same shape. Raises NotThisOne, and then nothing was changed."""
    with app.app_context(), every_municipality(), tarfile.open(file, "r:gz") as tar:
        connection = _at_one_moment()
        about = json.loads(_read(tar, "about.json"))
        if about["revision"] != _revision(connection):
            raise NotThisOne(f"the backup is of revision {about['revision']}; run the same version of Hundre")
        full = [table.name for table in Base.metadata.sorted_tables if _count(connection, table)]
        if full:
            raise NotThisOne(f"this installation is not empty: {', '.join(full)}")
        secret = _read(tar, SECRET)
        counted = {table.name: _fill(connection, table, tar) for table in Base.metadata.sorted_tables}
        _unpack_photos(tar, Path(settings.files_url))
        db.session.commit()
        (settings.data_dir / SECRET).write_text(secret)
    return counted


def _at_one_moment() -> Connection:
    """A view of all tables that does not change under us; on PostgreSQL it has to be asked for."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        return db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return db.session.connection()


def _revision(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.hex if isinstance(value, UUID) else value


def _fill(connection: Connection, table: Table, tar: tarfile.TarFile) -> int:
    rows = [_typed(table, json.loads(line)) for line in _read(tar, f"rows/{table.name}.jsonl").splitlines()]
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(insert(table), rows[start : start + AT_ONCE])
    _count_on(connection, table)
    return len(rows)


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: None if value is None else _as(table.c[name].type, value) for name, value in row.items()}


def _as(kind: Any, value: Any) -> Any:
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    if isinstance(kind, Day):
        return date.fromisoformat(value)
    return UUID(value) if isinstance(kind, Identifier) else value


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL counts on from its own number, not from the highest it finds."""
    counted = table.autoincrement_column
    if counted is not None and connection.dialect.name == "postgresql":
        last = connection.execute(select(func.max(counted))).scalar()
        sequence = func.pg_get_serial_sequence(f'"{table.name}"', counted.name)
        connection.execute(select(func.setval(sequence, last or 1, last is not None)))


def _add(tar: tarfile.TarFile, name: str, words: str) -> None:
    content = words.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), ONLY_OWNER
    tar.addfile(member, io.BytesIO(content))


def _read(tar: tarfile.TarFile, name: str) -> str:
    try:
        member = tar.extractfile(name)
    except KeyError:
        raise NotThisOne(f"{name} is missing in the file") from None
    if member is None:
        raise NotThisOne(f"{name} can't be read")
    return member.read().decode()


def _unpack_photos(tar: tarfile.TarFile, folder: Path) -> None:
    for member in tar.getmembers():
        if member.name.startswith("photos/"):
            member.name = member.name.removeprefix("photos/")
            tar.extract(member, folder, filter="data")


def _private(file: Path) -> IO[bytes]:
    file.touch(ONLY_OWNER)
    file.chmod(ONLY_OWNER)
    return file.open("wb")
