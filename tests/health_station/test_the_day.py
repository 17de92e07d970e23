"""The staff's day: who comes, who waits, who is booked for by phone, and what becomes of what was noted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from backend import demo
from backend.core.audit import AuditEntry
from backend.core.clock import local, now
from backend.core.outbox import Outbox
from backend.health_station.models import StationResource, Visit
from backend.health_station.service import journal
from backend.identity.models import Person
from backend.municipality.service import working_for
from backend.places.models import ClaimedSeat
from tests.people import Browser, House

API = "/api/v1/health-station"
BOOK = "/ansatt/timebok/ny"


@pytest.fixture(autouse=True)
def station(app: Flask) -> None:
    """The demo's two nurses and two rooms."""
    with app.app_context(), working_for("fjelldal"):
        demo.station()


def free(browser: Browser, visit_type: str = "short_talk") -> list[dict[str, Any]]:
    return list(browser.get(f"{API}/slots?visit_type={visit_type}").get_json()["items"])


def booked(house: House, slot: dict[str, Any] | None = None, **more: Any) -> Visit:
    told = {"slot": (slot or free(house.anonymous())[0])["id"], "name": "Kari", "phone": "900 00 001", **more}
    answer = house.anonymous().command(f"{API}/bookings", told)
    assert answer.status_code == 201, answer.text
    return house.rows(Visit, Visit.reference == answer.get_json()["reference"])[0]


def changed(house: House, visit: Visit, **values: Any) -> None:
    """As if time had passed."""
    from backend.core.db import db, transaction

    with house.work(), transaction():
        found = db.session.get_one(Visit, visit.id)
        for name, value in values.items():
            setattr(found, name, value)


def again(house: House, visit: Visit) -> Visit:
    return house.rows(Visit, Visit.id == visit.id)[0]


def nurse(house: House, name: str = "Sykepleier Anne") -> StationResource:
    return house.rows(StationResource, StationResource.name == name)[0]


def do(desk: Browser, visit: Visit, deed: str, **more: Any) -> int:
    return int(desk.post(f"/ansatt/timebok/{visit.id}", data={"deed": deed, **more}).status_code)


def test_the_visits_page_tells_staff_all_they_need_and_the_look_is_written_down(house: House):
    visit = booked(house, needs=["hearing"], about="Ring på to ganger.", for_whom="other",
                   helper={"name": "Lise", "phone": "911 11 111"})  # fmt: skip
    changed(house, visit, answers={"harder": ["stairs"], "memory": "a_little", "hopes": "Gå på tur."})
    page = house.signed_in("frontdesk").get(f"/ansatt/timebok/{visit.id}").text
    for words in ("Kari", "Lise", "Hører dårlig", "Ring på to ganger.", "Gå i trapp", "Ja, litt", "Gå på tur.",
                  "Bare for helsestasjonen", "Bestilt"):  # fmt: skip
        assert words in page
    assert house.count(AuditEntry, AuditEntry.what == "visit.read", AuditEntry.person_id == visit.person_id) == 1


def test_what_was_answered_stands_on_no_day_week_or_list(house: House):
    visit = booked(house)
    changed(house, visit, answers={"memory": "a_lot", "hopes": "Hemmelig håp."}, state="done",
            start=now() - timedelta(days=1))  # fmt: skip
    desk, day = house.signed_in("frontdesk"), local(again(house, visit).start).date().isoformat()
    for path in (f"/ansatt/timebok?day={day}", f"/ansatt/timebok/uke?day={day}", "/ansatt/timebok/journal",
                 "/ansatt/timebok/tall"):  # fmt: skip
        page = desk.get(path)
        assert page.status_code == 200
        assert "Hemmelig håp." not in page.text


def test_whoever_comes_without_a_time_waits_and_is_called_in_and_nobody_is_told(house: House):
    desk, ola = house.signed_in("frontdesk"), nurse(house, "Fysioterapeut Ola")
    told = {"name": "Torstein", "type": "short_talk", "whose": str(ola.id)}
    assert desk.post("/ansatt/timebok", data=told).status_code == 303
    visit = house.rows(Visit)[0]
    assert (visit.state, visit.channel, visit.claim_id) == ("waiting", "desk", None)
    assert "Venter nå" in desk.get("/ansatt/timebok").text
    assert do(desk, visit, "arrived", back="day") == 303
    assert do(desk, visit, "done") == 303
    assert again(house, visit).state == "done"
    assert "Venter nå" not in desk.get("/ansatt/timebok").text
    assert house.count(Outbox, Outbox.topic.like("visit.%")) == 0


