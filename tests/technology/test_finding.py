"""Whoever searches without script finds what they mean, however they write it."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g

from backend.technology import catalogue, finding

SEARCHES = json.loads(Path(__file__).with_name("searches.json").read_text("utf-8"))


def found(app: Flask, asked: str, language: str = "nb") -> list[str]:
    with app.test_request_context("/hjelpemidler", environ_overrides={"hundre.language": language}):
        app.preprocess_request()
        assert g.language == language
        return [one.slug for one in finding.find(asked)]


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: f"{search['language']} {search['asked']}")
def test_a_person_finds_it_among_the_first_three_and_nothing_where_there_is_nothing(
    app: Flask, search: dict[str, Any]
) -> None:
    first = found(app, search["asked"], search["language"])[:3]
    assert search["finds"] in first if search["finds"] else first == []


def test_the_table_asks_for_things_that_are_there_in_all_three_languages(app: Flask) -> None:
    known = set(catalogue.names(catalogue.FOLDER))
    assert {one["finds"] for one in SEARCHES} - {None} <= known
    assert {one["language"] for one in SEARCHES} == {"nb", "nn", "en"}
    assert len([one for one in SEARCHES if one["finds"]]) >= 40
    assert len([one for one in SEARCHES if not one["finds"]]) >= 10


def test_somebody_who_types_the_name_finds_that_thing_first(app: Flask) -> None:
    with app.test_request_context("/hjelpemidler"):
        app.preprocess_request()
        names = {one.slug: one.name["nb"] for one in catalogue.types()}
    assert not {slug: name for slug, name in names.items() if found(app, name)[0] != slug}


def test_a_search_of_a_hundred_letters_of_rubbish_finds_nothing(app: Flask) -> None:
    assert found(app, "xqzw " * 20) == []
