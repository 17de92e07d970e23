"""A month of the health station in numbers, for those who run it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from backend import demo
from backend.core.clock import OSLO
from backend.core.db import db, transaction
from backend.health_station.models import StationResource, Visit, VisitWish
from backend.health_station.service import counting
from backend.identity.models import Person
from backend.municipality.service import working_for
from tests.people import House

MARCH = date(2026, 3, 1)
NINE = datetime(2026, 3, 3, 9, 0, tzinfo=OSLO)
"""A Tuesday, when Anne works from nine to three and Ola from nine to twelve."""


@pytest.fixture(autouse=True)
def station(app: Flask) -> None:
    """The demo's two nurses and two rooms."""
    with app.app_context(), working_for("fjelldal"):
        demo.station()


def visited(house: House, number: int, **more: Any) -> None:
    """Somebody came, by the number of days they had waited."""
    with house.work(), transaction():
        anne = db.session.scalars(db.select(StationResource).where(StationResource.name == "Sykepleier Anne")).one()
        person = Person(name="Kari Hemmelig")
        db.session.add(person)
        db.session.flush()
        told = {"state": "done", "channel": "web", "start": NINE, "minutes": 30, "asked_at": NINE - timedelta(number)}
        db.session.add(
            Visit(reference=f"T-26-{number:04}", person_id=person.id, type="short_talk", place="station",
                  resource_id=anne.id, **{**told, **more})
        )  # fmt: skip


def month(house: House, first: date = MARCH) -> counting.Numbers:
    with house.work():
        return counting.month(first)


def test_waiting_is_told_by_its_middle_and_what_nine_of_ten_waited_at_most(house: House):
    for days in range(1, 11):
        visited(house, days)
    assert month(house).waited == (5.5, 9.0)


def test_whoever_came_without_a_time_or_called_off_has_not_waited(house: House):
    visited(house, 4)
    visited(house, 5, asked_at=NINE + timedelta(seconds=20), channel="desk")
    visited(house, 6, state="cancelled")
    assert month(house).waited == (4.0, 4.0)


def test_used_and_open_time_by_each_of_the_staff(house: House):
    visited(house, 1)
    visited(house, 2, state="no_show", minutes=60)
    visited(house, 3, state="cancelled", minutes=60)
    uses = {one.name: one for one in month(house).uses}
    assert uses["Sykepleier Anne"].used == 90
    tuesdays, thursdays, mondays = 5, 4, 5
    assert uses["Sykepleier Anne"].open == 60 * (6 * (tuesdays + thursdays) + 4 * mondays)
    assert uses["Fysioterapeut Ola"].used == 0
    assert month(house).total.open == sum(one.open for one in uses.values())


def test_a_day_she_is_away_is_not_open(house: House):
    before = {one.name: one.open for one in month(house).uses}["Sykepleier Anne"]
    with house.work(), transaction():
        anne = db.session.scalars(db.select(StationResource).where(StationResource.name == "Sykepleier Anne")).one()
        anne.exceptions = {NINE.date().isoformat(): []}
    assert {one.name: one.open for one in month(house).uses}["Sykepleier Anne"] == before - 6 * 60


def test_no_show_is_a_share_of_those_who_should_have_come(house: House):
    for number, state in enumerate(("done", "arrived", "done", "no_show", "cancelled", "booked"), 1):
        visited(house, number, state=state)
    found = month(house)
    assert found.no_show == 25
    assert found.states == {"booked": 1, "arrived": 1, "done": 2, "no_show": 1, "cancelled": 1}


def test_offers_and_how_many_said_yes(house: House):
    visited(house, 1)
    visit = house.rows(Visit)[0]
    with house.work(), transaction():
        for number, (offers, visit_id) in enumerate(((3, None), (1, visit.id), (0, None))):
            db.session.add(
                VisitWish(reference=f"V-26-{number:04}", person_id=visit.person_id, type="short_talk", place="station",
                          offers=offers, visit_id=visit_id, created_at=NINE)
            )  # fmt: skip
    found = month(house)
    assert (found.wishes, found.offers, found.accepted) == (3, 4, 1)


def test_the_neighbour_months_and_the_neighbour_municipality_are_not_counted(house: House):
    visited(house, 1, start=datetime(2026, 3, 31, 23, 59, tzinfo=OSLO))
    visited(house, 2, start=datetime(2026, 4, 1, 0, 0, tzinfo=OSLO))
    assert month(house).visits == month(house, date(2026, 4, 1)).visits == 1
    with house.work("havnes"):
        assert counting.month(MARCH).visits == 0


@pytest.mark.parametrize(("who", "status"), [("frontdesk", 200), ("leader", 200), ("specialist", 404), ("admin", 403)])
def test_those_who_run_the_station_read_the_numbers_and_no_name(house: House, who: str, status: int):
    visited(house, 7)
    answer = house.signed_in(who).get("/ansatt/timebok/tall?month=2026-03")
    assert answer.status_code == status
    assert "Hemmelig" not in answer.text
    if status == 200:
        assert "Sykepleier Anne" in answer.text


def test_a_month_without_anything_says_so(house: House):
    assert "Ingen tall ennå" in house.signed_in("frontdesk").get("/ansatt/timebok/tall?month=2026-01").text
