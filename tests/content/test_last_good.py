"""Somebody saves a broken file: readers go on reading what was good, and the broken one is told of."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend.core import content
from backend.core.content import BrokenContent, sound, tree_of
from backend.technology import catalogue
from tests.people import House

NAME = "technology/types/rullator.yaml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of one content file, and an empty shelf for what was good."""
    copy = tmp_path / "content"
    (copy / NAME).parent.mkdir(parents=True)
    (copy / NAME).write_text((content.CONTENT / NAME).read_text("utf-8"), "utf-8")
    monkeypatch.setattr(content, "CONTENT", copy)
    monkeypatch.setattr(content._good, "folder", tmp_path / "good")
    return copy


def test_a_broken_file_is_replaced_by_its_last_good_version(root: Path):
    good = sound(NAME, tree_of)
    (root / NAME).write_text("name: [Rullator\n", "utf-8")
    assert sound(NAME, tree_of) == good


def test_a_type_that_has_lost_a_field_is_no_better_than_a_broken_file(root: Path):
    good = sound(NAME, catalogue._whole)
    text = (root / NAME).read_text("utf-8")
    (root / NAME).write_text(text.replace("\nlead:\n", "\nleader:\n"), "utf-8")
    assert sound(NAME, catalogue._whole)["lead"] == good["lead"]


def test_what_never_was_good_says_which_file_and_line(root: Path):
    (root / NAME).write_text("source: x\nname: [Rullator\n", "utf-8")
    with pytest.raises(BrokenContent, match=r"rullator\.yaml, line"):
        sound(NAME, tree_of)


def test_a_mended_file_is_read_again(root: Path):
    sound(NAME, tree_of)
    (root / NAME).write_text("name: [Rullator\n", "utf-8")
    sound(NAME, tree_of)
    (root / NAME).write_text("name: Gåstol\n", "utf-8")
    assert sound(NAME, tree_of) == {"name": "Gåstol"}


def test_many_who_read_it_for_the_first_time_at_once_all_get_it(root: Path):
    with ThreadPoolExecutor(16) as crowd:
        read = list(crowd.map(lambda _: sound(NAME, tree_of)["name"]["nb"], range(200)))
    assert set(read) == {"Rullator"}
    assert [file.name for file in (root.parent / "good" / NAME).parent.iterdir()] == [Path(NAME).name]


def test_a_municipality_reads_its_own_words_and_the_neighbour_the_national_ones(house: House):
    ours = house.anonymous().get("/rad/hvem-svarer").text
    theirs = house.anonymous("havnes").get("/rad/hvem-svarer").text
    assert "Fjelldal responssenter" in ours
    assert "Skrevet for Fjelldal kommune." in ours
    assert "Fjelldal" not in theirs
