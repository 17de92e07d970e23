"""The same sending twice is the same deed once."""

from uuid import uuid4

import pytest

from backend.desk.models import Case
from tests.people import House, picture


def test_the_same_key_and_content_gets_the_first_answer_again(house: House) -> None:
    phone, key = house.anonymous(), str(uuid4())
    first, again = phone.ask(key), phone.ask(key)
    assert first.status_code == again.status_code == 201
    assert first.json == again.json
    assert house.count(Case) == 1


def test_another_content_under_a_used_key_is_refused_and_stores_nothing(house: House) -> None:
    phone, key = house.anonymous(), str(uuid4())
    phone.ask(key)
    assert phone.ask(key, owner="rent").status_code == 422
    assert house.count(Case) == 1


def test_a_key_is_the_municipalitys_own(house: House) -> None:
    key = str(uuid4())
    here = house.anonymous("fjelldal").ask(key)
    there = house.anonymous("havnes").ask(key, person={"postal_code": "9996"})
    assert here.status_code == there.status_code == 201
    assert house.count(Case) == 2


def test_a_key_is_not_the_sessions(house: House) -> None:
    """A phone that signs in between two tries still sends the same thing."""
    key = str(uuid4())
    first = house.anonymous().ask(key)
    assert house.by_code("+4790000001").ask(key).json == first.json
    assert house.count(Case) == 1


@pytest.mark.parametrize("key", ["", "17", "not-a-uuid", "0" * 64])
def test_without_a_proper_key_nothing_is_created(house: House, key: str) -> None:
    assert (
        house.anonymous()
        .command("/api/v1/contact-requests", {"name": "Kari", "phone": "90000001"}, key or " ")
        .status_code
        == 400
    )
    assert house.count(Case) == 0


def test_the_same_picture_sent_anew_is_the_same_content(house: House) -> None:
    """The first upload's answer was lost, so the phone stored the photo again under another id."""
    phone, key = house.anonymous(), str(uuid4())
    first, second = phone.send_photo(picture()).json["id"], phone.send_photo(picture()).json["id"]
    assert first != second
    assert phone.ask(key, photos=[first]).json == phone.ask(key, photos=[second]).json


def test_one_photo_per_key(house: House) -> None:
    phone, key = house.anonymous(), str(uuid4())
    assert phone.send_photo(picture(), key=key).json == phone.send_photo(picture(), key=key).json
    assert phone.send_photo(picture(colour="#000"), key=key).status_code == 422


def test_two_commands_may_share_a_key(house: House) -> None:
    phone, key = house.anonymous(), str(uuid4())
    assert phone.ask(key).status_code == 201
    assert phone.command("/api/v1/contact-requests", {"name": "Kari", "phone": "90000001"}, key).status_code == 201
