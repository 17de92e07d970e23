"""A time is kept while somebody fills in the form; it is nobody else's meanwhile, and nobody's for long."""

from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from flask import Flask

from backend import demo
from backend.core.clock import now, today
from backend.core.db import transaction
from backend.health_station import visit_types
from backend.health_station.models import Visit
from backend.health_station.service import groups, plans
from backend.identity.actor import Actor
from backend.municipality.service import working_for
from backend.places.models import Claim, ClaimedSeat
from tests.people import Browser, House, every_municipality_of

API = "/api/v1/health-station"


@pytest.fixture(autouse=True)
def station(app: Flask) -> None:
    with app.app_context(), working_for("fjelldal"):
        demo.station()


def free(browser: Browser, visit_type: str = "first_talk") -> list[dict[str, Any]]:
    return list(browser.get(f"{API}/slots?visit_type={visit_type}").get_json()["items"])


def alone(house: House) -> dict[str, Any]:
    """A time that only one nurse has: Anne's Monday."""
    return next(one for one in free(house.anonymous()) if datetime.fromisoformat(one["start"]).weekday() == 0)


def chosen(browser: Browser, slot: dict[str, Any], **more: Any) -> Any:
    """Somebody presses a time."""
    sent = {"slot": slot["id"], "together": "1", "whose": "", "idempotency_key": str(uuid4()), **more}
    return browser.post("/time/hold", data=sent)


def hold_in(answer: Any) -> str:
    return parse_qs(urlsplit(answer.location).query)["hold"][0]


def written(slot: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"slot": slot["id"], "name": "Kari", "phone": "900 00 001", "idempotency_key": str(uuid4()), **more}


def run_out(house: House) -> None:
    """As if ten minutes had passed."""
    with every_municipality_of(house.app), transaction() as session:
        for claim in session.query(Claim):
            if claim.until:
                claim.until = now() - timedelta(seconds=1)


def test_a_time_that_is_pressed_is_held_and_the_form_says_until_when(house: House):
    kari = house.anonymous()
    slot = free(kari)[0]
    answer = chosen(kari, slot)
    assert answer.status_code == 303
    page = kari.get(answer.location).text
    assert "Vi holder tida til klokka" in page
    assert 'data-hold="5' in page
    done = kari.post("/time/velg", data=written(slot, hold=hold_in(answer)))
    assert "Timen din er bestilt" in kari.get(done.location).text
    assert house.count(Claim) == 1


def test_meanwhile_it_is_nobody_elses(house: House):
    kari, per = house.anonymous(), house.anonymous()
    slot = alone(house)
    hold = hold_in(chosen(kari, slot))
    assert slot["id"] not in per.get("/time/velg?type=first_talk").text
    late = chosen(per, slot)
    assert late.status_code == 409
    assert "Den tida er ikke ledig lenger" in late.text
    assert per.post("/time/velg", data=written(slot, name="Per")).status_code == 409
    assert kari.post("/time/velg", data=written(slot, hold=hold)).status_code == 303
    assert house.count(Visit) == 1


def test_two_quick_presses_hold_it_once(house: House):
    kari = house.anonymous()
    slot, key = alone(house), str(uuid4())
    first, second = (chosen(kari, slot, idempotency_key=key) for _ in range(2))
    assert first.location == second.location
    assert house.count(Claim) == 1


def test_when_the_hold_has_run_out_the_page_says_so_and_the_form_books_all_the_same(house: House):
    kari = house.anonymous()
    slot = free(kari)[0]
    answer = chosen(kari, slot)
    run_out(house)
    assert "Vi holder ikke tida lenger" in kari.get(answer.location).text
    assert kari.post("/time/velg", data=written(slot, hold=hold_in(answer))).status_code == 303
    assert house.count(Visit) == 1


