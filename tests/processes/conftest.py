"""Real programs for the tests in this folder. They share the machine, so they run one after the other."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.stores import Store

from .installation import Installation


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.processes)
            item.add_marker(pytest.mark.xdist_group("processes"))


@pytest.fixture
def installation(tmp_path: Path, store: Store) -> Iterator[Installation]:
    """A running Hundre on the store under test."""
    whole = Installation(tmp_path, store)
    try:
        yield whole.start()
    finally:
        whole.end()


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
