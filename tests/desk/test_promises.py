"""Promised days: working days, holidays, pauses; and one date that never stops."""

from datetime import date, timedelta

import pytest

from backend.core.clock import add_months, add_working_days, is_working_day, today, working_days_between
from backend.municipality.service import by_id
from tests.people import Browser, House


def test_christmas_and_the_municipalitys_own_closed_days_are_no_working_days(house: House) -> None:
    """Asked on 22 December: 23rd, then 28th. Christmas Eve is closed in Fjelldal, the 25th and 26th everywhere."""
    with house.work():
        fjelldal = by_id("fjelldal")
        assert fjelldal.answer_by("P1", date(2026, 12, 22)) == date(2026, 12, 23)
        assert fjelldal.answer_by("P1", date(2026, 12, 23)) == date(2026, 12, 28)
        assert fjelldal.answer_by("P1", date(2026, 12, 30)) == date(2027, 1, 4)


def test_easter_and_may_move_and_are_known() -> None:
    for day in (date(2027, 3, 25), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 17), date(2027, 5, 6)):
        assert not is_working_day(day), day
    assert add_working_days(date(2027, 3, 24), 1) == date(2027, 3, 30)


def test_counting_there_and_back_agrees() -> None:
    start = date(2026, 12, 1)
    for days in range(1, 60):
        assert working_days_between(start, add_working_days(start, days)) == days


def test_an_unsigned_rule_promises_nothing(house: House) -> None:
    from dataclasses import replace

    with house.work():
        fjelldal = by_id("fjelldal")
        unsigned = replace(fjelldal, tree={**fjelldal.tree, "promises": {**fjelldal.promises, "signed_on": None}})
        assert unsigned.answer_by("P1", date(2026, 11, 23)) is None


@pytest.fixture
def desk(house: House) -> Browser:
    return house.signed_in("frontdesk")


def wait(desk: Browser, reference: str, whom: str = "resident") -> None:
    answer = desk.deed(reference, "moves", to="waiting", waiting_for=whom, waiting_reason="Venter.")
    assert answer.status_code == 200, answer.json


def test_the_answers_clock_stops_while_we_wait_for_the_resident(house: House, desk: Browser) -> None:
    reference = house.anonymous().accepted()["reference"]
    promised = house.case(reference).answer_by
    assert promised
    wait(desk, reference)
    case = house.case(reference)
    assert case.paused_on == today()
    waited_since = today() - timedelta(days=14)
    house.change(case.id, paused_on=waited_since)
    desk.deed(reference, "moves", to="received")
    with house.work():
        closed = by_id("fjelldal").closed_dates(today())
    waited = working_days_between(waited_since, today(), closed)
    resumed = house.case(reference)
    assert waited > 5
    assert resumed.answer_by == add_working_days(promised, waited, closed)
    assert resumed.paused_on is None


@pytest.mark.parametrize("whom", ["nav", "supplier", "relative", "other_unit"])
def test_waiting_for_anybody_else_stops_no_clock(house: House, desk: Browser, whom: str) -> None:
    reference = house.anonymous().accepted()["reference"]
    wait(desk, reference, whom)
    assert house.case(reference).paused_on is None


def test_a_municipality_may_let_no_clock_stop(house: House) -> None:
    reference = house.anonymous("havnes").accepted(person={"postal_code": "9996"})["reference"]
    wait(house.signed_in("frontdesk", "havnes", "havnes"), reference)
    assert house.case(reference, "havnes").paused_on is None


def test_the_interim_reply_never_stops(house: House, desk: Browser) -> None:
    reference = house.anonymous().accepted()["reference"]
    month = add_months(today(), 1)
    assert house.case(reference).interim_by == month
    wait(desk, reference)
    waiting = house.case(reference)
    assert (waiting.interim_by, waiting.due_on) == (month, month), "the inbox sorts by it while the other clock stands"
    desk.deed(reference, "priority", priority="P1", reason="Haster.")
    desk.deed(reference, "moves", to="received")
    assert house.case(reference).interim_by == month


def test_reaching_the_person_keeps_the_first_promise(house: House, desk: Browser) -> None:
    reference = house.anonymous().accepted(signals=["fell_twice"])["reference"]
    assert house.case(reference).due_on == house.case(reference).answer_by
    desk.deed(reference, "calls", reached=False)
    assert house.case(reference).first_contact_at is None
    desk.deed(reference, "calls", reached=True)
    case = house.case(reference)
    assert case.first_contact_at
    assert case.due_on == case.interim_by


def test_the_inbox_begins_with_what_is_most_urgent(house: House, desk: Browser) -> None:
    calm = house.anonymous().accepted(signals=[])["reference"]
    urgent = house.anonymous().accepted(signals=["fell_twice"])["reference"]
    assert [case["reference"] for case in desk.get("/api/v1/desk/cases").json["items"]] == [urgent, calm]


def test_the_list_goes_on_where_it_stopped_and_loses_nobody(house: House, desk: Browser) -> None:
    sent = {house.anonymous().accepted()["reference"] for _ in range(7)}
    found, after = [], ""
    while True:
        page = desk.get(f"/api/v1/desk/cases?per_page=3&after={after}").json
        found += [case["reference"] for case in page["items"]]
        if not (after := page["next"]):
            break
    assert len(found) == 7
    assert set(found) == sent
