"""Whatever is announced has somebody who does it, and every queue has a worker."""

import ast
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from tasks import application, supervisor
from tasks.doors import Doors
from tasks.topics import TOPICS, queues


def announced(folder: Path) -> set[str]:
    """The topics that stand in the code as plain words; others come from tables that `tasks.topics` reads too."""
    calls = [
        node for file in folder.rglob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "announce"
    ]  # fmt: skip
    return {call.args[0].value for call in calls if call.args and isinstance(call.args[0], ast.Constant)}


def test_every_topic_announced_in_the_code_has_a_job(repository: Path) -> None:
    found = announced(repository / "backend")
    assert "case.received" in found
    assert found - set(TOPICS) == set()


def test_every_queue_has_a_worker(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "_chosen", [settings])
    started = {child.name for child in supervisor.programs(MagicMock(), Doors(MagicMock()), with_valkey=True)}
    assert {f"{queue}-worker" for queue in queues()} <= started
    assert {"web", "relay", "clockwork", "valkey"} <= started
