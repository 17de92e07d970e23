"""The catalogue is whole, and holds no number that the facts do not."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from backend.core.settings import CONTENT

TYPES = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in (CONTENT / "technology/types").glob("*.yaml")}
NEEDS = yaml.safe_load((CONTENT / "technology/needs.yaml").read_text("utf-8"))["needs"]
NO_PRICE_BUT = {1, 6, 12, 46}
KNOWN = {
    "0", "02", "113", "1330", "1540", "2", "2010", "2019", "2022", "2024", "28", "30", "3500", "37125", "4", "426",
    "5", "50615", "507", "60", "66250",
}  # fmt: skip
"""Every number in the catalogue's texts, each found in the facts that the product was given."""
NOT_READ = {"source", "source_date", "next_check", "line", "steps", "difficulty"}


def read(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict) and tree.keys() & {"nb", "nn", "en"}:
        for words in tree.values():
            yield from [words] if isinstance(words, str) else words
    elif isinstance(tree, dict):
        for name, inner in tree.items():
            if name not in NOT_READ:
                yield from read(inner)
    elif isinstance(tree, list):
        for inner in tree:
            yield from read(inner)


def test_all_58_types_are_there() -> None:
    assert sorted(one["line"] for one in TYPES.values()) == list(range(1, 59))


@pytest.mark.parametrize("name", sorted(TYPES))
def test_no_number_is_invented(name: str) -> None:
    joined = re.sub(r"(?<=\d)[ \u00a0,.](?=\d{3}\b)", "", " | ".join(read(TYPES[name])))
    assert set(re.findall(r"\d+", joined)) <= KNOWN


def test_only_what_has_a_source_has_a_price() -> None:
    assert {one["line"] for one in TYPES.values() if one["price"]} <= NO_PRICE_BUT


def test_there_are_fourteen_needs_and_each_leads_somewhere() -> None:
    assert len(NEEDS) == 14
    for need in NEEDS:
        shown = {one for answer in need["question"]["answers"] for one in answer["types"]}
        assert shown
        assert need["free"]
        assert need["contact"]
        assert all(need["id"] in TYPES[one]["needs"] for one in shown), need["id"]


def test_a_package_is_made_of_types_that_are_there() -> None:
    assert all(part in TYPES for one in TYPES.values() for part in one.get("parts", []))
