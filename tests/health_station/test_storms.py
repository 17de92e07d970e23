"""Many people at once, through the real web server: nobody gets another's time, and a freed one goes to one."""

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest
import requests
from flask import Flask
from sqlalchemy import func, select

from backend.app import create_app
from backend.core.clock import OSLO, today
from backend.core.db import db, transaction
from backend.core.settings import Settings
from backend.health_station import visit_types
from backend.health_station.models import StationResource, Visit, VisitWish
from backend.health_station.service import groups, plans
from backend.identity.actor import Actor
from backend.municipality.service import working_for
from backend.places.cells import cells
from backend.places.models import ClaimedSeat, ScarceThing
from backend.places.service import seats
from tests.processes.installation import Installation, eventually, signalled
from tests.stores import make_store

pytestmark = pytest.mark.processes

API = "/api/v1/health-station"
CROWD = 24
"""So many of them call in the very same moment; the rest stand behind them."""


class Station:
    """An installation with a health station, seen from outside by many and from inside by us."""

    def __init__(self, hundre: Installation, app: Flask) -> None:
        self.hundre, self.app = hundre, app

    def inside(self, do: Callable[[], Any]) -> Any:
        with self.app.app_context(), working_for("fjelldal"), transaction():
            return do()

    def days(self, first: int, number: int) -> list[date]:
        """Working days of the municipality, each test its own."""
        soon, late = today() + timedelta(days=7), today() + timedelta(days=80)
        return list(self.inside(lambda: list(plans.working_days(soon, late))))[first : first + number]

    def nurse(self, *days: date) -> UUID:
        """Somebody who works from eight to four on these days and no others."""

        def hire() -> UUID:
            name = f"Vikar {uuid4().hex[:8]}"
            thing = seats.thing("health_station", f"staff:{name}")
            plan = {day.isoformat(): [["08:00", "16:00"]] for day in days}
            nurse = StationResource(id=uuid4(), kind="staff", name=name, exceptions=plan, thing_id=thing.id)
            db.session.add(nurse)
            return nurse.id

        return UUID(str(self.inside(hire)))

    def call(self, method: str, path: str, body: Any = None, key: str | None = None) -> requests.Response:
        headers = {"Idempotency-Key": key or str(uuid4())} if method == "POST" else {}
        return requests.request(method, f"{self.hundre.url}{path}", json=body, headers=headers, timeout=60)

    def book(self, slot: str, **more: Any) -> requests.Response:
        return self.call("POST", f"{API}/bookings", {"slot": slot, "name": "Kari", "phone": "90000001", **more})

    def at_once(self, deeds: list[Callable[[], requests.Response]]) -> list[requests.Response]:
        with ThreadPoolExecutor(CROWD) as crowd:
            return list(crowd.map(lambda deed: deed(), deeds))

    def seats_are_right(self) -> None:
        """Every visit that stands sits in its own cells and no others, and no thing has more people than seats."""

        def look() -> None:
            taken = select(ClaimedSeat.claim_id, func.min(ClaimedSeat.cell)).group_by(ClaimedSeat.claim_id)
            first = {row[0]: row[1] for row in db.session.execute(taken)}
            standing = select(Visit.claim_id, Visit.start, Visit.minutes).where(Visit.state == "booked")
            for row in db.session.execute(standing):
                begins = cells(row.start, row.start + timedelta(minutes=row.minutes))[0]
                assert first.pop(row.claim_id) in (begins, 0)
            used = select(ClaimedSeat.thing_id, ClaimedSeat.cell, func.count()).group_by(
                ClaimedSeat.thing_id, ClaimedSeat.cell
            )
            most = {found.id: found.seats for found in db.session.scalars(select(ScarceThing))}
            assert all(number <= most[thing] for thing, _, number in db.session.execute(used))

        self.inside(look)


