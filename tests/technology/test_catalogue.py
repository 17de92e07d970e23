"""Somebody says what is hard, and is never left without a thing, something free and a person to talk to."""

import re
from contextlib import ExitStack
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask

from backend.core.i18n import said, speaking
from backend.technology import catalogue, guides
from tests.municipality.test_real_municipalities import URGENT, numbers
from tests.people import HOSTS, Browser, House

FICTIONAL = ("fjelldal", "havnes")
REAL = ("melhus", "trondheim", "selbu", "hoylandet")
LANGUAGES = ("nb", "nn", "en")
PREFIX = {"nb": "", "nn": "/nn", "en": "/en"}
MOST_SHOWN = 5


def read(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return unescape(answer.get_data(as_text=True))


def main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.fixture(params=REAL)
def real(request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    """One of the four real municipalities, served because it was chosen."""
    settings = replace(app.config["HUNDRE"], municipalities=REAL, default_municipality=REAL[0])
    monkeypatch.setitem(app.config, "HUNDRE", settings)
    monkeypatch.setitem(HOSTS, request.param, f"{request.param}.localhost")
    return str(request.param)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("municipality", FICTIONAL)
def test_every_need_leads_to_a_thing_something_free_and_a_person(house: House, municipality: str, language: str):
    visitor = house.anonymous(municipality)
    assert len(catalogue.needs()) == 14
    with speaking_in(house, municipality, language):
        for need in catalogue.needs().values():
            question = main(read(visitor, f"{PREFIX[language]}/hjelpemidler/finn/{need.id}"))
            assert said(need.question["title"]) in question
            assert all(said(tip) in question for tip in need.free)
            for answer in need.answers:
                page = main(read(visitor, f"{PREFIX[language]}/hjelpemidler/finn/{need.id}/{answer['id']}"))
                shown = [catalogue.by_slug(slug) for slug in answer["types"]]
                assert 1 <= len(shown) <= MOST_SHOWN
                assert all(said(one.name) in page and said(one.needs[need.id]) in page for one in shown)
                assert all(said(tip) in page for tip in need.free)
                assert said(need.contact) in page
                assert 'href="tel:' in page
                assert f"{PREFIX[language]}/hjelpemidler/spor?need={need.id}" in page
                assert f"{PREFIX[language]}/rad/hverdagsrehabilitering" in page


def speaking_in(house: House, municipality: str, language: str) -> ExitStack:
    stack = ExitStack()
    stack.enter_context(house.work(municipality))
    stack.enter_context(speaking(language))
    return stack


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_number_is_known_the_page_says_so_and_invents_none(house: House, real: str, language: str):
    visitor = house.anonymous(real)
    not_set_up = {"nb": "ikke satt opp", "nn": "ikkje sett opp", "en": "not set up"}[language]
    for need in catalogue.needs().values():
        for answer in need.answers:
            page = read(visitor, f"{PREFIX[language]}/hjelpemidler/finn/{need.id}/{answer['id']}")
            assert not_set_up in main(page)
            assert numbers(page) <= URGENT


def test_every_type_of_thing_has_a_page_that_answers_the_same_questions(house: House):
    visitor = house.anonymous()
    with house.work():
        everything = catalogue.types()
    assert len(everything) == 58
    for one in everything:
        page = main(read(visitor, f"/hjelpemidler/{one.slug}"))
        for heading in ("Pris", "Hvem betaler?", "Hva trenger den?", "Hva gjør den for deg?", "Når hjelper kommunen?"):
            assert heading in page, (one.slug, heading)
        assert ("Spør om pris" in page) == (one.price is None)
        assert not one.price or str(one.price["year"]) in page
        assert ("De gamle 2G-nettene stenges" in page) == one.by_mobile
        assert ("Ingen alarm erstatter 113" in page) == one.alarm
        assert "Ikke kontrollert av kommunen ennå." in page
        assert f"/hjelpemidler/spor?type={one.slug}" in page
        assert 'class="code"' in page


def test_a_thing_no_one_has_heard_of_is_not_there(house: House):
    for path in (
        "/hjelpemidler/tankeleser",
        "/hjelpemidler/finn/flying",
        "/hjelpemidler/finn/fallen/maybe",
        "/rad/arv",
    ):
        assert house.anonymous().get(path).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_nonsense_finds_nothing_but_the_needs_and_a_number(house: House, language: str):
    page = main(read(house.anonymous(), f"{PREFIX[language]}/hjelpemidler?q=qzxwv"))
    assert "«qzxwv»" in page or "“qzxwv”" in page
    with speaking_in(house, "fjelldal", language):
        assert all(said(need.title) in page for need in catalogue.needs().values())
    assert 'href="tel:' in page


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "%00", "x" * 5000, "🦄", "'; DROP TABLE person; --"])
def test_whatever_is_searched_for_the_page_answers(house: House, words: str):
    answer = house.anonymous().get("/hjelpemidler", query_string={"q": words})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.get_data(as_text=True)


def test_two_or_three_things_stand_side_by_side_never_four(house: House):
    four = "type=rullator&type=trappeheis&type=nokkelboks&type=dusjtoalett&type=finnes-ikke"
    page = main(read(house.anonymous(), f"/hjelpemidler/sammenlign?{four}"))
    shown = set(re.findall(r'<div data-of="([a-z0-9-]+)">', page))
    assert shown == {"rullator", "trappeheis", "nokkelboks"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_guide_can_be_read_and_leads_only_to_pages_that_are_there(house: House, language: str):
    visitor = house.anonymous()
    for slug in guides.slugs():
        page = main(read(visitor, f"{PREFIX[language]}/rad/{slug}"))
        for address in set(re.findall(r'href="(/[^"#]*)"', page)):
            assert address.startswith(PREFIX[language] + "/")
            assert visitor.get(address).status_code == 200, (slug, address)


def test_programs_get_the_same_catalogue(house: House):
    visitor = house.anonymous()
    everything = visitor.get("/api/v1/technology").get_json()
    assert (everything["total"], len(everything["items"]), everything["next"]) == (58, 58, None)
    for need in visitor.get("/api/v1/technology/needs").get_json()["items"]:
        found = visitor.get(f"/api/v1/technology?need={need['id']}").get_json()
        assert 1 <= found["total"] == len(found["items"])
        assert all(need["id"] in one["needs"] for one in found["items"])
    assert visitor.get("/api/v1/technology?need=flying").status_code == 404
    nynorsk = visitor.get("/api/v1/technology/trygghetsalarm?lang=nn").get_json()
    assert "tryggleik" in nynorsk["name"].lower()
