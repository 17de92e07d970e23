"""The inbox: renewed without noise, and with single keys for those who want them."""

import re

import pytest

from backend.core.audit import AuditEntry
from tests.people import Browser, House

AGAIN = {"HX-Request": "true"}


@pytest.fixture
def desk(house: House) -> Browser:
    return house.signed_in("frontdesk")


def shown(desk: Browser) -> str:
    return str(desk.get("/ansatt/innboks").get_data(as_text=True))


def next_look(page: str) -> str:
    found = re.search(r'hx-get="([^"]+)"', page[page.index('id="cases"') :])
    assert found
    return found[1].replace("&amp;", "&")


def looks(house: House) -> int:
    return len(house.rows(AuditEntry, AuditEntry.what == "inbox.read"))


def test_a_look_that_finds_nothing_new_answers_the_time_and_writes_nothing_down(house: House, desk: Browser) -> None:
    house.anonymous().accepted()
    address, before = next_look(shown(desk)), looks(house)
    answer = desk.get(address, headers=AGAIN)
    assert answer.headers["HX-Retarget"] == "#refreshed"
    assert answer.get_data(as_text=True).startswith('<p class="muted small" id="refreshed">')
    assert looks(house) == before


def test_a_look_after_a_new_case_shows_it_and_is_written_down(house: House, desk: Browser) -> None:
    house.anonymous().accepted()
    address, before = next_look(shown(desk)), looks(house)
    new = house.anonymous().accepted()["reference"]
    answer = desk.get(address, headers=AGAIN)
    assert f'id="case-{new}"' in answer.get_data(as_text=True)
    assert looks(house) == before + 1
    assert "HX-Retarget" in desk.get(next_look(answer.get_data(as_text=True)), headers=AGAIN).headers


def test_a_deed_of_a_colleague_changes_the_row(house: House, desk: Browser) -> None:
    reference = house.anonymous().accepted()["reference"]
    assert f'id="take-{reference}"' in shown(desk)
    house.signed_in("specialist").deed(reference, "assignment", staff_id=None)
    desk.post(f"/ansatt/saker/{reference}/take")
    assert f'id="take-{reference}"' not in shown(desk)


def test_each_language_has_its_own_rows(house: House, desk: Browser) -> None:
    house.anonymous().accepted()
    assert "Ta saken" in shown(desk)
    assert "Ta saka" in desk.get("/nn/ansatt/innboks").get_data(as_text=True)
    assert "Ta saken" in shown(desk)


def test_keys_are_off_until_somebody_wants_them(house: House, desk: Browser) -> None:
    assert "data-shortcuts" not in shown(desk)
    desk.post("/ansatt/hurtigtaster", data={"on": "yes"})
    assert "data-shortcuts" in shown(desk)
    assert "data-shortcuts" not in shown(house.signed_in("specialist"))
    desk.post("/ansatt/hurtigtaster", data={"on": ""})
    assert "data-shortcuts" not in shown(desk)
