"""However many relays, workers and clockworks run at once, a reminder of a visit reaches its person once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from backend import demo
from backend.core.clock import now
from backend.core.db import every_municipality, transaction
from backend.core.outbox import Outbox, hand_over
from backend.municipality.service import working_for
from backend.notifications.models import Message
from tasks import application, jobs
from tasks.clockwork import Clock
from tasks.duties import DUTIES
from tests.people import House

API = "/api/v1/health-station"
VISITS = 6


@pytest.fixture(autouse=True)
def station(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "_inherited", [app])
    application.application.cache_clear()
    with app.app_context(), working_for("fjelldal"):
        demo.station()


def booked(house: House, number: int) -> None:
    slots = house.anonymous().get(f"{API}/slots?visit_type=first_talk").get_json()["items"]
    told: dict[str, Any] = {"slot": slots[-1]["id"], "name": f"Nummer {number}", "phone": f"900 00 01{number}"}
    assert house.anonymous().command(f"{API}/bookings", {**told, "channel": "sms"}).status_code == 201


def do(outbox_id: int) -> None:
    """One job; what the mail and SMS servers, which are not there, refuse comes back later and is not our matter."""
    jobs.deliver(outbox_id)


def relay(app: Flask) -> None:
    """Takes what is due and has it done, as relay and worker do it together."""
    with app.app_context():
        rows = hand_over()
    for row in rows:
        if row.topic.startswith("visit."):
            do(row.id)


def hour_of_the_first_reminder(app: Flask) -> None:
    """A week before each visit has come."""
    with app.app_context(), every_municipality(), transaction() as session:
        for row in session.query(Outbox).where(Outbox.topic == "visit.reminder", Outbox.done_at.is_(None)):
            row.due_at = now() - timedelta(seconds=1)


def test_three_of_each_at_once_send_each_reminder_once(house: House, app: Flask) -> None:
    for number in range(VISITS):
        booked(house, number)
    relay(app)
    reminders = house.rows(Outbox, Outbox.topic == "visit.reminder")
    assert len(reminders) >= VISITS
    hour_of_the_first_reminder(app)

    def one(number: int) -> None:
        if number % 2:
            Clock(DUTIES).tick(app)
        else:
            relay(app)

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(one, range(6)))
    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(do, [row.id for row in reminders for _ in range(3)]))
    sent = house.rows(Message, Message.template == "visit_reminder")
    assert len(sent) == len(reminders)
    assert len({message.event_id for message in sent}) == len(reminders)
    sms = house.rows(Outbox, Outbox.topic == "message.sms")
    assert len([row for row in sms if row.ids["message_id"] in {str(message.id) for message in sent}]) == len(sent)
