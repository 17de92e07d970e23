"""Somebody books a visit, changes their mind, or is a moment too late; and nobody gets another's time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from icalendar import Calendar

from backend import demo
from backend.core.outbox import Outbox
from backend.health_station import telling
from backend.health_station.models import Visit
from backend.municipality.service import working_for
from backend.notifications.models import Message
from backend.places.models import ClaimedSeat
from tests.people import Browser, House

API = "/api/v1/health-station"


@pytest.fixture(autouse=True)
def station(app: Flask) -> None:
    """The demo's two nurses and two rooms."""
    with app.app_context(), working_for("fjelldal"):
        demo.station()


def free(browser: Browser, visit_type: str = "first_talk") -> list[dict[str, Any]]:
    return list(browser.get(f"{API}/slots?visit_type={visit_type}").get_json()["items"])


def told(slot: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"slot": slot["id"], "name": "Kari", "phone": "900 00 001", "channel": "sms", **more}


def booked(browser: Browser, slot: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = browser.command(f"{API}/bookings", told(slot, **more))
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def test_a_free_time_is_booked_and_is_then_nobody_elses(house: House):
    kari, per = house.anonymous(), house.anonymous()
    first = free(kari)[0]
    answer = booked(kari, first)
    assert answer["status"] == "confirmed"
    assert first["start"] not in [one["start"] for one in free(per)]
    late = per.command(f"{API}/bookings", told(first, name="Per"))
    assert late.status_code == 409
    assert late.get_json()["choices"]
    assert booked(per, late.get_json()["choices"][0], name="Per")["reference"] != answer["reference"]


def test_sent_twice_it_is_one_visit(house: House):
    key, slot = str(uuid4()), free(house.anonymous())[0]
    answers = [house.anonymous().command(f"{API}/bookings", told(slot), key).get_json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert house.count(Visit) == 1


def test_a_person_of_any_age_with_a_name_and_a_number_gets_a_time_by_the_plain_form(house: House):
    kari = house.anonymous()
    assert "Hva vil du snakke om?" in kari.get("/time").text
    page = kari.get("/time/velg?type=short_talk").text
    slot = free(kari, "short_talk")[0]
    assert slot["id"] in page
    sent = {**told(slot), "idempotency_key": str(uuid4())}
    answer = kari.post("/time/velg", data=sent)
    assert "Timen din er bestilt" in kari.get(answer.location).text


def test_without_a_name_the_form_says_so_and_keeps_the_time(house: House):
    slot = free(house.anonymous())[0]
    answer = house.anonymous().post("/time/velg", data={**told(slot), "name": "", "idempotency_key": str(uuid4())})
    assert answer.status_code == 422
    assert slot["id"] in answer.text
    assert house.count(Visit) == 0


def test_moving_is_one_step_and_a_taken_time_leaves_the_old_one(house: House):
    kari = house.anonymous()
    first, second, third = free(kari)[:3]
    mine = booked(kari, first)
    booked(house.anonymous(), second, name="Per")
    path = f"{API}/bookings/{mine['reference']}/move?token={mine['token']}"
    refused = kari.post(path, json={"slot": second["id"]})
    assert refused.status_code == 409
    assert refused.get_json()["choices"]
    assert house.rows(Visit, Visit.reference == mine["reference"])[0].start.isoformat()[:16] == first["start"][:16]
    moved = kari.post(path, json={"slot": third["id"]})
    assert moved.get_json()["start"][:16] == third["start"][:16]
    assert first["start"] in [one["start"] for one in free(kari)]


def test_a_cancelled_time_is_free_again_and_cannot_be_cancelled_twice(house: House):
    kari = house.anonymous()
    slot = free(kari)[0]
    mine = booked(kari, slot)
    path = f"{API}/bookings/{mine['reference']}?token={mine['token']}"
    assert kari.call("DELETE", path).get_json()["status"] == "cancelled"
    assert kari.call("DELETE", path).status_code == 409
    assert slot["start"] in [one["start"] for one in free(kari)]
    assert house.count(ClaimedSeat) == 0
    assert "Timen er avbestilt" in kari.get(mine["receipt"]).text


@pytest.mark.parametrize("path", ["", "/kalender.ics", "/flytt"])
def test_without_the_link_nobody_sees_a_visit(house: House, path: str):
    mine = booked(house.anonymous(), free(house.anonymous())[0])
    for token in ("", "x", "0" * 32, "å"):
        assert house.anonymous().get(f"/time/{mine['reference']}{path}?token={token}").status_code == 404
    assert house.anonymous("havnes").get(f"/time/{mine['reference']}{path}?token={mine['token']}").status_code == 404


@pytest.mark.parametrize(
    "slot",
    ["", "x", "1-first_talk-station", "99999999-first_talk-station", "5998752-first_talk-moon",
     "5998752-flying-station", "-first_talk-station", "²-first_talk-station", "5998752-first_talk", "x" * 200],
)  # fmt: skip
def test_a_time_that_is_no_time_is_refused_in_words(house: House, slot: str):
    answer = house.anonymous().command(f"{API}/bookings", {"slot": slot, "name": "Kari", "phone": "900 00 001"})
    assert answer.status_code in (404, 422)
    assert house.anonymous().get("/time/velg", query_string={"slot": slot}).status_code in (200, 404, 409)
    assert house.count(Visit) == 0


def test_the_night_and_the_weekend_are_not_at_work(house: House):
    slot = free(house.anonymous())[0]
    start = datetime.fromisoformat(slot["start"])
    for other in (start + timedelta(hours=12), start + timedelta(days=(5 - start.weekday()) % 7)):
        wanted = f"{int(other.timestamp()) // 300}-first_talk-station"
        assert house.anonymous().command(f"{API}/bookings", {**told(slot), "slot": wanted}).status_code == 422


def test_the_calendar_file_is_one_that_calendars_read(house: House):
    kari = house.anonymous()
    slots = free(kari)
    mine = booked(kari, slots[0], about="Jeg glemmer.")
    link = f"/time/{mine['reference']}/kalender.ics?token={mine['token']}"
    entry = Calendar.from_ical(kari.get(link).data).walk("VEVENT")[0]
    assert entry["dtstart"].dt == datetime.fromisoformat(slots[0]["start"])
    assert entry["dtstart"].params["TZID"] == "Europe/Oslo"
    assert (int(entry["sequence"]), entry["status"]) == (0, "CONFIRMED")
    kari.post(f"{API}/bookings/{mine['reference']}/move?token={mine['token']}", json={"slot": slots[3]["id"]})
    kari.call("DELETE", f"{API}/bookings/{mine['reference']}?token={mine['token']}")
    calendar = Calendar.from_ical(kari.get(link).data)
    last = calendar.walk("VEVENT")[0]
    assert (str(last["uid"]), int(last["sequence"]), last["status"]) == (str(entry["uid"]), 2, "CANCELLED")
    assert str(calendar["method"]) == "CANCEL"
    assert b"glemmer" not in kari.get(link).data


def work_off(house: House) -> None:
    """What the worker does with the news of visits."""
    with house.work():
        from backend.core.db import db, transaction

        for row in house.rows(Outbox, Outbox.topic.in_(telling.TEMPLATES), Outbox.done_at.is_(None)):
            with transaction():
                news = db.session.get_one(Outbox, row.id)
                telling.tell(news)
                news.done_at = news.due_at


def test_the_person_is_told_by_their_own_channel_and_the_station_by_mail(house: House):
    booked(house.anonymous(), free(house.anonymous())[0])
    work_off(house)
    told_to = {(message.template, message.channel) for message in house.rows(Message)}
    assert told_to == {("visit_booked", "sms"), ("unit_visit", "email")}


def test_each_reminder_waits_for_its_hour_and_a_cancelled_visit_has_none(house: House):
    kari = house.anonymous()
    mine = booked(kari, free(kari)[-1])
    work_off(house)
    reminders = house.rows(Outbox, Outbox.topic == "visit.reminder")
    assert len(reminders) == len(telling.BEFORE)
    kari.call("DELETE", f"{API}/bookings/{mine['reference']}?token={mine['token']}")
    work_off(house)
    before = house.count(Message, Message.template == "visit_reminder")
    with house.work():
        for row in reminders:
            telling.remind(row)
    assert house.count(Message, Message.template == "visit_reminder") == before == 0


def test_staff_see_the_day_and_mark_who_came(house: House):
    slot = free(house.anonymous())[0]
    booked(house.anonymous(), slot, needs=["interpreter"], about="Ring på to ganger.")
    desk = house.signed_in("frontdesk")
    page = desk.get(f"/ansatt/timebok?day={slot['start'][:10]}").text
    assert "Kari" in page
    assert "Tolk" in page
    assert "Ring på to ganger." in page
    visit = house.rows(Visit)[0]
    assert desk.post(f"/ansatt/timebok/{visit.id}", data={"deed": "arrived"}).status_code == 303
    assert house.rows(Visit)[0].state == "arrived"
    assert (
        house.signed_in("frontdesk", "havnes", "havnes")
        .get(f"/ansatt/timebok?day={slot['start'][:10]}")
        .text.count("Ring på to ganger.")
        == 0
    )


def test_a_specialist_of_another_unit_sees_no_time_book(house: House):
    slot = free(house.anonymous())[0]
    booked(house.anonymous(), slot, about="Ring på to ganger.")
    visit = house.rows(Visit)[0]
    other = house.signed_in("specialist")
    assert other.get(f"/ansatt/timebok?day={slot['start'][:10]}").status_code == 404
    assert other.get("/ansatt/timebok/ny").status_code == 404
    assert other.post(f"/ansatt/timebok/{visit.id}", data={"deed": "arrived"}).status_code == 404
    assert house.rows(Visit)[0].state == "booked"


def test_the_desk_books_for_somebody_who_calls(house: House):
    desk = house.signed_in("frontdesk")
    slot = free(house.anonymous(), "falls")[0]
    assert slot["id"] in desk.get("/ansatt/timebok/ny?type=falls").text
    sent = {**told(slot), "type": "falls", "idempotency_key": str(uuid4())}
    assert desk.post("/ansatt/timebok/ny", data=sent).status_code == 303
    visit = house.rows(Visit)[0]
    assert (visit.channel, visit.booked_by is not None) == ("phone", True)


def test_a_municipality_without_a_station_says_so(house: House, monkeypatch: pytest.MonkeyPatch):
    assert house.anonymous("havnes").get("/time").status_code == 200
    assert house.anonymous().get(f"{API}/slots?visit_type=flying").status_code == 404


def test_when_forty_want_the_same_ten_times_ten_come(house: House):
    slots = free(house.anonymous())[:10]

    def one(number: int) -> int:
        sent = told(slots[number % 10], name=f"Nummer {number}")
        answer = house.anonymous().command(f"{API}/bookings", sent)
        return int(answer.status_code)

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(one, range(40)))
    assert set(answers) <= {201, 409}
    taken = [(visit.start, visit.resource_id) for visit in house.rows(Visit)]
    assert len(taken) == len(set(taken)) == answers.count(201)


def test_whoever_is_forgotten_gives_the_time_to_another(house: House):
    kari = house.signed_in("citizen")
    slot = free(kari)[0]
    booked(kari, slot, about="Mitt")
    assert "Mitt" in kari.get("/api/v1/me/export").text
    assert [one["visit_type"] for one in kari.get("/api/v1/me/bookings").get_json()["items"]] == ["first_talk"]
    kari.call("DELETE", "/api/v1/me")
    assert [(visit.state, visit.about) for visit in house.rows(Visit)] == [("cancelled", "")]