def test_when_another_took_it_meanwhile_there_are_choices_and_all_that_was_written_is_kept(house: House):
    kari, per = house.anonymous(), house.anonymous()
    slot = alone(house)
    hold = hold_in(chosen(kari, slot))
    run_out(house)
    assert per.post("/time/velg", data=written(slot, name="Per")).status_code == 303
    told = {"for_whom": "other", "other.name": "Mor Åse", "other.phone": "900 00 002", "about": "Ring på to ganger"}
    late = kari.post("/time/velg", data=written(slot, hold=hold, **told, **{"needs[]": ["hearing", "transport"]}))
    assert late.status_code == 409
    page = unescape(late.text)
    for name, value in {**told, "name": "Kari", "needs[]": "transport"}.items():
        assert f'name="{name}" value="{value}"' in page
    assert page.count('name="slot" value="') == 5


def test_choosing_another_time_lets_the_first_one_go(house: House):
    kari = house.anonymous()
    first, second = free(kari)[:2]
    hold = hold_in(chosen(kari, first))
    back = kari.get(f"/time/velg?type=first_talk&hold={hold}&held={first['id']}").text
    assert "Du er i gang med" in back
    assert f'name="instead" value="{hold}"' in back
    assert chosen(kari, second, instead=hold).status_code == 303
    assert [claim.until is not None for claim in house.rows(Claim)] == [True]
    assert first["id"] in [one["id"] for one in free(kari)]


def test_nobody_can_let_go_of_a_time_that_is_booked(house: House):
    kari = house.anonymous()
    first, second = free(kari)[:2]
    hold = hold_in(chosen(kari, first))
    kari.post("/time/velg", data=written(first, hold=hold))
    assert chosen(house.anonymous(), second, instead=hold).status_code == 303
    assert kari.post("/time/velg", data=written(second, hold=hold)).status_code == 409 or house.count(Visit) == 2
    assert house.rows(Visit)[0].claim_id is not None


def test_whoever_goes_back_to_the_form_after_booking_sees_the_visit(house: House):
    kari = house.anonymous()
    slot = free(kari)[0]
    answer = chosen(kari, slot)
    kari.post("/time/velg", data=written(slot, hold=hold_in(answer)))
    again = kari.get(answer.location)
    assert again.status_code == 303
    assert "Timen din er bestilt" in kari.get(again.location).text


def test_a_lost_answer_is_asked_for_again_and_is_the_same_visit(house: House):
    kari = house.anonymous()
    slot = free(kari)[0]
    sent = written(slot, hold=hold_in(chosen(kari, slot)))
    answers = [kari.post("/time/velg", data=sent) for _ in range(3)]
    assert len({answer.location for answer in answers}) == 1
    assert house.count(Visit) == 1


def test_two_tabs_hold_the_same_time_and_the_second_gets_choices(house: House):
    kari = house.anonymous()
    slot = alone(house)
    first = kari.command(f"{API}/holds", {"slot": slot["id"]})
    assert first.status_code == 201
    second = kari.command(f"{API}/holds", {"slot": slot["id"]})
    assert second.status_code == 409
    assert second.get_json()["choices"]
    told = {"slot": slot["id"], "name": "Kari", "phone": "900 00 001", "hold": first.get_json()["hold"]}
    assert kari.command(f"{API}/bookings", told).status_code == 201


@pytest.mark.parametrize("slot", ["", "x", "1-first_talk-station", "5998752-flying-station", "²-first_talk-station"])
def test_what_is_no_time_is_not_held(house: House, slot: str):
    assert house.anonymous().command(f"{API}/holds", {"slot": slot}).status_code in (404, 422)
    sent = {"slot": slot, "idempotency_key": str(uuid4())}
    assert house.anonymous().post("/time/hold", data=sent).status_code in (404, 409)
    assert house.count(ClaimedSeat) == 0


