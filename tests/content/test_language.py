"""What experts edit is complete in three languages, easy to read, and honest about where it comes from."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).parents[2] / "content"
FILES = {str(file.relative_to(CONTENT)): file for file in sorted(CONTENT.rglob("*.yaml"))}
LANGUAGES = {"nb", "nn", "en"}
FRONT = {"source", "source_date", "certainty", "checked_by", "checked_on", "next_check"}
FIELD = re.compile(r"%\((\w+)\)[sd]")
EDITORS_NOTE = re.compile(r"\[|\]|\bTODO\b|\bXXX\b|\?\?|file://|lorem ipsum|\bTK\b", re.IGNORECASE)
BOKMAL = re.compile(
    r"\b(ikke|jeg|selv|noe|noen|hva|hvem|hvor|hvordan|hvorfor|hvis|fra|mer|bare|hjem|hjemme|uke|uker|vet|kommer|gjør"
    r"|trenger|bilder?|bolig|boligen|søke|vanskelig|begyn[nt]e|ennå|ham|svarene|uten|mens|en|et)\b",
    re.IGNORECASE,
)
STANDARD = "NEK EN"
STAFF_READ = ("texts/desk.yaml", "municipalities/")
SHORTEST_MEASURED = 10
LONGEST_SENTENCE = 17
MAY_LEAVE_THE_HOUSE = {"reference", "kind", "unit", "deadline", "link", "phone", "municipality", "code"}


class OnlyOnce(yaml.CSafeLoader):
    """Reads YAML, and refuses a name that stands twice in one mapping."""


def _mapping(loader: OnlyOnce, node: yaml.MappingNode) -> dict[Any, Any]:
    pairs = loader.construct_pairs(node, deep=True)
    twice = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    assert not twice, f"twice in {node.start_mark}: {twice}"
    return dict(pairs)


OnlyOnce.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@pytest.fixture(scope="module")
def trees() -> dict[str, dict[str, Any]]:
    return {name: yaml.load(file.read_text("utf-8"), OnlyOnce) for name, file in FILES.items()}


def said_in(tree: Any, at: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """(where, words by language) for every text, each plural form by itself."""
    if isinstance(tree, list):
        for number, item in enumerate(tree):
            yield from said_in(item, f"{at}[{number}]")
    elif isinstance(tree, dict) and LANGUAGES & tree.keys():
        yield from _forms(tree, at)
    elif isinstance(tree, dict):
        for name, item in tree.items():
            yield from said_in(item, f"{at}.{name}")


def _forms(words: dict[str, Any], at: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Words to search by stand in lists: nobody reads them."""
    if isinstance(words.get("nb"), list):
        return
    if isinstance(words.get("nb"), dict):
        for form in ("one", "other"):
            yield f"{at}.{form}", {language: forms[form] for language, forms in words.items()}
    else:
        yield at, words


def lix(text: str) -> float:
    """Words per sentence plus the share of words with seven letters or more. Under 30 is very easy."""
    plain = FIELD.sub("navn", text)
    words = re.findall(r"[^\W_]+(?:[-’'][^\W_]+)*", plain)
    sentences = max(1, len(re.findall(r"[.!?:…]+(?=\s|$|[»”])", plain)))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def measured(tree: Any) -> dict[str, float]:
    """LIX of each Norwegian paragraph that is long enough for LIX to mean something."""
    return {
        f"{at} {language}: {paragraph}": lix(paragraph)
        for at, words in said_in(tree)
        for language in ("nb", "nn")
        for paragraph in words[language].split("\n\n")
        if len(paragraph.split()) >= SHORTEST_MEASURED
    }


@pytest.mark.parametrize("name", FILES)
def test_every_text_exists_in_three_languages(trees: dict[str, Any], name: str) -> None:
    lacking = [at for at, words in said_in(trees[name]) if words.keys() != LANGUAGES or not all(words.values())]
    assert not lacking


@pytest.mark.parametrize("name", FILES)
def test_fields_to_fill_in_are_the_same_in_every_language(trees: dict[str, Any], name: str) -> None:
    for at, words in said_in(trees[name]):
        fields = {language: sorted(FIELD.findall(text)) for language, text in words.items()}
        assert fields["nb"] == fields["nn"] == fields["en"], at


@pytest.mark.parametrize("name", FILES)
def test_no_text_breaks_when_it_is_filled_in(trees: dict[str, Any], name: str) -> None:
    for _, words in said_in(trees[name]):
        for text in words.values():
            assert "%" not in FIELD.sub("", text), text
            assert not [field for _, field, _, _ in Formatter().parse(text) if field], text


@pytest.mark.parametrize("name", FILES)
def test_no_editors_note_reaches_a_reader(trees: dict[str, Any], name: str) -> None:
    notes = [text for _, words in said_in(trees[name]) for text in words.values() if EDITORS_NOTE.search(text)]
    assert not notes


@pytest.mark.parametrize("name", FILES)
def test_texts_are_easy_to_read(trees: dict[str, Any], name: str) -> None:
    hardness = measured(trees[name])
    limit = 45 if name.startswith(STAFF_READ) else 40
    assert not {text: round(value) for text, value in hardness.items() if value > limit}
    if limit == 40 and hardness:
        assert sum(hardness.values()) / len(hardness) <= 30


@pytest.mark.parametrize("name", FILES)
def test_each_file_says_where_it_comes_from_and_that_nobody_has_checked_it(trees: dict[str, Any], name: str) -> None:
    tree = trees[name]
    assert tree.keys() >= FRONT
    assert tree["certainty"] in {"seed", "public", "assumed"}
    assert (tree["checked_by"], tree["checked_on"]) == ("nobody", None)
    assert isinstance(tree["source_date"], date)
    assert tree["next_check"] > tree["source_date"]


def test_a_key_stands_in_one_file_only(trees: dict[str, Any]) -> None:
    keys = [key for name, tree in trees.items() if name.startswith("texts/") for key in tree if "." in key]
    assert sorted(keys) == sorted(set(keys))


def test_what_leaves_the_house_has_no_room_for_a_name_or_an_answer(trees: dict[str, Any]) -> None:
    for key, words in trees["texts/notifications.yaml"].items():
        if key.endswith((".subject", ".body", ".sms")):
            assert set(FIELD.findall(words["nb"])) <= MAY_LEAVE_THE_HOUSE, key


@pytest.mark.parametrize("name", FILES)
def test_no_sentence_is_too_long_to_hold_in_mind(trees: dict[str, Any], name: str) -> None:
    sentences = [
        sentence
        for _, words in said_in(trees[name])
        for language in ("nb", "nn")
        for sentence in re.split(r"[.!?:]+(?=\s|$)|\n", words[language])
    ]
    assert not [sentence for sentence in sentences if len(sentence.split()) > LONGEST_SENTENCE]


@pytest.mark.parametrize("name", FILES)
def test_nynorsk_is_not_bokmal(trees: dict[str, Any], name: str) -> None:
    for at, words in said_in(trees[name]):
        assert not BOKMAL.findall(words["nn"].replace(STANDARD, "")), f"{at}: {words['nn']}"


def test_lix_counts_as_it_should() -> None:
    assert lix("Vi ringer deg. Du svarer.") == 2.5
    assert lix("Kommunen svarer.") == 52.0
