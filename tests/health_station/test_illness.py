"""A nurse is ill: the day's people get one other time each, are told, and nobody is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from backend import demo
from backend.core.clock import local
from backend.core.outbox import Outbox
from backend.health_station import telling_of_illness
from backend.health_station.models import StationResource, Visit
from backend.municipality.service import working_for
from backend.notifications.models import Message
from backend.places.models import ClaimedSeat
from tests.people import Browser, House

API = "/api/v1/health-station"
ANNE = "Sykepleier Anne"


@pytest.fixture(autouse=True)
def station(app: Flask) -> None:
    """The demo's two nurses and two rooms."""
    with app.app_context(), working_for("fjelldal"):
        demo.station()


def anne(house: House) -> StationResource:
    return house.rows(StationResource, StationResource.name == ANNE)[0]


def free(house: House, visit_type: str = "short_talk", whose: str = "") -> list[dict[str, Any]]:
    found = house.anonymous().get(f"{API}/slots?visit_type={visit_type}").get_json()["items"]
    return list(found)


def booked(house: House, how_many: int) -> str:
    """So many people with Anne, on the first day of hers that has room for them; that day."""
    whose, days = str(anne(house).id), {}
    for one in free(house):
        days.setdefault(one["start"][:10], []).append(one)
    day = next(day for day, slots in days.items() if len(slots) >= how_many and _is_annes(house, day))
    for number, slot in enumerate(days[day][:how_many]):
        told = {"slot": slot["id"], "name": f"Nummer {number}", "phone": f"900 00 00{number}", "whose": whose}
        answer = house.anonymous().command(f"{API}/bookings", told)
        assert answer.status_code == 201, answer.text
    return day


def _is_annes(house: House, day: str) -> bool:
    weekday = datetime.fromisoformat(day).strftime("%A").lower()
    return weekday in anne(house).week


def page(house: House, desk: Browser, day: str, method: str = "GET") -> str:
    answer = desk.call(method, f"/ansatt/timebok/syk?whose={anne(house).id}&day={day}")
    assert answer.status_code == 200, answer.text
    return answer.text


def times(house: House) -> list[tuple[Any, Any]]:
    return sorted((one.start, one.resource_id) for one in house.rows(Visit))


def test_looking_at_the_proposals_changes_nothing(house: House):
    day, desk = booked(house, 3), house.signed_in("frontdesk")
    before, seats, news = times(house), house.count(ClaimedSeat), house.count(Outbox)
    text = page(house, desk, day)
    assert "Flytt alle og si fra" in text
    assert all(f"Nummer {number}" in text for number in range(3))
    assert (times(house), house.count(ClaimedSeat), house.count(Outbox)) == (before, seats, news)
    assert anne(house).exceptions == {}


def test_all_are_moved_and_told_at_once_and_no_two_get_the_same_time(house: House):
    day, desk = booked(house, 4), house.signed_in("frontdesk")
    page(house, desk, day, "POST")
    visits = house.rows(Visit)
    assert len(set(times(house))) == len(visits) == 4
    hers = [one for one in visits if one.resource_id == anne(house).id]
    assert day not in [local(one.start).date().isoformat() for one in hers]
    moved = [row.ids["visit_id"] for row in house.rows(Outbox, Outbox.topic == "visit.moved")]
    assert sorted(moved) == sorted(str(one.id) for one in visits)
    assert anne(house).exceptions == {day: []}
    assert f"{ANNE} er ikke på jobb" in desk.get(f"/ansatt/timebok?day={day}").text


def test_what_was_proposed_is_what_they_get(house: House):
    day, desk = booked(house, 2), house.signed_in("frontdesk")
    proposed = page(house, desk, day)
    page(house, desk, day, "POST")
    with house.work():
        from backend.core.i18n import spoken_moment

        for one in house.rows(Visit):
            kept = one.start.date().isoformat() == day
            assert kept or spoken_moment(one.start) in proposed


def test_a_proposal_that_was_taken_meanwhile_is_replaced_by_the_next_best(house: House):
    day, desk = booked(house, 1), house.signed_in("frontdesk")
    visit = house.rows(Visit)[0]
    page(house, desk, day)
    for slot in sorted(free(house), key=lambda one: abs(datetime.fromisoformat(one["start"]) - visit.start))[:6]:
        told = {"slot": slot["id"], "name": "En annen", "phone": "900 00 009"}
        house.anonymous().command(f"{API}/bookings", told)
    page(house, desk, day, "POST")
    after = house.rows(Visit, Visit.id == visit.id)[0]
    assert (after.start, after.resource_id) != (visit.start, visit.resource_id)
    assert len(set(times(house))) == len(house.rows(Visit))


def alone(house: House) -> None:
    """Anne is the only one, and works on no other day than the one she is booked."""
    from backend.core.db import db, transaction

    with house.work(), transaction():
        ola = db.session.scalars(db.select(StationResource).where(StationResource.name != ANNE)).all()
        for one in ola:
            one.active = one.kind != "staff"
        day = local(db.session.scalars(db.select(Visit)).first().start).date()
        hers = db.session.scalars(db.select(StationResource).where(StationResource.name == ANNE)).one()
        hers.exceptions = {
            (day + timedelta(days=ahead)).isoformat(): [] for ahead in range(-20, 21) if ahead
        }  # fmt: skip


def test_whoever_can_get_no_other_time_is_put_on_the_list_of_calls(house: House):
    day, desk = booked(house, 2), house.signed_in("frontdesk")
    alone(house)
    before = times(house)
    assert "Må ringes" in page(house, desk, day)
    assert "2 fikk ikke ny tid" in page(house, desk, day, "POST")
    assert times(house) == before
    work_off(house)
    calls = house.rows(Message, Message.template == telling_of_illness.TEMPLATE)
    assert [one.channel for one in calls] == ["call", "call"]
    assert "Når passer det for deg?" in desk.get("/ansatt/varsler").text


def work_off(house: House) -> None:
    """What the worker does with the news of those who are left."""
    rows = house.rows(Outbox, Outbox.topic == "visit.left")
    with house.work():
        from backend.core.db import db, transaction

        for row in rows:
            with transaction():
                telling_of_illness.tell(db.session.get_one(Outbox, row.id))


def test_a_day_without_visits_is_closed_too(house: House):
    desk = house.signed_in("frontdesk")
    day = next(one["start"][:10] for one in free(house) if _is_annes(house, one["start"][:10]))
    assert "Ingen har time" in page(house, desk, day)
    page(house, desk, day, "POST")
    assert anne(house).exceptions == {day: []}


def test_two_who_press_at_once_move_everybody_once(house: House):
    day = booked(house, 3)
    desks = [house.signed_in("frontdesk") for _ in range(3)]
    with ThreadPoolExecutor(3) as crowd:
        list(crowd.map(lambda desk: page(house, desk, day, "POST"), desks))
    assert house.count(Outbox, Outbox.topic == "visit.moved") == 3
    assert len(set(times(house))) == 3


def test_illness_yesterday_and_of_nobody_is_refused(house: House):
    desk = house.signed_in("frontdesk")
    assert desk.get(f"/ansatt/timebok/syk?whose={anne(house).id}&day=2020-01-01").status_code == 400
    assert desk.get("/ansatt/timebok/syk?whose=00000000-0000-0000-0000-000000000001").status_code == 404
    assert house.signed_in("specialist").post(f"/ansatt/timebok/syk?whose={anne(house).id}").status_code == 404
