"""Somebody phones, or sends paper: the same command, the same receipt."""

from uuid import uuid4

import pytest

from backend.desk.models import Case, KeptCall
from backend.housing.examples import request as example
from backend.housing.models import AdviceRequest
from tests.people import Browser, House

OWN = {
    "id",
    "reference",
    "subject_id",
    "person_id",
    "channel",
    "registered_by",
    "contacted_at",
    "search",
    "_sa_instance_state",
}


@pytest.fixture
def desk(house: House) -> Browser:
    return house.signed_in("frontdesk")


def test_name_and_phone_are_enough(house: House, desk: Browser) -> None:
    told = {"kind": "housing", "told": {"person": {"name": "Odd", "phone": "900 00 007"}}}
    answer = desk.command("/api/v1/desk/cases", told)
    assert answer.status_code == 201, answer.json
    assert house.case(answer.json["reference"]).channel == "phone"


def test_a_registered_call_is_the_same_as_the_web(house: House, desk: Browser) -> None:
    by_web = house.case(house.anonymous().accepted()["reference"])
    answer = desk.command("/api/v1/desk/cases", {"kind": "housing", "came_by": "paper", "told": example()})
    by_desk = house.case(answer.json["reference"])
    assert {k: v for k, v in vars(by_web).items() if k not in OWN} == {
        k: v for k, v in vars(by_desk).items() if k not in OWN
    }
    assert (by_web.channel, by_desk.channel) == ("web", "paper")
    first, second = sorted(house.rows(AdviceRequest), key=lambda row: row.created_at)
    assert (first.what_matters, first.difficult) == (second.what_matters, second.difficult)


def test_the_page_answers_with_a_receipt_to_read_aloud(house: House, desk: Browser) -> None:
    form = {"kind": "housing", "idempotency_key": str(uuid4()), "person.name": "Odd", "person.phone": "900 00 007"}
    answer = desk.post("/ansatt/registrer", data=form)
    assert answer.status_code == 303, answer.get_data(as_text=True)[:2000]
    page = desk.get(answer.headers["Location"])
    assert page.status_code == 200
    assert house.rows(Case)[0].reference in page.get_data(as_text=True)


def test_a_missing_phone_brings_the_form_back_with_what_was_typed(house: House, desk: Browser) -> None:
    form = {
        "kind": "housing",
        "idempotency_key": str(uuid4()),
        "person.name": "Odd Langbein",
        "what_matters": "Trappa.",
    }
    page = desk.post("/ansatt/registrer", data=form)
    assert page.status_code == 422
    assert "Odd Langbein" in page.get_data(as_text=True)
    assert house.count(Case) == 0


def test_another_phone_rings_and_the_half_call_is_kept(house: House, desk: Browser) -> None:
    key = str(uuid4())
    half = {"kind": "housing", "idempotency_key": key, "person.name": "Halvor Halvferdig"}
    assert desk.post("/ansatt/registrer/behold", data=half, headers={"HX-Request": "true"}).status_code == 204
    assert "Halvor Halvferdig" not in desk.get("/ansatt/registrer").get_data(as_text=True).split("<form", 1)[-1]
    resumed = desk.get(f"/ansatt/registrer?kept={key}").get_data(as_text=True)
    assert "Halvor Halvferdig" in resumed
    assert key in resumed
    sent = desk.post("/ansatt/registrer", data={**half, "person.phone": "90000008"})
    assert sent.status_code == 303
    assert house.count(KeptCall) == 0
    assert house.count(Case) == 1


@pytest.mark.parametrize("form", [{"kind": "call_back", "name": "Odd"}, {"person": "x"}, {"person.name.x": "y"}, {}])
def test_however_little_or_odd_a_half_call_is_the_inbox_shows_it(desk: Browser, form: dict[str, str]) -> None:
    key = str(uuid4())
    assert desk.post("/ansatt/registrer/behold", data={**form, "idempotency_key": key}).status_code == 303
    page = desk.get("/ansatt/innboks")
    assert page.status_code == 200
    assert f"kept={key}" in page.get_data(as_text=True)
    assert desk.get(f"/ansatt/registrer?kept={key}").status_code < 500


def test_keeping_again_overwrites(house: House, desk: Browser) -> None:
    key = str(uuid4())
    for name in ("Ha", "Halvor"):
        desk.post("/ansatt/registrer/behold", data={"kind": "housing", "idempotency_key": key, "person.name": name})
    assert [kept.form["person"]["name"] for kept in house.rows(KeptCall)] == ["Halvor"]


def test_a_half_call_is_a_colleagues_own(house: House, desk: Browser) -> None:
    key = str(uuid4())
    half = {"kind": "housing", "idempotency_key": key, "person.name": "Halvor"}
    desk.post("/ansatt/registrer/behold", data=half)
    other = house.signed_in("specialist")
    assert "Halvor" not in other.get(f"/ansatt/registrer?kept={key}").get_data(as_text=True)
    assert other.post("/ansatt/registrer/behold", data={**half, "person.name": "Annen"}).status_code == 404
    assert house.rows(KeptCall)[0].form["person"]["name"] == "Halvor"


def test_a_call_back_can_be_registered_too(house: House, desk: Browser) -> None:
    told = {"kind": "call_back", "told": {"name": "Odd", "phone": "90000007"}}
    answer = desk.command("/api/v1/desk/cases", told)
    assert answer.status_code == 201
    assert answer.json["reference"].startswith("R-")
