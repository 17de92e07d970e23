"""Real programs for the tests in this folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.stores import make_store

from .installation import Installation


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.processes)


@pytest.fixture(scope="module")
def installation(store_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A running Hundre on the store under test, shared by the tests of one file."""
    store = make_store(store_name, tmp_path_factory.mktemp("store"))
    whole = Installation(tmp_path_factory.mktemp("instance"), store)
    try:
        yield whole.start()
    finally:
        whole.end()
        store.drop()


@pytest.fixture(autouse=True)
def _what_it_said(request: pytest.FixtureRequest) -> Iterator[None]:
    """Shown beside a failing test."""
    yield
    if "installation" in request.fixturenames:
        print(request.getfixturevalue("installation").said())


@pytest.fixture
def another(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Installation]]:
    """Makes further installations, on SQLite files of their own. They are not started yet."""
    made: list[Installation] = []

    def make(**settings: str) -> Installation:
        made.append(Installation(tmp_path_factory.mktemp("another"), **settings))
        return made[-1]

    yield make
    for whole in made:
        whole.end()
