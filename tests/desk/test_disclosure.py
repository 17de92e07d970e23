"""Before anything is read aloud, staff know whom they talk to."""

from datetime import timedelta
from typing import Any

import pytest

from backend.core.audit import AuditEntry
from backend.core.clock import today
from backend.desk.pages.spoken import helper_may_know
from tests.people import Browser, House


@pytest.fixture
def desk(house: House) -> Browser:
    return house.signed_in("frontdesk")


@pytest.mark.parametrize(
    ("told", "right"),
    [
        ({"way": "fact", "fact": "900 00 001"}, True),
        ({"way": "fact", "fact": "+47 90000001"}, True),
        ({"way": "fact", "fact": "granveien 3"}, True),
        ({"way": "fact", "fact": "9993"}, True),
        ({"way": "fact", "fact": ""}, False),
        ({"way": "fact", "fact": "9992"}, False),
        ({"way": "fact", "fact": "Kari Fjelldal"}, False),
        ({"way": "fact", "fact": "9993", "reference": "B-26-9999"}, False),
        ({"way": "called_back"}, True),
    ],
)
def test_receipt_number_and_one_known_fact_or_a_call_back(
    house: House, desk: Browser, told: dict[str, str], right: bool
) -> None:
    reference = house.anonymous().accepted()["reference"]
    answer = desk.do(reference, "disclose", **{"reference": reference, **told})
    assert answer.status_code == 200
    entry = house.rows(AuditEntry, AuditEntry.what == "case.disclosure")[0]
    assert entry.details["right"] is right


def test_a_fact_alone_is_not_enough(house: House, desk: Browser) -> None:
    reference = house.anonymous().accepted()["reference"]
    desk.do(reference, "disclose", way="fact", fact="9993")
    assert house.rows(AuditEntry, AuditEntry.what == "case.disclosure")[0].details["right"] is False


def helped(house: House) -> dict[str, Any]:
    return house.anonymous().accepted(
        for_whom="other", consent=True, helper={"name": "Dattera", "phone": "90000099"}, call_whom="helper"
    )


def test_who_may_be_told_until_when_can_be_ended_at_once(house: House, desk: Browser) -> None:
    reference = helped(house)["reference"]
    assert helper_may_know(house.case(reference))
    desk.do(reference, "may_know", until=(today() + timedelta(days=30)).isoformat())
    assert house.case(reference).helper_may_know_until == today() + timedelta(days=30)
    desk.do(reference, "may_know", until="")
    assert not helper_may_know(house.case(reference))


def test_after_the_day_nobody_else_may_be_told(house: House, desk: Browser) -> None:
    case = house.case(helped(house)["reference"])
    house.change(case.id, helper_may_know_until=today() - timedelta(days=1))
    assert not helper_may_know(house.case(case.reference))
    page = desk.get(f"/ansatt/saker/{case.reference}").get_data(as_text=True)
    assert case.reference in page
