"""A person with only a telephone: no account, no page, no e-mail. She calls, waits, and answers by SMS."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from backend.core.clock import now
from backend.desk.models import CallBackRequest, Case
from backend.health_station.models import VisitWish
from backend.notifications.service import inbound
from backend.places.models import InLine
from tests.people import House
from tests.receivers import Gateway

from .lines import NEWS, cancel, clockwork, fill, free, one_nurse, state, time_runs_out, visits, wait, work_off, workers

PHONE = "+4790000001"


@pytest.fixture
def gateway(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """The SMS gateway on the other side: a real server."""
    workers(app, monkeypatch)
    made = Gateway().open()
    monkeypatch.setitem(app.config, "HUNDRE", replace(app.config["HUNDRE"], sms_url=f"{made.url}/sms"))
    yield made
    made.close()


@pytest.fixture
def full(app: Flask, house: House, gateway: Gateway) -> list[dict[str, Any]]:
    """All times are taken; what was told of that has been told."""
    one_nurse(app)
    taken = fill(house)
    everything_goes_out(house)
    gateway.came.clear()
    return taken


def everything_goes_out(house: House) -> None:
    """The workers do the news, and the SMS that come of them."""
    work_off(house, *NEWS)
    work_off(house, "message.sms")


def she_gets(gateway: Gateway) -> list[str]:
    """The SMS on her phone since she last looked."""
    found = [one["told"]["text"] for one in gateway.came if one["told"]["to"] == PHONE]
    gateway.came.clear()
    return found


def she_writes(house: House, text: str) -> str:
    """Her SMS, as the gateway hands it in."""
    body = json.dumps({"id": str(uuid4()), "from": "90000001", "text": text}).encode()
    stamp = str(int(now().timestamp()))
    with house.app.app_context():
        seal = inbound.signature_of("fjelldal", stamp, body)
    answer = house.anonymous().post(
        "/api/v1/inbound/sms", data=body, content_type="application/json",
        headers={"Hundre-Timestamp": stamp, "Hundre-Signature": seal},
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["status"])


def test_she_calls_waits_is_offered_a_time_answers_ja_and_it_is_hers(
    house: House, gateway: Gateway, full: list[dict[str, Any]]
):
    desk = house.signed_in("frontdesk")
    assert free(house.anonymous()) == []
    told = {"visit_type": "first_talk", "place": "station", "name": "Kari", "phone": "900 00 001", "channel": "sms"}
    added = desk.post("/ansatt/timebok/venteliste/ny", data={**told, "idempotency_key": str(uuid4())})
    assert added.status_code == 303
    everything_goes_out(house)
    assert "Du står på ventelista" in she_gets(gateway)[0]
    cancel(house, full[0])
    everything_goes_out(house)
    (offer,) = she_gets(gateway)
    assert "Svar JA eller NEI" in offer
    assert she_writes(house, " Ja takk! 👍 ") == "understood"
    everything_goes_out(house)
    (confirmation,) = she_gets(gateway)
    assert "Timen din er bestilt" in confirmation
    hers = [visit for visit in visits(house) if visit.start.isoformat()[:16] == full[0]["start"][:16]]
    assert len(hers) == 1
    assert "Kari" in desk.get(f"/ansatt/timebok?day={full[0]['start'][:10]}").text
    assert "Ingen venter" in desk.get("/ansatt/timebok/venteliste").text


def test_no_is_all_right_and_she_hears_that_she_keeps_her_place(
    house: House, gateway: Gateway, full: list[dict[str, Any]]
):
    kari = wait(house, "Kari", "900 00 001")
    cancel(house, full[0])
    everything_goes_out(house)
    she_gets(gateway)
    assert she_writes(house, "Nei") == "understood"
    everything_goes_out(house)
    assert ["Du står fortsatt på ventelista" in text for text in she_gets(gateway)] == [True]
    assert state(house, kari) == "waiting"


def test_stop_takes_her_off_the_list(house: House, gateway: Gateway, full: list[dict[str, Any]]):
    kari = wait(house, "Kari", "900 00 001")
    assert she_writes(house, "STOPP") == "understood"
    everything_goes_out(house)
    assert "Du står ikke lenger på ventelista" in she_gets(gateway)[-1]
    assert state(house, kari) == "left"
    assert she_writes(house, "STOPP") == "passed_on"


@pytest.mark.parametrize(
    ("words", "becomes"),
    [
        ("ja", "accepted"), ("JA takk", "accepted"), ("Ja.", "accepted"), ("ja!", "accepted"), ("jepp", "accepted"),
        ("ok", "accepted"), ("yes", "accepted"), ("\tJa\n", "accepted"), ("👍 ja", "accepted"), ("ＪＡ", "accepted"),
        ("nei", "waiting"), ("Nei takk", "waiting"), ("NO", "waiting"), ("nei...", "waiting"),
        ("JA NEI", "offered"), ("ja, men ikke da", "offered"), ("kanskje", "offered"), ("jaja", "offered"),
        ("👍", "offered"), ("hva er dette", "offered"),
    ],
)  # fmt: skip
def test_yes_and_no_are_said_in_many_ways_and_doubt_is_for_a_human(
    house: House, full: list[dict[str, Any]], words: str, becomes: str
):
    kari = wait(house, "Kari", "900 00 001")
    cancel(house, full[0])
    assert she_writes(house, words) == ("passed_on" if becomes == "offered" else "understood")
    assert state(house, kari) == becomes
    assert house.count(Case) == (becomes == "offered")


def test_two_offers_on_one_phone_say_too_little_and_a_human_calls(
    house: House, gateway: Gateway, full: list[dict[str, Any]]
):
    wait(house, "Kari", "900 00 001")
    wait(house, "Ola", "900 00 001")
    cancel(house, full[0])
    cancel(house, full[1])
    everything_goes_out(house)
    assert len(she_gets(gateway)) == 2
    assert she_writes(house, "JA") == "passed_on"
    everything_goes_out(house)
    assert she_gets(gateway)[0].startswith("Takk. Vi ringer deg.")
    assert {entry.state for entry in house.rows(InLine)} == {"offered"}
    assert house.rows(CallBackRequest)[0].about == "JA"


def test_a_yes_that_comes_too_late_is_not_lost(house: House, full: list[dict[str, Any]]):
    wait(house, "Kari", "900 00 001")
    cancel(house, full[0])
    time_runs_out(house)
    assert she_writes(house, "JA") == "passed_on"
    clockwork(house)
    assert she_writes(house, "JA") == "passed_on"
    assert house.count(Case) == 2


def test_the_helper_who_hears_of_it_may_answer_and_a_stranger_may_not(house: House, full: list[dict[str, Any]]):
    helper = {"name": "Datter", "phone": "900 00 001", "channel": "sms"}
    mother = wait(house, "Mor", "900 00 005", for_whom="other", helper=helper, tell="person")
    cancel(house, full[0])
    assert she_writes(house, "JA") == "passed_on"
    assert state(house, mother) == "offered"
    told = wait(house, "Far", "", for_whom="other", helper=helper, tell="helper")
    cancel(house, full[1])
    assert state(house, told) == "offered"
    assert she_writes(house, "JA") == "understood"
    assert state(house, told) == "accepted"
    assert house.rows(VisitWish, VisitWish.reference == mother["reference"])[0].visit_id is None