def test_whoever_got_tired_of_waiting_is_written_down_as_gone_without_a_message(house: House):
    desk = house.signed_in("frontdesk")
    desk.post("/ansatt/timebok", data={"name": "Torstein", "type": "short_talk", "whose": str(nurse(house).id)})
    visit = house.rows(Visit)[0]
    assert do(desk, visit, "gone") == 303
    assert again(house, visit).state == "cancelled"
    assert do(desk, visit, "arrived") == 409
    assert house.count(Outbox, Outbox.topic.like("visit.%")) == 0


def test_without_a_name_nobody_is_put_in_the_queue_and_the_form_says_why(house: House):
    answer = house.signed_in("frontdesk").post(
        "/ansatt/timebok", data={"name": "", "type": "short_talk", "whose": "x"}
    )
    assert answer.status_code == 422
    assert house.count(Visit) == 0


def test_two_who_mark_the_same_visit_at_once_are_both_right_or_refused(house: House):
    visit = booked(house)
    desks = [house.signed_in("frontdesk") for _ in range(6)]
    with ThreadPoolExecutor(6) as crowd:
        answers = list(crowd.map(lambda n: do(desks[n], visit, "arrived" if n % 2 else "cancel"), range(6)))
    assert set(answers) <= {303, 409}
    assert again(house, visit).state in ("arrived", "cancelled")
    stands = house.count(ClaimedSeat) > 0
    assert stands == (again(house, visit).state == "arrived")


def test_a_mark_that_was_pressed_by_mistake_is_taken_back(house: House):
    visit, desk = booked(house), house.signed_in("frontdesk")
    do(desk, visit, "arrived")
    do(desk, visit, "undo")
    assert again(house, visit).state == "booked"


@pytest.mark.parametrize("deed", ["", "booked", "waiting", "no_show", "gone", "journaled", "x" * 200])
def test_what_can_not_be_true_of_a_visit_to_come_is_refused(house: House, deed: str):
    visit = booked(house)
    assert do(house.signed_in("frontdesk"), visit, deed) in (303, 422)
    assert again(house, visit).state == "booked"
    assert again(house, visit).journaled_at is None


def test_staff_move_a_visit_in_one_step_and_a_taken_time_leaves_the_old_one(house: House):
    slots, desk = free(house.anonymous()), house.signed_in("frontdesk")
    visit = booked(house, slots[0])
    while len([one for one in house.rows(Visit) if one.start == datetime.fromisoformat(slots[2]["start"])]) == 0:
        booked(house, slots[2], name="Per")
    assert do(desk, visit, "move", slot=slots[4]["id"]) == 303
    assert again(house, visit).start == datetime.fromisoformat(slots[4]["start"])
    assert slots[0]["start"] in [one["start"] for one in free(house.anonymous())]


def form(slot: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"slot": slot["id"], "name": "Per", "phone": "900 00 002", "channel": "sms", "idempotency_key": str(uuid4()),
            **more}  # fmt: skip


def test_a_follow_up_is_for_the_same_person_with_the_same_nurse(house: House):
    before, desk = booked(house), house.signed_in("frontdesk")
    page = desk.get(f"{BOOK}?from={before.id}").text
    assert 'value="Kari"' in page
    assert 'value="follow_up" selected' in page
    assert f'name="whose" value="{before.resource_id}"' in page
    slot = free(house.anonymous(), "follow_up")[0]
    answer = desk.post(BOOK, data=form(slot, follows=str(before.id), whose=str(before.resource_id), name="Kari"))
    assert answer.status_code == 303
    after = house.rows(Visit, Visit.id != before.id)[0]
    assert (after.person_id, after.type) == (before.person_id, "follow_up")
    assert after.resource_id == before.resource_id


