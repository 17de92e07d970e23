"""What `hundre content check` can't know: what is shipped was checked by nobody, and what may leave the house."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.checking.plain import FIELD

CONTENT = Path(__file__).parents[2] / "content"
FILES = {str(file.relative_to(CONTENT)): file for file in sorted(CONTENT.rglob("*.yaml"))}
MAY_LEAVE_THE_HOUSE = {"reference", "kind", "unit", "deadline", "until", "link", "phone", "municipality", "code"}


@pytest.fixture(scope="module")
def trees() -> dict[str, dict[str, Any]]:
    return {name: yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) for name, file in FILES.items()}


@pytest.mark.parametrize("name", FILES)
def test_each_file_says_where_it_comes_from_and_that_nobody_has_checked_it(trees: dict[str, Any], name: str) -> None:
    tree = trees[name]
    assert (tree["checked_by"], tree["checked_on"]) == ("nobody", None)
    assert isinstance(tree["source_date"], date)
    assert tree["next_check"] > tree["source_date"]


def test_what_leaves_the_house_has_no_room_for_a_name_or_an_answer(trees: dict[str, Any]) -> None:
    for key, words in trees["texts/notifications.yaml"].items():
        if key.endswith((".subject", ".body", ".sms")):
            assert set(FIELD.findall(words["nb"])) <= MAY_LEAVE_THE_HOUSE, key