@pytest.mark.parametrize("hold", ["x", "6f1f0f6e-2f5c-4d0e-9d7c-0f6a1c2b3d4e", "å", "0"])
def test_a_hold_that_is_none_changes_nothing(house: House, hold: str):
    kari = house.anonymous()
    slot = free(kari)[0]
    assert kari.get("/time/velg", query_string={"slot": slot["id"], "hold": hold}).status_code == 200
    assert kari.post("/time/velg", data=written(slot, hold=hold)).status_code in (303, 422)


def test_whoever_wants_a_certain_nurse_or_comes_as_two_finds_the_times_for_that(house: House):
    kari = house.anonymous()
    page = kari.get("/time/velg?type=home_visit").text
    assert "Hvem som helst" in page
    assert "Vi kommer to" in page
    anne = page.split("Sykepleier Anne")[0].rsplit("whose=", 1)[1].split('"')[0].split("&")[0]
    with_anne = kari.get(f"/time/velg?type=home_visit&whose={anne}&together=2").text
    assert "120 minutter" in with_anne
    slot = {"id": with_anne.split('name="slot" value="')[1].split('"')[0]}
    answer = chosen(kari, slot, whose=anne, together="2")
    form = kari.get(answer.location).text
    assert "hos Sykepleier Anne" in form
    sent = written(slot, hold=hold_in(answer), whose=anne, together="2", with_name="Per")
    visit = kari.get(kari.post("/time/velg", data=sent).location).text
    assert "Du og Per" in visit
    assert house.rows(Visit)[0].minutes == 120


def test_what_makes_no_sense_in_the_address_is_left_aside(house: House):
    page = house.anonymous().get("/time/velg?type=first_talk&whose=x&together=900&place=moon&hold=x&held=x")
    assert page.status_code == 200
    assert "/time/velg?type=home_visit" in page.text


def test_what_staff_set_up_is_booked_by_staff(house: House):
    kari, slot = house.anonymous(), free(house.anonymous(), "follow_up")[0]
    assert kari.get("/time/velg?type=follow_up").status_code == 404
    assert kari.get(f"/time/velg?slot={slot['id']}").status_code == 404
    assert kari.command(f"{API}/holds", {"slot": slot["id"]}).status_code == 422
    assert kari.command(f"{API}/bookings", written(slot)).status_code == 422
    assert house.signed_in("frontdesk").command(f"{API}/bookings", written(slot)).status_code == 201


def test_a_group_says_how_many_places_are_left_until_there_are_none(house: House):
    with house.work(), transaction():
        leader = plans.resources("staff")[0]
        start = plans.at(today() + timedelta(days=8), "10:00")
        groups.set_up(visit_types.by_id("balance_group"), leader, start, "station", 3, Actor())
    kari = house.anonymous()
    slot = free(kari, "balance_group")[0]
    assert "3 ledige plasser" in kari.get("/time/velg?type=balance_group").text
    sent = written(slot, hold=hold_in(chosen(kari, slot, together="2")), together="2", with_name="Per")
    page = kari.get(kari.post("/time/velg", data=sent).location).text
    assert "Hvem som leder gruppa" in page
    assert "1 ledig plass" in kari.get("/time/velg?type=balance_group").text
    assert slot["id"] not in kari.get("/time/velg?type=balance_group&together=2").text
    kari.post("/time/velg", data=written(slot))
    assert "Det er ingen ledige tider nå" in kari.get("/time/velg?type=balance_group").text


def test_a_visit_is_not_moved_to_what_is_no_time_and_there_are_choices(house: House):
    kari = house.anonymous()
    mine = kari.command(f"{API}/bookings", written(free(kari)[0])).get_json()
    sent = {"token": mine["token"], "deed": "move", "slot": "1-first_talk-station"}
    answer = kari.post(f"/time/{mine['reference']}", data=sent)
    assert answer.status_code == 409
    assert "Velg en ny tid" in answer.text
    assert answer.text.count('name="slot" value="') > 5
    assert house.rows(Visit)[0].start.isoformat()[:16] == mine["start"][:16]
