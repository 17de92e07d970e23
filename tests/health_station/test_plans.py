"""Staff say who is there when; what is free follows, and nothing that is booked is moved by itself."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from backend import demo
from backend.core.clock import OSLO, add_working_days, now, today
from backend.core.db import db, transaction
from backend.core.outbox import Outbox
from backend.health_station.models import GroupDate, StationResource, Visit, VisitWish
from backend.health_station.service import finding, group_dates, plans
from backend.health_station.visit_types import by_id
from backend.health_station.working_hours import NotHours, spells, written
from backend.municipality.service import working_for
from backend.places.models import ClaimedSeat, InLine, PlaceTaken
from backend.places.service import seats
from tests.people import Browser, House

API = "/api/v1/health-station"
PLANS = "/ansatt/timebok/planer"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@pytest.fixture(autouse=True)
def station(app: Flask) -> None:
    with app.app_context(), working_for("fjelldal"):
        demo.station()


@pytest.fixture
def desk(house: House) -> Browser:
    return house.signed_in("frontdesk")


@contextmanager
def working(house: House) -> Iterator[None]:
    with house.app.app_context(), working_for("fjelldal"):
        yield
        db.session.rollback()


def named(house: House, name: str) -> StationResource:
    return next(one for one in house.rows(StationResource) if one.name == name)


def page_of(house: House, name: str) -> str:
    return f"{PLANS}/{named(house, name).id}"


def mark(page: str) -> str:
    return page.split('name="mark" value="')[1][:16]


def save(desk: Browser, path: str, **told: Any) -> Any:
    sent = {"deed": "save", "active": "yes", "mark": mark(desk.get(path).text), **told}
    return desk.post(path, data={name: value for name, value in sent.items() if value is not None})


def coming(weekday: int, after: int = 7) -> date:
    """A working day some days ahead."""
    day = today() + timedelta(days=after)
    while day.weekday() != weekday or add_working_days(day - timedelta(days=1), 1) != day:
        day += timedelta(days=1)
    return day


def starts(house: House, day: date, visit_type: str = "first_talk") -> list[str]:
    """The clock on the wall of every free time that day."""
    asked = f"{API}/slots?visit_type={visit_type}&from={day}&to={day}"
    found = house.anonymous().get(asked).get_json()["items"]
    return [datetime.fromisoformat(one["start"]).astimezone(OSLO).strftime("%H.%M") for one in found]


def slot_at(day: date, clock: str, visit_type: str = "first_talk") -> str:
    cell = int(plans.at(day, clock).timestamp()) // 300
    return f"{cell}-{visit_type}-station"


def book(house: House, slot: str, **more: Any) -> Any:
    told = {"slot": slot, "name": "Kari", "phone": "900 00 001", "channel": "sms", **more}
    return house.anonymous().command(f"{API}/bookings", told)


def test_when_staff_change_a_week_new_times_are_free(house: House, desk: Browser):
    wednesday = coming(2)
    assert starts(house, wednesday) == []
    path = page_of(house, "Sykepleier Anne")
    assert "09.00-15.00" in desk.get(path).text
    answer = save(desk, path, name="Sykepleier Anne", wednesday="kl 9 til 12")
    assert answer.status_code == 303
    assert starts(house, wednesday) == ["09.00", "10.15"]
    assert named(house, "Sykepleier Anne").week == {"wednesday": [["09:00", "12:00"]]}
    assert "onsdag 09.00-12.00" in desk.get(PLANS).text


def test_a_day_that_is_different_stands_in_for_the_week_and_is_taken_back(house: House, desk: Browser):
    tuesday, path = coming(1), page_of(house, "Sykepleier Anne")
    save(desk, page_of(house, "Fysioterapeut Ola"), name="Fysioterapeut Ola")
    assert "09.00" in starts(house, tuesday)
    desk.post(path, data={"deed": "except", "first": tuesday.isoformat(), "hours": "13-15"})
    assert starts(house, tuesday) == ["13.00"]
    assert "13.00-15.00" in desk.get(path).text
    desk.post(path, data={"deed": "except", "first": tuesday.isoformat(), "last": "", "hours": ""})
    assert starts(house, tuesday) == []
    desk.post(path, data={"deed": "as_usual", "first": tuesday.isoformat(), "last": tuesday.isoformat()})
    assert "09.00" in starts(house, tuesday)
    assert named(house, "Sykepleier Anne").exceptions == {}


def test_a_holiday_is_away_for_many_days_in_one_line(house: House, desk: Browser):
    monday, path = coming(0), page_of(house, "Sykepleier Anne")
    desk.post(path, data={"deed": "except", "first": str(monday), "last": str(monday + timedelta(days=13))})
    page = desk.get(path).text
    assert page.count('value="as_usual"') == 1
    assert "borte" in page
    assert len(named(house, "Sykepleier Anne").exceptions) == 14


def test_on_a_public_holiday_nobody_is_there_whatever_the_plan_says(house: House):
    with working(house):
        assert list(plans.working_days(date(2027, 5, 17), date(2027, 5, 17))) == []


@pytest.mark.parametrize(("night", "hours"), [(date(2027, 3, 28), 5), (date(2027, 10, 31), 7), (date(2027, 4, 4), 6)])
def test_a_night_when_the_clock_is_changed_has_as_many_hours_as_it_has(night: date, hours: int):
    one = StationResource(kind="staff", week={"sunday": [["00:00", "06:00"]]}, exceptions={})
    assert [len(spell) for spell in plans.hours(one, night)] == [hours * 12]


@pytest.mark.parametrize(
    ("spell", "cells"), [(["02:00", "03:00"], 0), (["01:30", "02:30"], 12), (["02:30", "03:30"], 0)]
)
def test_an_hour_that_is_skipped_is_nobodys(spell: list[str], cells: int):
    one = StationResource(kind="staff", week={}, exceptions={"2027-03-28": [spell]})
    assert sum(len(found) for found in plans.hours(one, date(2027, 3, 28))) == cells


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("9-12", "09.00-12.00"), ("09:00–15:00", "09.00-15.00"), ("kl 9 til 12", "09.00-12.00"),
     ("klokka 9.30 - 12", "09.30-12.00"), ("9-12, 12.30-15", "09.00-12.00, 12.30-15.00"),
     ("13-15 og 9-12", "09.00-12.00, 13.00-15.00"), ("9-12;12-15", "09.00-15.00"), ("0900-1500", "09.00-15.00"),
     ("Fra 8 til 15.45", "08.00-15.45")],
)  # fmt: skip
def test_hours_are_read_as_people_type_them(typed: str, kept: str):
    assert written(spells(typed)) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [("12-9", "inverted"), ("9-9", "inverted"), ("9-12, 11-13", "overlap"), ("9", "unreadable"), ("hei", "unreadable"),
     ("25-26", "unreadable"), ("9.70-12", "unreadable"), ("9-12-15", "unreadable"), ("9.05-12", "quarter"),
     ("²-9", "unreadable"), ("9-24", "unreadable"), (", ".join(["9-10"] * 9), "unreadable")],
)  # fmt: skip
def test_hours_that_are_none_are_refused_with_a_why(typed: str, why: str):
    with pytest.raises(NotHours) as refused:
        spells(typed)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("told", "words"),
    [({"deed": "save", "name": "", "monday": "9-12"}, "Skriv et navn"),
     ({"deed": "save", "name": "Anne", "monday": "12-9"}, "Slutten må komme etter starten"),
     ({"deed": "save", "name": "Anne", "friday": "9-12, 11-13"}, "To av tidene går over i hverandre"),
     ({"deed": "save", "name": "x" * 81}, "for lang"),
     ({"deed": "except", "first": ""}, "Velg en dag"), ({"deed": "except", "first": "2027-02-30"}, "Velg en dag"),
     ({"deed": "except", "first": "2020-01-01"}, "Velg en dag fra i dag"),
     ({"deed": "except", "first": "2199-01-01"}, "Velg en dag fra i dag"),
     ({"deed": "follow", "address": "http://example.org/a.ics"}, "https://"),
     ({"deed": "follow", "address": "file:///etc/passwd"}, "https://"),
     ({"deed": "follow", "address": "https://[::1"}, "https://"),
     ({"deed": "dance"}, "Noe mangler")],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_in_words_and_changes_nothing(
    house: House, desk: Browser, told: dict[str, str], words: str
):
    path = page_of(house, "Sykepleier Anne")
    before = named(house, "Sykepleier Anne")
    answer = desk.post(path, data={"mark": mark(desk.get(path).text), **told})
    assert answer.status_code == 422
    assert words in answer.text
    after = named(house, "Sykepleier Anne")
    assert (after.name, after.week, after.exceptions, after.calendar_url) == (
        before.name, before.week, before.exceptions, "",
    )  # fmt: skip


def test_sixty_days_at_most_are_set_at_a_time(house: House, desk: Browser):
    first = today() + timedelta(days=10)
    told = {"deed": "except", "first": str(first), "last": str(first + timedelta(days=60))}
    answer = desk.post(page_of(house, "Sykepleier Anne"), data=told)
    assert (answer.status_code, "høyst 60 dager" in answer.text) == (422, True)


def test_two_who_edit_the_same_plan_do_not_undo_each_other(house: House, desk: Browser):
    path = page_of(house, "Sykepleier Anne")
    seen = mark(desk.get(path).text)
    sent = [{"deed": "save", "active": "yes", "name": "Sykepleier Anne", "mark": seen, day: "9-12"} for day in DAYS[:2]]
    others = [house.signed_in("frontdesk") for _ in sent]
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda who, told: who.post(path, data=told), others, sent))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert "Noen har endret dette" in next(answer.text for answer in answers if answer.status_code == 409)
    assert len(named(house, "Sykepleier Anne").week) == 1


def test_a_new_nurse_gets_a_name_and_then_a_week(house: House, desk: Browser):
    answer = desk.post(f"{PLANS}/ny", data={"kind": "staff", "name": "Sykepleier Eli"})
    assert answer.status_code == 303
    path = f"{PLANS}/{named(house, 'Sykepleier Eli').id}"
    assert answer.location.endswith(path)
    save(desk, path, name="Sykepleier Eli", friday="9-11", **{"types[]": ["short_talk", "flying"]})
    friday = coming(4)
    assert starts(house, friday, "short_talk")
    assert starts(house, friday, "first_talk") == []
    assert named(house, "Sykepleier Eli").types == ["short_talk"]
    twice = desk.post(f"{PLANS}/ny", data={"kind": "room", "name": "Sykepleier Eli"})
    assert (twice.status_code, "Det navnet er brukt" in twice.text) == (409, True)


def test_who_is_out_of_use_stands_last_and_has_no_times(house: House, desk: Browser):
    for name in ("Fysioterapeut Ola", "Sykepleier Anne"):
        save(desk, page_of(house, name), name=name, active=None, tuesday="9-15")
    assert starts(house, coming(1)) == []
    assert "Ute av bruk" in desk.get(PLANS).text


def test_another_municipality_s_plan_is_not_there(house: House):
    other = house.signed_in("frontdesk", "havnes", "havnes")
    path = page_of(house, "Sykepleier Anne")
    assert other.get(path).status_code == 404
    assert other.post(path, data={"deed": "save", "name": "Min"}).status_code == 404
    with working(house):
        demo.group()
    group = house.rows(GroupDate)[0]
    assert other.post(f"{PLANS}/grupper/{group.id}").status_code == 404
    assert house.rows(GroupDate)[0].active


def test_a_specialist_of_another_unit_sees_no_plan(house: House):
    other = house.signed_in("specialist")
    for path in (PLANS, f"{PLANS}/ny", f"{PLANS}/grupper/ny", page_of(house, "Sykepleier Anne")):
        assert other.get(path).status_code == 404


def test_the_administrator_may_edit_the_plans(house: House):
    assert "Sykepleier Anne" in house.signed_in("admin").get(PLANS).text


def test_what_is_booked_stays_when_the_plan_is_changed_and_the_page_says_so(house: House, desk: Browser):
    tuesday, path = coming(1), page_of(house, "Sykepleier Anne")
    save(desk, page_of(house, "Fysioterapeut Ola"), name="Fysioterapeut Ola")
    assert book(house, slot_at(tuesday, "09:00")).status_code == 201
    assert "står utenfor planen" not in desk.get(path).text
    save(desk, path, name="Sykepleier Anne", tuesday="12-15")
    page = desk.get(path).text
    assert "Én time står utenfor planen" in page
    assert f"/ansatt/timebok?day={tuesday}" in page
    assert "Kari" not in page
    assert house.rows(Visit)[0].state == "booked"


def test_a_room_that_is_taken_out_of_use_says_who_was_to_be_there(house: House, desk: Browser):
    book(house, slot_at(coming(1), "09:00"))
    for name in ("Samtalerom 1", "Samtalerom 2"):
        save(desk, page_of(house, name), name=name, active=None)
    told = [desk.get(page_of(house, name)).text.count("Utenfor planen.") for name in ("Samtalerom 1", "Samtalerom 2")]
    assert sum(told) == 1


def test_new_time_goes_first_to_whoever_waits(house: House, desk: Browser):
    for name in ("Sykepleier Anne", "Fysioterapeut Ola"):
        save(desk, page_of(house, name), name=name)
    told = {"visit_type": "first_talk", "name": "Per", "phone": "900 00 002", "channel": "sms"}
    assert house.anonymous().command(f"{API}/waiting-list", told).status_code == 201
    assert house.rows(InLine)[0].state == "waiting"
    save(desk, page_of(house, "Sykepleier Anne"), name="Sykepleier Anne", wednesday="9-10.15")
    assert house.rows(InLine)[0].state == "offered"
    offered = house.rows(VisitWish)[0].offered_start
    assert offered.astimezone(OSLO).strftime("%H.%M") == "09.00"


def test_open_hours_are_told_day_by_day(house: House):
    with working(house):
        assert plans.drop_in() == [("Åpen helsestasjon", [(1, "10:00", "12:00")])]


# --- Groups


def set_up(house: House, desk: Browser, size: int = 8, **more: str) -> GroupDate:
    told = {"type": "balance_group", "day": str(coming(3)), "clock": "12", "place": "station", "size": str(size),
            "leader": str(named(house, "Fysioterapeut Ola").id), **more}  # fmt: skip
    answer = desk.post(f"{PLANS}/grupper/ny", data=told)
    assert answer.status_code == 303, answer.text
    return house.rows(GroupDate)[-1]


def seat_in(group: GroupDate) -> str:
    return f"{int(group.start.timestamp()) // 300}-balance_group-station"


def taken(house: House, thing_id: UUID) -> int:
    return house.count(ClaimedSeat, ClaimedSeat.thing_id == thing_id)


def test_staff_set_up_a_group_and_anybody_may_join_it(house: House, desk: Browser):
    group = set_up(house, desk)
    assert book(house, seat_in(group)).status_code == 201
    page = desk.get(PLANS).text
    assert "1 av 8" in page
    assert "Fysioterapeut Ola" in page
    with working(house):
        assert [(one.taken, one.size) for one in group_dates.coming()] == [(1, 8)]


@pytest.mark.parametrize(
    ("told", "words"),
    [({"size": "1"}, "fra 2 til 40"), ({"size": "41"}, "fra 2 til 40"), ({"size": "mange"}, "fra 2 til 40"),
     ({"clock": "25"}, "Skriv tida"), ({"clock": ""}, "Skriv tida"), ({"day": ""}, "Velg en dag"),
     ({"day": "2020-01-01"}, "Velg en dag"), ({"leader": str(UUID(int=1))}, "Velg hvem"),
     ({"leader": "ola"}, "Velg hvem"), ({"type": "first_talk"}, "Velg ett"), ({"type": "flying"}, "Velg ett")],
)  # fmt: skip
def test_a_group_that_cannot_be_is_refused_in_words(house: House, desk: Browser, told: dict[str, str], words: str):
    right = {"type": "balance_group", "day": str(coming(3)), "clock": "12", "size": "8",
             "leader": str(named(house, "Fysioterapeut Ola").id)}  # fmt: skip
    answer = desk.post(f"{PLANS}/grupper/ny", data={**right, **told})
    assert answer.status_code == 422
    assert words in answer.text
    assert house.count(GroupDate) == 0


def test_a_leader_who_has_somebody_else_then_is_not_taken(house: House, desk: Browser):
    set_up(house, desk)
    told = {"type": "balance_group", "day": str(coming(3)), "clock": "12.30", "size": "8",
            "leader": str(named(house, "Fysioterapeut Ola").id)}  # fmt: skip
    answer = desk.post(f"{PLANS}/grupper/ny", data=told)
    assert (answer.status_code, "Lederen har noe annet da" in answer.text) == (409, True)
    assert house.count(GroupDate) == 1


def test_a_group_of_eight_is_never_more_however_many_come_at_once(house: House, desk: Browser):
    group = set_up(house, desk, size=8)

    def come(number: int) -> tuple[int, int]:
        together = 1 + number % 2
        return together, book(house, seat_in(group), name=f"Nummer {number}", together=together).status_code

    with ThreadPoolExecutor(6) as crowd:
        answers = list(crowd.map(come, range(14)))
    assert {status for _, status in answers} <= {201, 409}
    came = sum(together for together, status in answers if status == 201)
    assert came == taken(house, group.thing_id) <= 8
    assert came >= 7


def test_calling_off_a_group_tells_everybody_and_frees_its_leader(house: House, desk: Browser):
    group = set_up(house, desk)
    for name in ("Kari", "Per", "Eli"):
        assert book(house, seat_in(group), name=name).status_code == 201
    assert desk.post(f"{PLANS}/grupper/{group.id}").status_code == 303
    assert {visit.state for visit in house.rows(Visit)} == {"cancelled"}
    told = {row.ids["visit_id"] for row in house.rows(Outbox, Outbox.topic == "visit.cancelled")}
    assert told == {str(visit.id) for visit in house.rows(Visit)}
    leader = named(house, "Fysioterapeut Ola")
    assert taken(house, leader.thing_id) == 0
    assert book(house, seat_in(group), name="Sen").status_code == 422
    assert "Ingen grupper er satt opp" in desk.get(PLANS).text
    assert desk.post(f"{PLANS}/grupper/{group.id}").status_code == 404


def test_whoever_was_offered_a_seat_in_a_group_that_is_called_off_waits_on(house: House, desk: Browser):
    told = {"visit_type": "balance_group", "name": "Per", "phone": "900 00 002", "channel": "sms"}
    assert house.anonymous().command(f"{API}/waiting-list", told).status_code == 201
    group = set_up(house, desk)
    assert house.rows(InLine)[0].state == "offered"
    desk.post(f"{PLANS}/grupper/{group.id}")
    assert [(entry.state, entry.claim_id) for entry in house.rows(InLine)] == [("waiting", None)]


def test_nobody_slips_into_a_group_while_it_is_called_off(house: House, desk: Browser):
    group = set_up(house, desk)
    with working(house):
        slot = finding.Slot(group.start, by_id("balance_group"), "station")
        seen = [way for _, way in finding.ways(slot)]
    desk.post(f"{PLANS}/grupper/{group.id}")
    with working(house), pytest.raises(PlaceTaken), transaction():
        seats.take(seen)


def test_the_demo_has_one_group_however_often_it_is_filled(house: House):
    with working(house):
        demo.group()
        demo.group()
        found = group_dates.coming()
        assert [(one.leader, one.size) for one in found] == [("Fysioterapeut Ola", 8)]
        assert found[0].date.start > now()


def test_a_key_that_is_no_plan_is_not_found(desk: Browser):
    assert desk.get(f"{PLANS}/{uuid4()}").status_code == 404
    assert desk.post(f"{PLANS}/{uuid4()}", data={"deed": "save"}).status_code == 404
