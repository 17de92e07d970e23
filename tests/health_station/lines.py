"""A nurse whose three times are soon taken, those who wait for one, and what the programs do about it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from backend.core.clock import now
from backend.core.db import db, every_municipality, transaction
from backend.core.outbox import Outbox
from backend.health_station.models import StationResource, Visit, VisitWish
from backend.health_station.service import finding, tending
from backend.municipality.service import working_for
from backend.notifications.models import Message
from backend.places.models import Claim, InLine
from backend.places.service import seats
from tasks import application, jobs
from tests.people import Browser, House

API = "/api/v1/health-station"
SMALL = [["09:00", "12:50"]]


def one_nurse(app: Flask, name: str = "Anne", days: int = 1) -> None:
    """A nurse who works on the first working days some days ahead; she has three times a day."""
    with app.app_context(), working_for("fjelldal"), transaction() as session:
        first = finding.today() + timedelta(days=3)
        working = list(finding.plans.working_days(first, first + timedelta(days=20)))[:days]
        thing = seats.thing("health_station", f"staff:{name}")
        exceptions = {day.isoformat(): SMALL for day in working}
        session.add(StationResource(kind="staff", name=name, week={}, exceptions=exceptions, thing_id=thing.id))


def free(browser: Browser, visit_type: str = "first_talk") -> list[dict[str, Any]]:
    return list(browser.get(f"{API}/slots?visit_type={visit_type}").get_json()["items"])


def book(browser: Browser, slot: dict[str, Any], **more: Any) -> dict[str, Any]:
    told = {"slot": slot["id"], "name": "Berit", "phone": "900 00 009", "channel": "sms", **more}
    answer = browser.command(f"{API}/bookings", told)
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def fill(house: House, visit_type: str = "first_talk") -> list[dict[str, Any]]:
    """Every time is taken."""
    taken = []
    while slots := free(house.anonymous(), visit_type):
        taken.append(book(house.anonymous(), slots[0]))
    return taken


def cancel(house: House, booked: dict[str, Any]) -> None:
    path = f"{API}/bookings/{booked['reference']}?token={booked['token']}"
    assert house.anonymous().call("DELETE", path).status_code == 200


def wait(house: House, name: str, phone: str, **more: Any) -> dict[str, Any]:
    told = {"visit_type": "first_talk", "name": name, "phone": phone, "channel": "sms", **more}
    answer = house.anonymous().command(f"{API}/waiting-list", told)
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def state(house: House, waits: dict[str, Any]) -> str:
    wish = wish_of(house, waits)
    return str(house.rows(InLine, InLine.who == wish.id)[0].state)


def wish_of(house: House, waits: dict[str, Any]) -> VisitWish:
    return house.rows(VisitWish, VisitWish.reference == waits["reference"])[0]


def say(house: House, waits: dict[str, Any], deed: str) -> Any:
    path = f"/time/venteliste/{waits['reference']}"
    return house.anonymous().post(path, data={"token": waits["token"], "deed": deed})


def time_runs_out(house: House) -> None:
    """As if nobody had answered in time."""
    with house.app.app_context(), every_municipality(), transaction() as session:
        past = now() - timedelta(minutes=1)
        for row in session.scalars(select(InLine).where(InLine.until.is_not(None))):
            row.until = past
        for claim in session.scalars(select(Claim).where(Claim.until.is_not(None))):
            claim.until = past


def clockwork(house: House) -> int:
    with house.app.app_context(), every_municipality():
        return tending.move_the_line_on()


def work_off(house: House, *topics: str) -> None:
    """What the workers do with everything that is due, as the relay hands it over."""
    while True:
        with house.app.app_context(), every_municipality():
            wanted = select(Outbox.id).where(Outbox.done_at.is_(None), Outbox.due_at <= now()).order_by(Outbox.id)
            if topics:
                wanted = wanted.where(Outbox.topic.in_(topics))
            due = list(db.session.scalars(wanted))
            db.session.rollback()
        if not due:
            return
        for outbox_id in due:
            jobs.deliver(outbox_id)


NEWS = (
    "wish.joined", "wish.offered", "wish.lapsed", "wish.declined", "wish.left", "visit.booked", "visit.cancelled",
    "case.received",
)  # fmt: skip


def told(house: House, waits: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(template, channel, state) of every message about this wish, in order."""
    work_off(house, *NEWS)
    found = house.rows(Message, Message.subject_id == wish_of(house, waits).id)
    ordered = sorted(found, key=lambda one: one.created_at)
    return [(one.template, one.channel, one.state) for one in ordered]


def visits(house: House) -> list[Visit]:
    return house.rows(Visit, Visit.state == "booked")


def workers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs use the application under test."""
    monkeypatch.setattr(application, "_inherited", [app])
    application.application.cache_clear()