def test_nobody_but_staff_can_book_in_anothers_name(house: House):
    before, slot = booked(house), free(house.anonymous())[1]
    told = {"slot": slot["id"], "name": "Uvedkommende", "phone": "900 00 009", "follows": str(before.id),
            "case_id": str(uuid4())}  # fmt: skip
    assert house.signed_in("citizen").command(f"{API}/bookings", told).status_code == 201
    other = house.rows(Visit, Visit.id != before.id)[0]
    assert (other.person_id != before.person_id, other.case_id) == (True, None)


def test_a_case_books_a_visit_and_shows_it(house: House):
    case = house.case(house.anonymous().accepted()["reference"])
    desk = house.signed_in("frontdesk")
    assert f"{BOOK}?case={case.id}" in desk.get(f"/ansatt/saker/{case.reference}").text
    assert desk.get(f"{BOOK}?case={case.id}").status_code == 200
    slot = free(house.anonymous())[0]
    assert desk.post(BOOK, data=form(slot, case_id=str(case.id))).status_code == 303
    visit = house.rows(Visit)[0]
    assert (visit.case_id, visit.person_id) == (case.id, case.person_id)
    assert str(visit.id) in desk.get(f"/ansatt/saker/{case.reference}").text
    assert case.reference in desk.get(f"/ansatt/timebok/{visit.id}").text


def test_a_case_nobody_knows_books_nothing(house: House):
    desk, slot = house.signed_in("frontdesk"), free(house.anonymous())[0]
    assert desk.get(f"{BOOK}?case={uuid4()}").status_code == 404
    assert desk.get(f"{BOOK}?from={uuid4()}").status_code == 404
    assert desk.post(BOOK, data=form(slot, case_id=str(uuid4()))).status_code == 404
    assert house.count(Visit) == house.count(ClaimedSeat) == 0


def test_a_visit_opens_a_case_with_the_name_filled_in_and_no_name_in_the_address(house: House):
    visit, desk = booked(house), house.signed_in("frontdesk")
    answer = desk.post(f"/ansatt/timebok/{visit.id}", data={"deed": "open_case"})
    assert answer.status_code == 303
    assert "Kari" not in answer.location
    assert 'value="Kari"' in desk.get(answer.location).text


def squeezed(house: House, **more: Any) -> Any:
    """Beside a visit that is there already."""
    visit = booked(house)
    wall = local(visit.start)
    told = {
        "idempotency_key": str(uuid4()), "type": "short_talk", "place": "station", "whose": str(visit.resource_id),
        "day": wall.date().isoformat(), "clock": f"{wall:%H:%M}", "because": "Kom langveis fra.", "name": "Per",
        "phone": "900 00 002", **more,
    }  # fmt: skip
    return house.signed_in("frontdesk").post("/ansatt/timebok/klem-inn", data=told)


def test_one_more_is_squeezed_in_with_a_reason_and_is_marked(house: House):
    answer = squeezed(house)
    assert answer.status_code == 303, answer.text
    first, extra = sorted(house.rows(Visit), key=lambda one: one.overbooked_because)
    assert (extra.start, extra.resource_id) == (first.start, first.resource_id)
    assert extra.overbooked_because == "Kom langveis fra."
    assert "Ekstra" in house.signed_in("frontdesk").get(answer.location).text
    assert house.count(AuditEntry, AuditEntry.what == "visit.overbooked") == 1


@pytest.mark.parametrize("wrong", [{"because": ""}, {"because": "x"}, {"clock": "03:00"}, {"clock": "10:03"},
                                   {"clock": "99:99"}, {"day": "2020-01-01"}, {"place": "moon"}, {"name": ""},
                                   {"whose": ""}, {"because": "x" * 301}])  # fmt: skip
def test_an_extra_without_a_reason_or_outside_working_hours_is_refused(house: House, wrong: dict[str, str]):
    assert squeezed(house, **wrong).status_code == 422
    assert house.count(Visit) == 1


def test_nobody_is_squeezed_in_by_the_ordinary_way(house: House):
    slot = free(house.anonymous())[0]
    answers = [house.anonymous().command(f"{API}/bookings", {"slot": slot["id"], "name": "Kari", "phone": "900 00 001",
               "overbook": True, "overbooked_because": "Fordi"}).status_code for _ in range(4)]  # fmt: skip
    assert set(answers) == {201, 409}
    assert not [one for one in house.rows(Visit) if one.overbooked_because]