@pytest.fixture(scope="module")
def station(store_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    store = make_store(store_name, tmp_path_factory.mktemp("store"))
    folder = tmp_path_factory.mktemp("instance")
    hundre = Installation(folder, store).start()
    urls = {"database_url": store.url, "migrate_database_url": store.owner_url}
    app = create_app(Settings.from_environ(data_dir=folder, demo=True, **urls))
    try:
        yield Station(hundre, app)
    finally:
        with app.app_context():
            db.engine.dispose()
        hundre.end()
        store.drop()


def times(days: list[date], visit_type: str = "short_talk", place: str = "phone") -> list[str]:
    """Every forty minutes from eight to four: what a short talk takes, rounded up to the next quarter."""
    starts = [datetime.combine(day, datetime.min.time(), OSLO) + timedelta(hours=8) for day in days]
    each = [start + n * timedelta(minutes=45) for start in starts for n in range(10)]
    return [f"{int(start.timestamp()) // 300}-{visit_type}-{place}" for start in each]


def statuses(answers: list[requests.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def test_two_hundred_people_and_a_hundred_times(station: Station):
    days = station.days(0, 10)
    whose = str(station.nurse(*days))
    slots = times(days)
    assert len(slots) == 100
    answers = station.at_once([lambda slot=slot: station.book(slot, whose=whose) for slot in [*slots, *slots]])
    assert statuses(answers) == {201: 100, 409: 100}
    assert all(answer.json()["choices"] for answer in answers if answer.status_code == 409)
    station.seats_are_right()


def test_any_nurse_means_as_many_as_there_are_nurses(station: Station):
    [day] = station.days(10, 1)
    for _ in range(2):
        station.nurse(day)
    slot = times([day])[6]
    answers = station.at_once([lambda: station.book(slot) for _ in range(12)])
    got = [answer.json()["reference"] for answer in answers if answer.status_code == 201]
    assert set(statuses(answers)) <= {201, 409}
    nurses = station.inside(lambda: list(db.session.scalars(select(Visit.resource_id).where(Visit.reference.in_(got)))))
    assert 2 <= len(nurses) == len(set(nurses))
    station.seats_are_right()


def test_a_group_of_eight_is_never_nine(station: Station):
    [day] = station.days(11, 1)
    leader = station.nurse(day)
    start = datetime.combine(day, datetime.min.time(), OSLO) + timedelta(hours=10)

    def set_up() -> None:
        nurse = db.session.get_one(StationResource, leader)
        groups.set_up(visit_types.by_id("balance_group"), nurse, start, "station", 8, Actor())

    station.inside(set_up)
    slot = f"{int(start.timestamp()) // 300}-balance_group-station"
    parties = [1, 2, 3] * 8
    answers = station.at_once([lambda size=size: station.book(slot, together=size) for size in parties])
    assert set(statuses(answers)) == {201, 409}
    came = sum(size for size, answer in zip(parties, answers, strict=True) if answer.status_code == 201)
    assert came == 8
    station.seats_are_right()


def test_what_is_called_off_goes_to_the_next_in_line_and_to_nobody_who_asks_in_between(station: Station):
    """A hundred times: one calls off, two strangers try to take the time, and somebody has waited for it."""
    [day] = station.days(12, 1)
    whose = str(station.nurse(day))
    slots = times([day])
    holders = {slot: station.book(slot, whose=whose).json() for slot in slots}
    wish = {"visit_type": "short_talk", "place": "phone", "whose": whose, "name": "Per", "phone": "90000002"}
    waiting = [station.call("POST", f"{API}/waiting-list", wish).json() for _ in range(100)]
    assert {one["status"] for one in waiting} == {"waiting"}
    for _ in range(10):
        for slot in slots:
            path = f"{API}/bookings/{holders[slot]['reference']}?token={holders[slot]['token']}"
            cancel = [lambda path=path: station.call("DELETE", path)]
            strangers = [lambda slot=slot: station.book(slot, whose=whose) for _ in range(2)]
            answers = station.at_once([strangers[0], *cancel, strangers[1]])
            assert [answer.status_code for answer in answers] == [409, 200, 409]
        for offered in offers(station):
            assert accept(station, offered).status_code in (302, 303)
        holders = standing(station, whose)
        assert set(holders) == set(slots)
    assert station.inside(lambda: db.session.scalar(select(func.max(VisitWish.offers)))) == 1
    assert station.inside(lambda: db.session.scalar(select(func.count(VisitWish.visit_id)))) == 100
    station.seats_are_right()


def offers(station: Station) -> list[tuple[str, str]]:
    """(reference, token) of everybody who has been offered a time."""
    from backend.health_station.service import wishes

    def look() -> list[tuple[str, str]]:
        offered = select(VisitWish).where(VisitWish.offered_start.is_not(None), VisitWish.visit_id.is_(None))
        return [(one.reference, wishes.token_of(one.id)) for one in db.session.scalars(offered)]

    return list(station.inside(look))


def accept(station: Station, offered: tuple[str, str]) -> requests.Response:
    """Two fingers, or two members of staff, say yes in the same moment: it is one yes."""
    reference, token = offered
    form = {"token": token, "deed": "accept"}

    def say() -> requests.Response:
        path = f"{station.hundre.url}/time/venteliste/{reference}"
        return requests.post(path, data=form, timeout=60, allow_redirects=False)

    first, second = station.at_once([say, say])
    assert sorted((first.status_code // 100, second.status_code // 100)) in ([3, 3], [3, 4])
    return first if first.status_code // 100 == 3 else second


def standing(station: Station, whose: str) -> dict[str, dict[str, str]]:
    """slot -> who has it, with the link's token."""
    from backend.health_station.service import booking

    def look() -> dict[str, dict[str, str]]:
        found = db.session.scalars(select(Visit).where(Visit.resource_id == UUID(whose), Visit.state == "booked"))
        return {
            f"{int(one.start.timestamp()) // 300}-{one.type}-{one.place}": {
                "reference": one.reference, "token": booking.token_of(one.id),
            }
            for one in found
        }  # fmt: skip

    return dict(station.inside(look))


def test_killed_in_the_middle_of_a_move_everybody_has_the_old_time_or_the_new(station: Station):
    days = station.days(13, 2)
    whose = str(station.nurse(*days))
    slots = times(days)
    mine = [station.book(slot, whose=whose).json() for slot in slots[:8]]
    over = Event()

    def restless(number: int) -> None:
        path = f"{API}/bookings/{mine[number]['reference']}/move?token={mine[number]['token']}"
        turn = 0
        while not over.is_set():
            turn += 1
            try:
                answer = station.call("POST", path, {"slot": slots[(number + turn * 3) % len(slots)]})
            except requests.RequestException:
                continue
            assert answer.status_code in (200, 409), answer.text

    def reaper() -> None:
        for _ in range(5):
            web = station.hundre.child("web")
            for worker in [pid for pid, _ in station.hundre.everybody() if parent_of(pid) == web][:2]:
                signalled(worker, signal.SIGKILL)
            time.sleep(0.6)
            eventually(station.hundre.answers, "the web coming back")

    with ThreadPoolExecutor(9) as crowd:
        walkers = [crowd.submit(restless, number) for number in range(8)]
        reaper()
        over.set()
        [one.result() for one in walkers]
    references = [one["reference"] for one in mine]
    still = select(func.count(Visit.id)).where(Visit.reference.in_(references), Visit.state == "booked")
    assert station.inside(lambda: db.session.scalar(still)) == 8
    station.seats_are_right()


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
