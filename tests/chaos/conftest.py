"""One installation for each file and store; they share the machine with the other tests of real programs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores import make_store

from .storm import World, world


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.processes)


@pytest.fixture(scope="module")
def running(store_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    store = make_store(store_name, tmp_path_factory.mktemp("store"))
    with world(tmp_path_factory.mktemp("instance"), store) as made:
        yield made
    store.drop()
