"""A request finds the right unit, and danger never becomes a form."""

import pytest

from backend.core.outbox import Outbox
from backend.desk.models import Case, CaseEvent
from backend.housing.models import AdviceRequest
from backend.identity.models import Person
from tests.people import House


@pytest.mark.parametrize(
    ("municipality", "postal_code", "unit"),
    [
        ("fjelldal", "9992", "hvk"),
        ("fjelldal", "0001", "hvk"),
        ("fjelldal", "", "hvk"),
        ("havnes", "9996", "hjemmeteam-nord"),
        ("havnes", "9998", "hjemmeteam-nord"),
        ("havnes", "9995", "hjemmeteam-sor"),
        ("havnes", "0001", "servicetorget"),
        ("havnes", "", "servicetorget"),
    ],
)
def test_where_the_person_lives_decides_the_unit(house: House, municipality: str, postal_code: str, unit: str) -> None:
    """An unknown or missing postal code is never a reason to refuse: the fallback unit reads it."""
    reference = house.anonymous(municipality).accepted(person={"postal_code": postal_code})["reference"]
    assert house.case(reference, municipality).unit == unit


def test_the_helpers_own_address_decides_nothing(house: House) -> None:
    """A daughter who lives in the south writes for her father in the north."""
    daughter = house.signed_in("citizen", "havnes", "havnes")
    reference = daughter.accepted(
        for_whom="other", consent=True, person={"postal_code": "9996"}, helper={"name": "Dattera", "phone": "90000099"}
    )["reference"]
    assert house.case(reference, "havnes").unit == "hjemmeteam-nord"


def test_a_signal_may_go_straight_to_a_service(house: House) -> None:
    reference = house.anonymous().accepted(signals=["palliative"])["reference"]
    assert house.case(reference).unit == "hjemmetjenesten"


def test_danger_now_stores_nothing(house: House) -> None:
    answer = house.anonymous().ask(signals=["danger_now"])
    assert answer.status_code == 422
    assert answer.json["type"].endswith("#red_flag")
    for table in (Case, AdviceRequest, Person, Outbox, CaseEvent):
        assert house.count(table) == 0, table.__name__


def test_danger_now_in_the_plain_form_shows_numbers_and_stores_nothing(house: House) -> None:
    page = house.anonymous().post("/bolig/soknad", data={"signals[]": "danger_now", "person.name": "Kari"})
    assert page.status_code == 422
    assert "tel:113" in page.get_data(as_text=True)
    assert house.count(Person) == 0


def test_signals_only_propose_a_deadline(house: House) -> None:
    """More worrying answers bring the answer's day nearer; none of them refuses anybody."""
    calm = house.case(house.anonymous().accepted(signals=[])["reference"])
    urgent = house.case(house.anonymous().accepted(signals=["fell_twice"])["reference"])
    assert (calm.priority, urgent.priority) == ("P3", "P1")
    assert calm.answer_by
    assert urgent.answer_by
    assert urgent.answer_by < calm.answer_by
    assert calm.status == urgent.status == "received"


def test_soon_home_from_hospital_is_a_signal(house: House) -> None:
    case = house.case(house.anonymous().accepted(hospital="within_7_days", signals=[])["reference"])
    assert case.signals == ["discharge"]
    assert case.priority == "P1"


@pytest.mark.parametrize(
    ("person", "channel"),
    [
        ({"name": "Kari", "phone": "90000001", "email": "", "address": ""}, ""),
        ({"name": "Kari", "phone": "", "email": "kari@eksempel.no", "address": ""}, ""),
        ({"name": "Kari", "phone": "", "email": "", "address": "Granveien 3"}, ""),
    ],
)
def test_a_name_and_one_way_to_answer_is_enough(house: House, person: dict[str, str], channel: str) -> None:
    told = {"for_whom": "self", "person": person, "channel": channel}
    assert house.anonymous().command("/api/v1/housing/requests", told).status_code == 201


def test_without_any_way_to_answer_the_field_is_named_in_words(house: House) -> None:
    answer = house.anonymous().command("/api/v1/housing/requests", {"person": {"name": "Kari"}})
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["person.phone"]
    assert house.count(Person) == 0


@pytest.mark.parametrize(("language", "word"), [("nb", "Skriv"), ("nn", "Skriv"), ("en", "Write")])
def test_what_was_typed_is_kept_in_a_refusal_in_the_asked_language(house: House, language: str, word: str) -> None:
    prefix = "" if language == "nb" else f"/{language}"
    form = {
        "for_whom": "self",
        "what_matters": "Jeg vil dusje selv.",
        "person.name": "Gunvor",
        "difficult[]": ["bathroom", "stairs"],
    }
    page = house.anonymous().post(f"{prefix}/bolig/soknad", data=form)
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert "Jeg vil dusje selv." in text
    assert 'value="Gunvor"' in text
    assert text.count("checked") >= 3
    assert word in text
    assert house.count(Person) == 0
