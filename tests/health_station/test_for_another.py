"""A daughter books for her mother: both are told who can be, and everything stands where it was written."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from backend import demo
from backend.core.db import db
from backend.health_station.models import Visit
from backend.health_station.service import booking
from backend.municipality.service import working_for
from tests.people import Browser, House

API = "/api/v1/health-station"


@pytest.fixture(autouse=True)
def station(app: Flask) -> None:
    with app.app_context(), working_for("fjelldal"):
        demo.station()


def slot(browser: Browser) -> str:
    return str(browser.get(f"{API}/slots?visit_type=first_talk").get_json()["items"][0]["id"])


def form(browser: Browser, **more: Any) -> Any:
    told = {
        "slot": slot(browser), "idempotency_key": str(uuid4()), "for_whom": "other", "name": "Liv",
        "phone": "900 00 002", "other.name": "Kari", **more,
    }  # fmt: skip
    return browser.post("/time/velg", data=told)


def visit(house: House) -> tuple[Visit, list[str]]:
    """The only one there is, and the names of those who are told of it."""
    with house.work():
        found = db.session.scalars(booking.whole(select(Visit))).one()
        return found, [one.name for one in booking.people(found)]


def test_the_visit_is_the_mothers_and_the_page_says_so(house: House):
    liv = house.anonymous()
    page = liv.get(form(liv).location).text
    assert "Timen er bestilt" in page
    assert "Kari" in page
    found, told = visit(house)
    assert (found.person.name, found.helper and found.helper.name) == ("Kari", "Liv")
    assert told == ["Liv"]


@pytest.mark.parametrize(
    ("tell", "names"), [("", ["Kari", "Liv"]), ("person", ["Kari"]), ("helper", ["Liv"]), ("both", ["Kari", "Liv"])]
)
def test_both_are_told_unless_somebody_says_otherwise(house: House, tell: str, names: list[str]):
    form(house.anonymous(), **{"other.phone": "900 00 001", "tell": tell})
    assert visit(house)[1] == names


@pytest.mark.parametrize("tell", ["", "person", "both"])
def test_whoever_cannot_be_reached_is_not_the_only_one_told(house: House, tell: str):
    form(house.anonymous(), tell=tell)
    assert visit(house)[1] == ["Liv"]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"name": ""}, "f-name", "Skriv navnet ditt"),
        ({"other.name": ""}, "f-other-name", "Skriv navnet på den som skal komme."),
        ({"phone": "12"}, "f-phone", "Nummeret må ha åtte siffer."),
        ({"email": "x"}, "f-email", "Adressen må se slik ut"),
        ({"other.phone": "12"}, "f-other-phone", "Nummeret må ha åtte siffer."),
        ({"other.email": "x"}, "f-other-email", "Adressen må se slik ut"),
        ({"phone": ""}, "f-phone", "Vi trenger telefon eller e-post"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_where_it_is(house: House, wrong: dict[str, str], field: str, words: str):
    answer = form(house.anonymous(), **wrong)
    assert answer.status_code == 422
    error = answer.text.split(f'id="{field}-error">')[1].split("</p>")[0]
    assert words in error
    assert house.count(Visit) == 0


def test_everything_missing_is_said_at_once_and_nothing_typed_is_lost(house: House):
    answer = form(house.anonymous(), **{"name": "", "other.name": "", "about": "Ring på to ganger"})
    assert 'id="f-name-error"' in answer.text
    assert 'id="f-other-name-error"' in answer.text
    assert "Ring på to ganger" in answer.text


def test_what_was_written_of_another_counts_for_nothing_when_it_is_for_oneself(house: House):
    kari = house.anonymous()
    answer = form(kari, for_whom="self", name="Kari", **{"other.name": "Per", "other.phone": "tull"})
    assert answer.status_code == 303
    found, told = visit(house)
    assert (found.person.name, found.helper, told) == ("Kari", None, ["Kari"])


def test_a_program_says_both_by_their_own_names(house: House):
    liv = house.anonymous()
    helper = {"name": "Liv", "email": "liv@post.example"}
    told = {"slot": slot(liv), "for_whom": "other", "name": "Kari", "helper": helper}
    assert liv.command(f"{API}/bookings", told).status_code == 201
    assert visit(house)[1] == ["Liv"]
    without = liv.command(f"{API}/bookings", {"slot": slot(liv), "for_whom": "other", "helper": {"phone": "1"}})
    assert {"name", "helper.name", "helper.phone"} <= without.get_json()["errors"].keys()


def test_whoever_is_signed_in_is_not_asked_for_what_we_know(house: House):
    kari = house.signed_in("citizen")
    page = kari.get(f"/time/velg?slot={slot(kari)}").text
    name = page.split('id="f-name" name="name" value="')[1].split('"')[0]
    assert name
    form(kari, for_whom="self", name=name, phone="900 00 001")
    mine = kari.get("/min-side").text
    assert "Mine timer" in mine
    assert visit(house)[0].reference in mine
    assert visit(house)[0].reference in kari.get("/min-side/avtaler").text


def test_nobody_elses_visits_stand_on_my_page(house: House):
    kari = house.signed_in("citizen")
    form(house.anonymous(), for_whom="self", name="Per")
    assert visit(house)[0].reference not in kari.get("/min-side").text
    assert "Du har ingen timer." in kari.get("/min-side/avtaler").text
    by_code = house.by_code("+4790000002")
    page = by_code.get("/min-side/avtaler").text
    assert visit(house)[0].reference in page
    assert "Første samtale" not in page


def test_a_cancelled_visit_is_among_the_earlier_ones(house: House):
    kari = house.signed_in("citizen")
    form(kari, for_whom="self", name="Kari")
    found = visit(house)[0]
    kari.call("DELETE", f"{API}/bookings/{found.reference}")
    page = kari.get("/min-side/avtaler").text
    assert "Tidligere timer" in page
    assert "Avbestilt" in page


def test_only_staff_tie_a_visit_to_a_case(house: House):
    kari = house.anonymous()
    told = {"slot": slot(kari), "name": "Kari", "phone": "900 00 001", "case_id": str(uuid4())}
    assert kari.command(f"{API}/bookings", told).status_code == 201
    assert visit(house)[0].case_id is None
