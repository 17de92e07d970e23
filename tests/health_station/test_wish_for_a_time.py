"""Somebody wishes for a time: where there is no coverage, where the book lies elsewhere, or because it is easier."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from backend import demo
from backend.desk.models import Case
from backend.health_station import visit_types
from backend.health_station.models import StationResource, VisitRequest, VisitWish
from backend.health_station.service import finding
from backend.municipality.service import working_for
from tests.people import House

API = "/api/v1/health-station/requests"
TOLD = {
    "type": "first_talk", "when": "morning", "about": "Ikke torsdager.", "name": "Kari", "phone": "900 00 001",
    "channel": "call",
}  # fmt: skip


@pytest.fixture(autouse=True)
def station(app: Flask) -> None:
    """The demo's two nurses and two rooms."""
    with app.app_context(), working_for("fjelldal"):
        demo.station()


def wished(house: House, municipality: str = "fjelldal", **more: Any) -> str:
    answer = house.anonymous(municipality).command(API, {**TOLD, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["reference"])


def test_the_plain_form_leads_to_a_receipt_that_says_we_call_and_where_one_can_change_ones_mind(house: House):
    visitor = house.anonymous()
    page = visitor.get("/time/onske?type=falls").text
    assert 'value="falls" checked' in page
    answer = visitor.post("/time/onske", data={**TOLD, "idempotency_key": str(uuid4())})
    receipt = visitor.get(answer.location)
    assert "Vi ringer deg, og så finner vi en tid sammen." in receipt.text
    path, _, token = answer.location.partition("?token=")
    withdrawn = visitor.post(path, data={"token": token, "deed": "withdraw"}, follow_redirects=True)
    assert "Du har trukket ønsket tilbake" in withdrawn.text
    back = visitor.post(path, data={"token": token, "deed": "undo"}, follow_redirects=True)
    assert "Skriv mer til oss" in back.text
    assert visitor.get(path).status_code == 404


def test_whoever_has_no_phone_is_written_to(house: House):
    told = {"name": "Kari", "email": "kari@eksempel.example", "idempotency_key": str(uuid4())}
    answer = house.anonymous().post("/time/onske", data=told, follow_redirects=True)
    assert "Vi skriver til deg" in answer.text


def test_sent_twice_by_a_phone_that_lost_the_answer_it_is_one_wish(house: House):
    key = str(uuid4())
    first, second = (house.anonymous().command(API, TOLD, key) for _ in range(2))
    assert first.get_json() == second.get_json()
    assert first.get_json()["reference"].startswith("S-")
    assert house.count(Case) == house.count(VisitRequest) == 1


def test_the_station_reads_the_wish_and_is_one_press_from_booking_the_time(house: House):
    reference = wished(house)
    case = house.case(reference)
    assert case.unit == "helsestasjon"
    page = house.signed_in("frontdesk").get(f"/ansatt/saker/{reference}").text
    assert "Ikke torsdager." in page
    way = f"/ansatt/timebok/ny?case={case.id}&amp;type=first_talk"
    assert page.count(f"/ansatt/timebok/ny?case={case.id}") == page.count(way) == 1
    form = house.signed_in("frontdesk").get(way.replace("&amp;", "&")).text
    assert 'value="Kari"' in form
    assert str(case.id) in form


def test_when_the_desk_has_called_the_receipt_says_so(house: House):
    answer = house.anonymous().command(API, TOLD).get_json()
    assert house.signed_in("frontdesk").do(answer["reference"], "move", to="done").status_code == 303
    receipt = house.anonymous().get(answer["receipt"]).text
    assert "Vi har snakket sammen" in receipt
    assert "Skriv mer til oss" not in receipt


def test_the_desk_registers_a_wish_for_a_caller(house: House):
    desk = house.signed_in("frontdesk")
    assert "Passer best" in desk.get("/ansatt/registrer?kind=visit_request").text
    told = {**TOLD, "type": "home_visit", "place": "home"}
    answer = desk.command("/api/v1/desk/cases", {"kind": "visit_request", "told": told})
    assert answer.status_code == 201, answer.text
    assert (house.rows(Case)[0].kind, house.rows(Case)[0].channel) == ("visit_request", "phone")
    assert [(one.type, one.place) for one in house.rows(VisitRequest)] == [("home_visit", "home")]


def test_without_a_name_or_a_way_to_answer_the_form_says_so_and_keeps_the_rest(house: House):
    told = {"type": "falls", "about": "Ikke torsdager.", "idempotency_key": str(uuid4())}
    answer = house.anonymous().post("/time/onske", data=told)
    assert answer.status_code == 422
    assert "Skriv navnet ditt" in answer.text
    assert "Ikke torsdager." in answer.text
    assert 'value="falls" checked' in answer.text
    assert house.count(Case) == 0


@pytest.mark.parametrize("wrong", [{"when": "midnight"}, {"about": "a" * 1001}, {"type": "a" * 31}, {"name": ""}])
def test_what_makes_no_sense_is_refused_at_the_door(house: House, wrong: dict[str, str]):
    assert house.anonymous().command(API, {**TOLD, **wrong}).status_code == 422
    assert house.count(VisitRequest) == 0


@pytest.mark.parametrize("kind", ["unknown", "flying", ""])
def test_a_kind_of_visit_we_do_not_know_is_no_hindrance(house: House, kind: str):
    wished(house, type=kind, place="moon")
    assert [(one.type, one.place) for one in house.rows(VisitRequest)] == [("", "")]


def test_what_one_wished_is_in_ones_own_export_and_gone_when_forgotten(house: House):
    kari = house.signed_in("citizen")
    kari.command(API, TOLD)
    assert "Ikke torsdager." in kari.get("/api/v1/me/export").text
    assert kari.call("DELETE", "/api/v1/me").status_code < 300
    assert [(one.type, one.about) for one in house.rows(VisitRequest)] == [("", "")]


def test_beside_the_free_times_stands_the_wish(house: House):
    page = house.anonymous().get("/time").text
    assert 'href="/time/onske"' in page
    assert 'href="/time/velg?type=falls"' in page
    assert house.anonymous().get("/time/velg?type=falls").status_code == 200


def test_where_the_book_lies_elsewhere_every_way_leads_to_the_wish(house: House):
    visitor = house.anonymous("havnes")
    page = visitor.get("/time").text
    assert 'href="/time/onske?type=falls"' in page
    assert "/time/velg" not in page
    for path in ("/time/velg?type=falls", "/time/venteliste?type=falls"):
        answer = visitor.get(path)
        assert (answer.status_code, answer.location) == (302, "/time/onske?type=falls"), path
    assert visitor.get("/nn/time/velg?slot=1-falls-station").location == "/nn/time/onske"
    assert visitor.post("/time/hold", data={"type": "falls"}).location == "/time/onske?type=falls"
    reference = wished(house, "havnes")
    page = house.signed_in("frontdesk", "havnes", "havnes").get(f"/ansatt/saker/{reference}").text
    assert "Ikke torsdager." in page
    assert "/ansatt/timebok" not in page


def test_where_the_book_lies_elsewhere_no_time_is_offered_held_booked_or_waited_for(house: House, app: Flask):
    """Not even where somebody has left a nurse in the old book."""
    with app.app_context(), working_for("havnes"):
        demo.station()
    assert house.count(StationResource, StationResource.municipality_id == "havnes") > 0
    slot = house.anonymous().get("/api/v1/health-station/slots?visit_type=falls").get_json()["items"][0]
    visitor = house.anonymous("havnes")
    assert visitor.get("/api/v1/health-station/slots?visit_type=falls").get_json()["items"] == []
    told = {"slot": slot["id"], "name": "Kari", "phone": "900 00 001"}
    assert visitor.command("/api/v1/health-station/bookings", told).status_code == 422
    assert visitor.command("/api/v1/health-station/holds", {"slot": slot["id"]}).status_code == 422
    wish = {"visit_type": "falls", "name": "Kari", "phone": "900 00 001"}
    assert visitor.command("/api/v1/health-station/waiting-list", wish).status_code == 404
    assert house.count(VisitWish) == 0


def test_where_the_book_lies_elsewhere_staff_are_led_to_no_time_book(house: House):
    desk = house.signed_in("frontdesk", "havnes", "havnes")
    assert "/ansatt/timebok" not in desk.get("/ansatt/innboks").text
    assert desk.get("/ansatt/timebok/ny").status_code == 404
    with house.work("havnes"):
        assert visit_types.for_staff() == []
        with pytest.raises(finding.NoSuchSlot):
            finding.slot_of("5998752-falls-station")
