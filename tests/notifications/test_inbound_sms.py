"""The door for SMS opens for the gateway's own signature alone, reads each SMS once, and loses no word."""

import json
import time
from typing import Any

import pytest

from backend.core.clock import now
from backend.desk.models import CallBackRequest, Case
from backend.identity.models import Person
from backend.notifications.models import Message
from backend.notifications.service import inbound
from tests.people import House

DOOR = "/api/v1/inbound/sms"


def sent(house: House, told: Any, municipality: str = "fjelldal", signed_for: str = "", **wrong: Any) -> Any:
    """What the gateway posts: signed as it should be, but for what is `wrong`."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    stamp = str(wrong.get("stamp", int(now().timestamp())))
    whose, sealed_stamp = signed_for or municipality, wrong.get("sealed_stamp", stamp)
    with house.app.app_context():
        seal = inbound.signature_of(whose, sealed_stamp, wrong.get("sealed", body))
    headers = {"Hundre-Timestamp": stamp, "Hundre-Signature": wrong.get("seal", seal)}
    headers = {name: value for name, value in headers.items() if name != wrong.get("without")}
    return house.anonymous(municipality).post(DOOR, data=body, headers=headers, content_type="application/json")


def sms(text: str = "Kan dere ringe meg?", **more: Any) -> dict[str, Any]:
    return {"id": "gw-1", "from": "900 00 001", "text": text, **more}


def test_words_that_no_program_understands_become_a_call_for_the_desk(house: House):
    answer = sent(house, sms())
    assert (answer.status_code, answer.get_json()) == (200, {"status": "passed_on"})
    case = house.rows(Case)[0]
    assert (case.kind, case.channel, case.open) == ("call_back", "sms", True)
    assert house.rows(CallBackRequest)[0].about == "Kan dere ringe meg?"
    person = house.rows(Person, Person.id == case.person_id)[0]
    assert (person.name, person.phone) == ("SMS 900 00 001", "+4790000001")
    page = house.signed_in("frontdesk").get(f"/ansatt/saker/{case.reference}").text
    assert "Kan dere ringe meg?" in page
    assert [(one.template, one.channel) for one in house.rows(Message, Message.receiver == f"person:{person.id}")] == [
        ("sms_passed_on", "sms")
    ]


def test_a_phone_is_not_a_person(house: House):
    house.anonymous().accepted()
    before = house.count(Person)
    sent(house, sms())
    assert house.count(Person) == before + 1


def test_no_word_of_a_long_sms_is_lost(house: House):
    text = "Jeg har mye på hjertet. " * 66
    assert sent(house, sms(text)).status_code == 200
    case = house.rows(Case)[0]
    page = house.signed_in("frontdesk").get(f"/ansatt/saker/{case.reference}").text
    assert page.count("hjertet.") == 66


def test_the_same_sms_twice_is_read_once(house: House):
    first, again = sent(house, sms()), sent(house, sms(received_at="2026-11-23T10:00:00+01:00"))
    assert first.get_json() == again.get_json()
    assert house.count(Case) == 1
    assert sent(house, sms("Noe annet")).status_code == 422
    assert sent(house, sms(id="gw-2")).status_code == 200
    assert house.count(Case) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"seal": "sha256=" + "0" * 64}, {"seal": ""}, {"seal": "å"}, {"without": "Hundre-Signature"},
        {"without": "Hundre-Timestamp"}, {"stamp": int(time.time()) - 3600}, {"stamp": int(time.time()) + 3600},
        {"stamp": "soon"}, {"stamp": "²"}, {"stamp": "-1"}, {"stamp": "9" * 40}, {"sealed": b"{}"},
        {"sealed_stamp": "1"}, {"signed_for": "havnes"},
    ],
)  # fmt: skip
def test_what_the_gateway_did_not_sign_just_now_stays_outside(house: House, wrong: dict[str, Any]):
    answer = sent(house, sms(), **wrong)
    assert answer.status_code == 401
    assert answer.get_json()["type"].endswith("#not_from_gateway")
    assert house.count(Case) == 0


def test_each_municipality_has_its_own_key_and_its_own_people(house: House):
    assert sent(house, sms(), municipality="havnes").status_code == 200
    assert [case.municipality_id for case in house.rows(Case)] == ["havnes"]
    with house.app.app_context():
        assert inbound.key_of("havnes") != inbound.key_of("fjelldal")


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (sms("x" * 1601), 422), (sms(""), 422), (sms(id=""), 422), (sms(id="x" * 81), 422), (sms(id=7), 422),
        (sms(**{"from": "Posten"}), 422), (sms(**{"from": ""}), 422), (sms(received_at="i går"), 422),
        ([], 422), (b"{", 400), (b"", 400), (b"[" * 40, 400), (sms("x" * 9000), 413),
    ],
)  # fmt: skip
def test_what_cannot_be_an_sms_is_refused_by_name(house: House, told: Any, status: int):
    assert sent(house, told).status_code == status
    assert house.count(Case) == 0


def test_somebody_who_sends_without_end_is_asked_to_wait(house: House):
    answers = [sent(house, sms(id=f"gw-{number}")).status_code for number in range(inbound.MOST_OF_ONE + 1)]
    assert set(answers[:-1]) == {200}
    assert answers[-1] == 429


def test_the_operator_prints_the_key_for_the_gateway(house: House, monkeypatch: pytest.MonkeyPatch):
    from click.testing import CliRunner

    from backend import cli

    monkeypatch.setattr(cli, "app", lambda: house.app)
    told = CliRunner().invoke(cli.main, ["inbound-key", "fjelldal"])
    with house.app.app_context():
        assert told.output.strip() == inbound.key_of("fjelldal")
    assert CliRunner().invoke(cli.main, ["inbound-key", "oslo"]).exit_code == 1
