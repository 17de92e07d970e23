"""The catalogue is whole, and holds no number that the facts do not."""

import re
from collections.abc import Iterator
from pathlib import Path
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
KNOWN_BESIDE = {
    "0", "2", "4", "9", "15", "18", "32", "67", "110", "112", "113", "507", "2013", "2017", "2018", "2020", "2021",
    "2024", "2025", "2026", "2027", "37125", "66250", "116117", "40501600", "94856004",
}  # fmt: skip
"""The same for the guides, the needs, and what municipalities say in their own words."""
KNOWN_ADDRESSES = {
    "https://statsforvalteren.no", "https://helsenorge.no/fullmakt", "https://husbanken.no", "https://nav.no",
}  # fmt: skip
ARTICLES = sorted([*(CONTENT / "guides").glob("*.md"), *(CONTENT / "municipalities").glob("*/guides/*.md")])
OWN = sorted([CONTENT / "technology/needs.yaml", *(CONTENT / "municipalities").glob("*/technology/*.yaml")])
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


def _numbers(text: str) -> set[str]:
    joined = re.sub(r"(?<=\d)[ \u00a0,.](?=\d{3}\b)", "", text)
    return set(re.findall(r"\d+", re.sub(r"(?<=\d) (?=\d)", "", joined)))


@pytest.mark.parametrize("file", ARTICLES, ids=lambda file: f"{file.parent.parent.name}-{file.stem}")
def test_no_number_is_invented_in_a_guide(file: Path) -> None:
    front, _, body = file.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
    told = yaml.safe_load(front)
    assert _numbers(" | ".join([told["title"], told["lead"], body])) <= KNOWN_BESIDE


@pytest.mark.parametrize("file", OWN, ids=lambda file: f"{file.parent.parent.name}-{file.stem}")
def test_no_number_is_invented_in_a_municipalitys_own_words(file: Path) -> None:
    tree = yaml.safe_load(file.read_text("utf-8"))
    assert _numbers(" | ".join(read({**tree, "instead_of": ""}))) <= KNOWN_BESIDE


def test_no_address_is_invented() -> None:
    for file in [*ARTICLES, *OWN, *(CONTENT / "technology/types").glob("*.yaml")]:
        text = file.read_text("utf-8")
        said = text.split("\n---\n", 1)[1] if file.suffix == ".md" else " ".join(read(yaml.safe_load(text)))
        assert set(re.findall(r"https?://[^\s)]+|www\.\S+", said)) <= KNOWN_ADDRESSES, file.name


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