def test_the_tick_is_a_task_until_it_is_made_and_then_the_notes_are_forgotten(house: House):
    visit, desk = booked(house, about="Ring på to ganger.", needs=["hearing"]), house.signed_in("frontdesk")
    changed(house, visit, state="done", start=now() - timedelta(days=2), answers={"hopes": "Gå på tur."})
    assert "Ikke ført i journal (1)" in desk.get("/ansatt/timebok").text
    assert "Kari" in desk.get("/ansatt/timebok/journal").text
    assert do(desk, visit, "journaled", back="journal") == 303
    ticked = again(house, visit)
    assert ticked.journaled_by is not None
    assert "Ikke ført i journal (" not in desk.get("/ansatt/timebok").text
    with house.app.app_context():
        assert journal.forget_notes({"fjelldal": 30}) == 0
    changed(house, visit, journaled_at=now() - timedelta(days=31))
    with house.app.app_context():
        assert journal.forget_notes({"fjelldal": 30, "havnes": 14}) == 1
        assert journal.forget_notes({"fjelldal": 30}) == 0
    empty = again(house, visit)
    assert (empty.about, empty.answers, empty.needs, empty.with_name) == ("", {}, [], "")
    assert house.count(AuditEntry, AuditEntry.what == "visit.notes_forgotten") == 1


def test_what_was_noted_before_a_visit_not_ticked_is_kept(house: House):
    visit = booked(house, about="Ring på to ganger.")
    changed(house, visit, state="done", start=now() - timedelta(days=400))
    with house.app.app_context():
        assert journal.forget_notes({"fjelldal": 30}) == 0
    assert again(house, visit).about == "Ring på to ganger."


PAGES = ("", "/uke", "/journal", "/tall", "/ny", "/{visit}", "/{visit}/flytt", "/syk?whose={nurse}")


@pytest.mark.parametrize("path", PAGES)
def test_specialists_elsewhere_know_no_time_book_and_another_municipality_sees_nothing(house: House, path: str):
    visit = booked(house)
    path = "/ansatt/timebok" + path.format(visit=visit.id, nurse=visit.resource_id)
    assert house.signed_in("frontdesk").get(path).status_code == 200
    assert house.signed_in("specialist").get(path).status_code == 404
    elsewhere = house.signed_in("frontdesk", "havnes", "havnes").get(path)
    assert elsewhere.status_code in (200, 404)
    assert "Kari" not in elsewhere.text


@pytest.mark.parametrize("path", ["?day=x", "?day=0001-01-01", "?whose=x", "/uke?day=9999-12-31",
                                  "/tall?month=2026-13", "/tall?month=9999-12", "/syk", "/syk?whose=x", "/ny?from=x",
                                  "/ny?case=x"])  # fmt: skip
def test_an_odd_address_is_refused_and_not_a_fault(house: House, path: str):
    assert house.signed_in("frontdesk").get(f"/ansatt/timebok{path}").status_code in (400, 404)


def test_the_week_shows_each_visit_on_its_day(house: House):
    visit = booked(house)
    page = house.signed_in("frontdesk").get(f"/ansatt/timebok/uke?day={local(visit.start).date()}").text
    assert f"/ansatt/timebok/{visit.id}" in page
    assert "1 bestilt" in page


def test_a_helper_books_by_phone_for_another(house: House):
    desk, slot = house.signed_in("frontdesk"), free(house.anonymous())[0]
    told = {**form(slot), "phone": "", "for_whom": "other", "helper.name": "Lise", "helper.phone": "911 11 111",
            "tell": "helper"}  # fmt: skip
    assert desk.post(BOOK, data=told).status_code == 303
    visit = house.rows(Visit)[0]
    names = {one.id: one.name for one in house.rows(Person)}
    assert (names[visit.person_id], names[visit.helper_id], visit.tell) == ("Per", "Lise", "helper")


def test_the_person_reads_in_their_own_log_who_looked_at_which_visit(house: House):
    kari = house.signed_in("citizen")
    answer = kari.command(f"{API}/bookings", {"slot": free(kari)[0]["id"], "name": "Kari", "phone": "900 00 001"})
    visit = house.rows(Visit)[0]
    house.signed_in("frontdesk").get(f"/ansatt/timebok/{visit.id}")
    log = kari.get("/min-side/logg").text
    assert "så på timen din" in log
    assert answer.get_json()["reference"] in log
