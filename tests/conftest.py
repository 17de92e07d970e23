"""What all tests stand on: a real, migrated database of the store under test, and the application on it.

`--stores sqlite`, `--stores postgresql` or both (the default). A test that asks for `app` or `store`
runs once on each.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlalchemy import create_engine

from backend.core.settings import Settings
from tests.browser import chromium
from tests.scheduling import Together
from tests.stores import POSTGRES, STORES, Server, Store, make_store

if TYPE_CHECKING:
    from tests.people import House

_server: list[Server] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stores", default=",".join(STORES), help="comma separated: sqlite, postgresql")


def _chosen(config: pytest.Config) -> list[str]:
    return [name for name in STORES if name in config.getoption("--stores").split(",")]


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for all parallel test processes, started by the first of them."""
    for name in [name for name in os.environ if name.startswith("HUNDRE_") and name != POSTGRES]:
        del os.environ[name]
    if "postgresql" in _chosen(config) and POSTGRES not in os.environ and not config.option.collectonly:
        _server.append(Server())
        os.environ[POSTGRES] = _server[0].url


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


def pytest_unconfigure() -> None:
    while _server:
        _server.pop().stop()
        del os.environ[POSTGRES]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store_name" in metafunc.fixturenames:
        metafunc.parametrize("store_name", _chosen(metafunc.config), scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium() is None:
        no_browser = pytest.mark.skip(reason="no Chromium on this machine")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(no_browser)


@pytest.fixture(scope="session")
def store(store_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An empty database, the same one until the end; what is emptied after each test is its rows."""
    made = make_store(store_name, tmp_path_factory.mktemp("store"))
    yield made
    made.drop()


@pytest.fixture(scope="session")
def settings(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A demo installation of its own folder, on the store under test."""
    return Settings.from_environ(
        data_dir=tmp_path_factory.mktemp("instance"),
        database_url=store.url,
        migrate_database_url=store.owner_url,
        secret_key="for tests only: " + "0123456789abcdef" * 2,
        base_url="http://localhost",
        smtp_url="smtp://127.0.0.1:9",
        sms_url="http://127.0.0.1:9/sms",
        demo=True,
    )


@pytest.fixture(scope="session")
def _migrated(settings: Settings) -> Flask:
    from backend.app import create_app
    from backend.migrations import bring_up_to_date

    made = create_app(settings)
    made.testing = True
    bring_up_to_date(made)
    return made


@pytest.fixture(scope="session")
def app(_migrated: Flask) -> Iterator[Flask]:
    """The application on a migrated database. The database is emptied after each test that used it."""
    from backend.core.db import db

    yield _migrated
    with _migrated.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Instead of pytest-flask's own, in whose one context all requests of a test would share a session."""


@pytest.fixture
def house(app: Flask) -> "House":
    """The application with the people who come to its doors."""
    from tests.people import House

    return House(app)


@pytest.fixture(autouse=True)
def _emptied_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "app" in request.fixturenames:
        _empty(request.getfixturevalue("store"))


def _empty(store: Store) -> None:
    """Remove all rows, as the owner, who sees every municipality's."""
    from backend.core.db import Base

    engine = create_engine(store.owner_url)
    names = [engine.dialect.identifier_preparer.quote(table.name) for table in reversed(Base.metadata.sorted_tables)]
    with engine.begin() as connection:
        if store.name == "postgresql":
            connection.exec_driver_sql(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE")
        else:
            for name in names:
                connection.exec_driver_sql(f"DELETE FROM {name}")
    engine.dispose()


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).resolve().parents[1]
