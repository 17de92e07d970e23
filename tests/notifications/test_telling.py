"""Who is told of what, by which channel, and what may stand in it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from backend.core.clock import now
from backend.core.db import db, transaction
from backend.core.outbox import Outbox, tick
from backend.desk.models import Case
from backend.identity.models import Person
from backend.notifications.audience import TOPICS
from backend.notifications.models import Message
from backend.notifications.service.quiet import after_quiet_hours
from backend.notifications.service.telling import tell
from tests.people import House

NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
DAY = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def news_told(house: House, municipality: str = "fjelldal") -> list[Message]:
    """What the news worker does with everything that waits for it."""
    with house.work(municipality), transaction():
        for row in db.session.scalars(select(Outbox).where(Outbox.topic.in_(TOPICS), Outbox.done_at.is_(None))):
            tell(row)
            tick(row)
    return house.rows(Message)


def channels(house: House, who: str) -> set[str]:
    return {message.channel for message in news_told(house) if message.receiver.startswith(who)}


@pytest.mark.parametrize(
    ("person", "asked", "channel"),
    [
        ({"phone": "90000001"}, "sms", "sms"),
        ({"email": "kari@eksempel.no"}, "email", "email"),
        ({"phone": "90000001"}, "call", "call"),
        ({"address": "Granveien 3"}, "letter", "letter"),
        ({"phone": "90000001", "address": "Granveien 3"}, "letter", "letter"),
        ({"address": "Granveien 3"}, "", "letter"),
    ],
)
def test_each_person_is_answered_the_way_they_chose_or_can_be(
    house: House, person: dict[str, str], asked: str, channel: str
) -> None:
    blank = {"phone": "", "email": "", "address": "", "postal_code": "9993"}
    house.anonymous().accepted(person={**blank, **person}, channel=asked)
    assert channels(house, "person:") == {channel}


def test_the_unit_gets_its_mail_by_each_of_its_targets(house: House) -> None:
    house.anonymous().accepted(signals=["palliative"])
    assert channels(house, "unit:hjemmetjenesten") == {"email", "sms"}


def test_a_worry_is_confirmed_to_the_reporter_once_and_to_nobody_else(house: House) -> None:
    reference = house.anonymous().accepted(for_whom="worry", helper={"phone": "90000044"})["reference"]
    desk = house.signed_in("frontdesk")
    desk.deed(reference, "moves", to="assessed")
    desk.deed(reference, "moves", to="visit_agreed")
    told = [message for message in news_told(house) if message.receiver.startswith("person:")]
    reporter = house.rows(Person, Person.phone == "+4790000044")[0]
    assert [(message.template, message.receiver) for message in told] == [("worry_received", f"person:{reporter.id}")]


@pytest.mark.parametrize(
    ("whom", "phones"), [("me", {"+4790000001"}), ("helper", {"+4790000099"}), ("both", {"+4790000001", "+4790000099"})]
)
def test_the_person_the_helper_or_both_as_was_asked(house: House, whom: str, phones: set[str]) -> None:
    house.anonymous().accepted(
        for_whom="other", consent=True, helper={"name": "D", "phone": "90000099"}, call_whom=whom
    )
    receivers = {message.receiver[7:] for message in news_told(house) if message.receiver.startswith("person:")}
    assert {person.phone for person in house.rows(Person) if str(person.id) in receivers} == phones


def test_nobody_can_be_reached_becomes_a_task_for_the_desk(house: House) -> None:
    """The phone was taken off the person afterwards; the message may not just vanish."""
    case = house.case(house.anonymous().accepted(person={"address": "", "email": ""})["reference"])
    with house.work(), transaction() as session:
        session.get(Person, case.person_id).phone = ""
    assert channels(house, "person:") == {"none"}
    assert case.reference in house.signed_in("frontdesk").get("/ansatt/innboks").get_data(as_text=True)
    from backend.desk.models import DeskTask

    assert [task.kind for task in house.rows(DeskTask)] == ["unreachable"]


def test_telling_twice_writes_once(house: House) -> None:
    """A worker died between doing and ticking: the row is done again, in one transaction or not at all."""
    house.anonymous().accepted()
    first = {message.id for message in news_told(house)}
    assert {message.id for message in news_told(house)} == first


def test_at_night_reminders_wait_and_answers_do_not(house: House) -> None:
    with house.work():
        assert after_quiet_hours(NIGHT) == MORNING
        assert after_quiet_hours(DAY) == DAY
    assert {telling.template for tellings in TOPICS.values() for telling in tellings if telling.reminder} == {
        "unit_due"
    }


def test_receipts_are_due_at_once_whatever_the_hour(house: House) -> None:
    house.anonymous().accepted()
    news_told(house)
    assert all(row.due_at <= now() for row in house.rows(Outbox, Outbox.topic.startswith("message.")))


def test_a_case_is_told_of_in_its_own_municipality_only(house: House) -> None:
    house.anonymous("havnes").accepted(person={"postal_code": "9996"})
    assert news_told(house, "fjelldal") == []
    assert {message.municipality_id for message in news_told(house, "havnes")} == {"havnes"}
    assert house.rows(Case)[0].municipality_id == "havnes"
