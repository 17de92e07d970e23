"""The receipt's link: status in words, more can be told, taken back and fetched again; and it opens nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from backend.core.clock import now, today
from tests.people import House, picture


@pytest.fixture
def told(house: House) -> dict[str, Any]:
    return house.anonymous().accepted()


def change(house: House, told: dict[str, Any], deed: str, **more: Any) -> int:
    form = {"token": told["token"], "deed": deed, **more}
    return house.anonymous().post(told["receipt"].split("?")[0], data=form).status_code


def test_status_but_never_what_was_written(house: House, told: dict[str, Any]) -> None:
    house.signed_in("frontdesk").deed(told["reference"], "messages", text="Vi tror du trenger en rampe.")
    page = house.anonymous().get(told["receipt"]).get_data(as_text=True)
    assert told["reference"] in page
    for secret in ("Kari", "Granveien", "dusje", "rampe", "900 00 001", "90000001"):
        assert secret not in page


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "å" * 32])
def test_a_wrong_token_is_as_if_nothing_were_there(house: House, told: dict[str, Any], token: str) -> None:
    browser, reference = house.anonymous(), told["reference"]
    assert browser.get(f"/bolig/kvittering/{reference}?token={token}").status_code == 404
    assert browser.get(f"/api/v1/receipts/{reference}?token={token}").status_code == 404
    assert browser.post(f"/bolig/kvittering/{reference}", data={"token": token, "deed": "withdraw"}).status_code == 404


def test_another_municipalitys_receipt_is_unknown(house: House, told: dict[str, Any]) -> None:
    neighbour = house.anonymous("havnes")
    assert neighbour.get(told["receipt"]).status_code == 404
    assert neighbour.get(f"/api/v1/receipts/{told['reference']}?token={told['token']}").status_code == 404


def test_take_it_back_and_fetch_it_again(house: House, told: dict[str, Any]) -> None:
    house.signed_in("frontdesk").deed(told["reference"], "moves", to="assessed")
    assert change(house, told, "withdraw") == 303
    assert house.case(told["reference"]).status == "withdrawn"
    assert change(house, told, "undo") == 303
    case = house.case(told["reference"])
    assert (case.status, case.open, case.withdrawn_at) == ("assessed", True, None)


def test_withdrawing_twice_is_withdrawing_once(house: House, told: dict[str, Any]) -> None:
    assert change(house, told, "withdraw") == change(house, told, "withdraw") == 303
    assert change(house, told, "undo") == 303
    assert house.case(told["reference"]).status == "received"


def test_after_a_quarter_of_an_hour_it_stays_withdrawn(house: House, told: dict[str, Any]) -> None:
    change(house, told, "withdraw")
    house.change(house.case(told["reference"]).id, withdrawn_at=now() - timedelta(minutes=16))
    assert change(house, told, "undo") == 409
    assert house.case(told["reference"]).status == "withdrawn"


def test_staff_cannot_move_what_was_withdrawn(house: House, told: dict[str, Any]) -> None:
    change(house, told, "withdraw")
    assert house.signed_in("frontdesk").deed(told["reference"], "moves", to="assessed").status_code == 409


def test_a_word_and_a_photo_later(house: House, told: dict[str, Any]) -> None:
    import io

    assert change(house, told, "message", text="Jeg glemte trappa.") == 303
    assert change(house, told, "photos", **{"photos[]": (io.BytesIO(picture()), "a.jpg")}) == 303
    page = house.signed_in("frontdesk").get(f"/ansatt/saker/{told['reference']}").get_data(as_text=True)
    assert "Jeg glemte trappa." in page
    assert "/bilder/" in page


def test_own_page_by_code_shows_status_but_not_the_answers(house: House, told: dict[str, Any]) -> None:
    """A phone number is not a person: two may share it."""
    browser = house.by_code("+4790000001")
    assert [case["reference"] for case in browser.get("/api/v1/me/cases").json["items"]] == [told["reference"]]
    page = browser.get(f"/min-side/saker/{told['reference']}")
    assert page.status_code == 302
    assert "/logg-inn" in page.headers["Location"]


def test_surely_known_the_person_reads_everything(house: House) -> None:
    citizen = house.signed_in("citizen")
    reference = citizen.accepted(what_matters="Jeg vil dusje selv.")["reference"]
    house.signed_in("frontdesk").deed(reference, "messages", text="Vi kommer tirsdag.")
    page = citizen.get(f"/min-side/saker/{reference}").get_data(as_text=True)
    assert "Jeg vil dusje selv." in page
    assert "Vi kommer tirsdag." in page
    assert house.signed_in("citizen2").get(f"/min-side/saker/{reference}").status_code == 404


def test_the_promised_day_is_told_at_once(house: House, told: dict[str, Any]) -> None:
    assert told["answer_by"] > today().isoformat()
