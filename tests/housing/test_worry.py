"""Anyone may tell of worry. They get a receipt, and never learn anything more."""

import re
from typing import Any

import pytest

from backend.core.outbox import Outbox
from backend.identity.models import Person
from tests.people import Browser, House

WORRY = {
    "for_whom": "worry",
    "what_matters": "Lyset har vært av i fire dager.",
    "helper": {"name": "Naboen", "phone": "90000044"},
}
STAFF_DEEDS: list[tuple[str, dict[str, Any]]] = [
    ("moves", {"to": "assessed"}),
    ("moves", {"to": "visit_agreed"}),
    ("calls", {"reached": True}),
    ("notes", {"text": "Har snakket med henne."}),
    ("priority", {"priority": "P1", "reason": "Alvorlig."}),
    ("unit", {"unit": "boligteam"}),
    ("moves", {"to": "visit_held"}),
    ("moves", {"to": "closed", "closed_because": "solved_self"}),
]


def seen(reporter: Browser, receipt: str) -> str:
    """The page without what is new at each look."""
    answer = reporter.get(receipt)
    assert answer.status_code == 200
    return re.sub(r'value="[0-9a-f-]{36}"', "", answer.get_data(as_text=True))


@pytest.fixture
def told(house: House) -> dict[str, Any]:
    return house.anonymous().accepted(**WORRY)


def test_a_worry_needs_no_consent_and_not_even_the_reporters_name(house: House) -> None:
    answer = house.anonymous().command(
        "/api/v1/housing/requests", {"for_whom": "worry", "person": {"address": "Granveien 3"}}
    )
    assert answer.status_code == 201


def test_the_receipt_never_changes_whatever_staff_do(house: House, told: dict[str, Any]) -> None:
    reporter, desk = house.anonymous(), house.signed_in("frontdesk")
    program = f"/api/v1/receipts/{told['reference']}?token={told['token']}"
    first, first_told = seen(reporter, told["receipt"]), reporter.get(program).json
    for deed, words in STAFF_DEEDS:
        answer = desk.deed(told["reference"], deed, **words)
        assert answer.status_code == 200, (deed, answer.json)
        assert seen(reporter, told["receipt"]) == first, deed
        assert reporter.get(program).json == first_told, deed


def test_the_receipt_shows_nobody(house: House, told: dict[str, Any]) -> None:
    page = seen(house.anonymous(), told["receipt"])
    for secret in ("Kari", "Granveien", "Lyset har", "Naboen", "90000044"):
        assert secret not in page


def test_staff_read_that_somebody_else_told_and_told_more_without_a_name(house: House) -> None:
    """The resident did not send it; whoever did is named where staff need it, not in the history."""
    told = house.signed_in("citizen2").accepted(**{**WORRY, "helper": {}}, person={"name": "Ingen Kjenner"})
    address = told["receipt"].split("?")[0]
    house.anonymous().post(address, data={"token": told["token"], "deed": "message", "text": "Nå er lyset på."})
    history = the_history(house, told["reference"])
    assert "Noen andre sendte inn via nett" in history
    assert "Noen andre skrev til oss" in history
    assert "Innbyggeren" not in history
    assert "Olav" not in history


def test_staff_read_that_the_helper_sent_what_a_helper_sent(house: House) -> None:
    helper = {"name": "Datteren", "phone": "90000045"}
    told = house.anonymous().accepted(for_whom="other", consent=True, helper=helper)
    assert "Hjelperen sendte inn via nett" in the_history(house, told["reference"])


def the_history(house: House, reference: str) -> str:
    page = house.signed_in("frontdesk").get(f"/ansatt/saker/{reference}").get_data(as_text=True)
    return page.partition('id="history"')[2].partition("</section>")[0]


def test_my_log_names_my_case_but_never_the_worry_about_me(house: House) -> None:
    me, desk = house.signed_in("citizen"), house.signed_in("frontdesk")
    own = me.accepted()["reference"]
    worry = house.anonymous().accepted(**WORRY)["reference"]
    house.change(house.case(worry).id, person_id=house.case(own).person_id)
    for reference in (own, worry):
        assert desk.get(f"/ansatt/saker/{reference}").status_code == 200
    log = me.get("/api/v1/me/access-log").json["items"]
    looks = [line["reference"] for line in log if line["what"] == "leste saken"]
    page = me.get("/min-side/logg").get_data(as_text=True)
    assert looks == ["", own]
    assert own in page
    assert worry not in page
    mine = me.get("/api/v1/me/export").json["cases"]
    assert [case["reference"] for case in mine] == [own]


def test_a_known_and_an_unknown_person_give_the_same_answer(house: House) -> None:
    house.signed_in("citizen")
    known = house.anonymous().accepted(**WORRY, person={"name": "Kari Fjelldal", "phone": "72000050"})
    unknown = house.anonymous().accepted(**WORRY, person={"name": "Ingen Kjenner", "phone": "91111111"})
    hide = re.compile(r"B-\d\d-\d{4}|[0-9a-f]{32}")
    browser = house.anonymous()
    assert {name: bool(value) for name, value in known.items()} == {
        name: bool(value) for name, value in unknown.items()
    }
    assert hide.sub("", seen(browser, known["receipt"])) == hide.sub("", seen(browser, unknown["receipt"]))


def test_a_worry_is_on_nobodys_own_page(house: House, told: dict[str, Any]) -> None:
    """Neither on the reporter's nor on the page of the one it is about."""
    for phone in ("+4790000044", "+4790000001"):
        browser = house.by_code(phone)
        assert browser.get("/api/v1/me/cases").json["items"] == []
        assert browser.get(f"/api/v1/me/cases/{told['reference']}").status_code == 404


@pytest.mark.parametrize("deed", ["withdraw", "undo", "photos"])
def test_the_reporter_can_take_nothing_back(house: House, told: dict[str, Any], deed: str) -> None:
    address = told["receipt"].split("?")[0]
    answer = house.anonymous().post(address, data={"token": told["token"], "deed": deed})
    assert answer.status_code == 422
    assert house.case(told["reference"]).status == "received"


def test_the_reporter_may_tell_more(house: House, told: dict[str, Any]) -> None:
    address = told["receipt"].split("?")[0]
    answer = house.anonymous().post(
        address, data={"token": told["token"], "deed": "message", "text": "Nå er lyset på."}
    )
    assert answer.status_code == 303
    assert "Nå er lyset på." not in seen(house.anonymous(), told["receipt"])


def test_staff_cannot_write_to_the_one_it_is_about_through_a_worry(house: House, told: dict[str, Any]) -> None:
    before = house.count(Outbox, Outbox.topic == "case.written")
    assert house.signed_in("frontdesk").deed(told["reference"], "messages", text="Hei").status_code == 403
    assert house.count(Outbox, Outbox.topic == "case.written") == before


def test_the_desk_may_register_a_worry_for_somebody_who_phones(house: House) -> None:
    desk = house.signed_in("frontdesk")
    answer = desk.command("/api/v1/desk/cases", {"kind": "housing", "told": {**WORRY, "person": {"name": "Kari"}}})
    assert answer.status_code == 201
    case = house.case(answer.json["reference"])
    assert (case.worry, case.channel, case.tell) == (True, "phone", "nobody")
    assert house.count(Person, Person.name == "Naboen") == 1
