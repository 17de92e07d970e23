"""What a good issuer's word leads to: who comes in, how surely, where to, and what is kept of it."""

from urllib.parse import parse_qs, urlsplit

import pytest

from backend.core.db import transaction
from backend.identity.models import LoginSession, NationalIdTaken, Person, StaffMember
from backend.identity.service import issuers, staff, vouched_for
from tests.identity.conftest import STAFF, Door, Town, who
from tests.identity.fake_issuer import KEY, OTHER_KEY, SECRET, FakeIssuer
from tests.people import Browser

HIGH = "idporten-loa-high"


def asked_at(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def hire(town: Town, email: str = "nora@fjelldal.example", municipality: str = "fjelldal") -> None:
    with town.work(municipality), transaction():
        staff.add(email, "Nora", "front_desk", "hvk")


def test_the_question_carries_everything_that_is_checked_later(id_porten: Door, issuer: FakeIssuer):
    address = id_porten.depart()
    asked = asked_at(address)
    assert address.startswith(f"{issuer.url}/authorize?")
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["acr_values"] == "idporten-loa-substantial"
    assert asked["redirect_uri"] == "http://localhost/logg-inn/id-porten/svar"
    assert all(len(asked[name]) > 30 for name in ("state", "nonce", "code_challenge"))


def test_each_question_has_its_own_secrets(id_porten: Door):
    first, second = asked_at(id_porten.depart()), asked_at(id_porten.depart())
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


def test_a_citizen_comes_in_as_surely_as_the_issuer_says(id_porten: Door):
    answer = id_porten.through("/min-side/om-meg")
    assert (answer.status_code, answer.location) == (303, "/min-side/om-meg")
    me = who(id_porten.browser)
    assert (me["role"], me["assurance"]) == ("citizen", "substantial")


def test_the_same_citizen_is_the_same_person_next_time(town: Town, id_porten: Door):
    id_porten.through()
    first = who(id_porten.browser)["owner"]
    id_porten.through()
    assert who(id_porten.browser)["owner"] == first
    assert town.count(Person) == 1


def test_somebody_new_who_comes_by_two_doors_at_once_is_one_person(
    town: Town, id_porten: Door, monkeypatch: pytest.MonkeyPatch
):
    find, seen = vouched_for._person, []

    def too_late(national_id: str, name: str) -> Person:
        seen.append(national_id)
        if len(seen) == 1:
            raise NationalIdTaken()
        return find(national_id, name)

    monkeypatch.setattr(vouched_for, "_person", too_late)
    assert id_porten.through().status_code == 303
    assert (town.count(Person), town.sessions()) == (1, 1)


def test_the_same_citizen_is_another_person_in_another_municipality(town: Town, id_porten: Door, issuer: FakeIssuer):
    id_porten.through()
    elsewhere = Door(town.anonymous("havnes"), issuer)
    elsewhere.through()
    assert who(elsewhere.browser)["municipality"] == "havnes"
    assert who(elsewhere.browser)["owner"] != who(id_porten.browser)["owner"]
    assert sorted(person.municipality_id for person in town.rows(Person)) == ["fjelldal", "havnes"]


def test_the_national_id_lies_nowhere_in_the_open(town: Town, id_porten: Door):
    id_porten.through()
    kept = [*town.rows(Person), *town.rows(LoginSession)]
    words = " ".join(str(value) for row in kept for value in vars(row).values())
    assert "13097248022" not in words
    assert "eyJ" not in words


def test_whoever_needs_more_is_asked_for_the_highest_level(id_porten: Door):
    id_porten.through()
    assert asked_at(id_porten.depart())["acr_values"] == HIGH
    id_porten.through()
    assert who(id_porten.browser)["assurance"] == "high"


def test_the_language_comes_along_to_the_issuer_and_back(town: Town, visitor: Browser, issuer: FakeIssuer):
    address = visitor.get("/nn/logg-inn/id-porten?next=/min-side").location
    assert asked_at(address)["ui_locales"] == "nn"
    assert asked_at(address)["redirect_uri"] == "http://localhost/logg-inn/id-porten/svar"
    answer = visitor.get("/logg-inn/id-porten/svar", query_string=issuer.answer(address))
    assert answer.location == "/nn/min-side"


def test_a_member_of_staff_comes_in_by_e_mail(town: Town, staff_door: Door):
    hire(town)
    answer = staff_door.through()
    assert (answer.status_code, answer.location) == (303, "/ansatt")
    assert who(staff_door.browser)["role"] == "front_desk"


def test_each_sign_in_is_a_new_session_and_ends_the_old(town: Town, id_porten: Door):
    id_porten.through()
    before = id_porten.browser._client.get_cookie("hundre_session").value
    id_porten.through()
    after = id_porten.browser._client.get_cookie("hundre_session").value
    assert before != after
    assert town.sessions() == 1


def test_a_session_that_was_planted_is_not_taken_over(town: Town, id_porten: Door):
    planted = "planted-" + "x" * 40
    id_porten.browser._client.set_cookie("hundre_session", planted, domain="localhost")
    id_porten.through()
    assert id_porten.browser._client.get_cookie("hundre_session").value != planted


def test_a_worse_sign_in_keeps_nothing_of_the_better_one(town: Town, id_porten: Door):
    id_porten.through()
    browser = id_porten.browser
    browser.post("/api/v1/sign-in/code", json={"contact": "nora@example.com"})
    told = {"contact": "nora@example.com", "code": town.code_sent_to("nora@example.com")}
    assert browser.post("/api/v1/sign-in/verify", json=told).json["assurance"] == "contact"
    assert who(browser)["role"] == "contact"
    assert town.sessions() == 1


def test_the_cookies_are_for_this_host_alone_on_https(town: Town, issuer: FakeIssuer):
    client = town.app.test_client()
    there = client.get("/logg-inn/id-porten", base_url="https://localhost")
    back = client.get(
        "/logg-inn/id-porten/svar", query_string=issuer.answer(there.location), base_url="https://localhost"
    )
    for cookie in [*there.headers.getlist("Set-Cookie"), *back.headers.getlist("Set-Cookie")]:
        assert cookie.startswith("__Host-hundre_")
        assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "__Host-hundre_session" in str(back.headers)


def test_new_keys_are_asked_for_when_the_issuer_has_changed_them(
    id_porten: Door, issuer: FakeIssuer, monkeypatch: pytest.MonkeyPatch
):
    id_porten.through()
    issuer.keys, issuer.key = [KEY, OTHER_KEY], OTHER_KEY
    monkeypatch.setattr(issuers, "KEYS_ASKED_EVERY", issuers.KEYS_ASKED_EVERY * 0)
    assert id_porten.through().status_code == 303


def test_without_an_issuer_the_page_says_so_and_the_door_is_not_there(visitor: Browser):
    assert "ID-porten er ikke satt opp her ennå" in visitor.get("/logg-inn").text
    assert visitor.get("/logg-inn/id-porten").status_code == 404
    assert visitor.get(STAFF).status_code == 404


def test_an_issuer_that_is_away_is_said_so_and_takes_nothing_down(id_porten: Door, issuer: FakeIssuer):
    issuer.away = True
    assert id_porten.browser.get("/logg-inn/id-porten").status_code == 503
    assert id_porten.browser.get("/logg-inn").status_code == 200


def test_colleagues_of_other_municipalities_stay_there(town: Town, issuer: FakeIssuer):
    hire(town, municipality="havnes")
    elsewhere = Door(town.anonymous("havnes"), issuer, STAFF)
    elsewhere.through()
    assert who(elsewhere.browser)["municipality"] == "havnes"
    assert town.count(StaffMember) == 1
    assert SECRET not in str(elsewhere.browser.get("/logg-inn").text)
