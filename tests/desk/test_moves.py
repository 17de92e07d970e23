"""A case goes along one table of moves; every other way is refused with what can be done."""

from typing import Any

import pytest

from backend.desk import moves
from backend.desk.models import CaseEvent
from tests.people import Browser, House

NEEDS: dict[str, dict[str, Any]] = {
    "waiting": {"waiting_for": "resident", "waiting_reason": "Venter på bilder."},
    "closed": {"closed_because": "solved_self"},
    "applied": {"route": "nav"},
    "decided": {"decision_on": "2026-11-02", "complaint_by": "2026-11-23", "complaint_text": "Klag til oss."},
}


@pytest.fixture
def desk(house: House) -> Browser:
    return house.signed_in("frontdesk")


def standing(house: House, status: str) -> str:
    """The number of a case that stands there."""
    case = house.case(house.anonymous().accepted()["reference"])
    aside = {"before_waiting": "assessed", "waiting_for": "nav"} if status == "waiting" else {}
    house.change(case.id, status=status, open=status not in moves.ENDED, **aside)
    return case.reference


@pytest.mark.parametrize("status", moves.NEXT["advice"])
def test_every_move_of_the_table_and_no_other(house: House, desk: Browser, status: str) -> None:
    allowed = moves.choices("advice", status, "assessed" if status == "waiting" else None)
    reference = standing(house, status)
    for to in moves.NEXT["advice"]:
        answer = desk.deed(reference, "moves", to=to, **NEEDS.get(to, {}))
        if to in allowed:
            assert answer.status_code == 200, (status, to, answer.json)
            assert house.case(reference).status == to
            reference = standing(house, status)
        else:
            assert answer.status_code == 409, (status, to)
            assert answer.json["choices"] == list(allowed)
            assert house.case(reference).status == status


def test_refusing_a_service_is_no_move_here(house: House, desk: Browser) -> None:
    for word in ("rejected", "refused", "avslag"):
        assert desk.deed(standing(house, "applied"), "moves", to=word).status_code == 422


@pytest.mark.parametrize(
    ("status", "to", "missing"),
    [
        ("received", "waiting", {"waiting_for", "waiting_reason"}),
        ("received", "closed", {"closed_because"}),
        ("assessed", "applied", {"route"}),
        ("applied", "decided", {"decision_on"}),
    ],
)
def test_a_move_that_needs_a_reason_names_it(
    house: House, desk: Browser, status: str, to: str, missing: set[str]
) -> None:
    reference = standing(house, status)
    answer = desk.deed(reference, "moves", to=to)
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == missing
    assert house.case(reference).status == status


def test_two_colleagues_at_once_the_second_is_told(house: House, desk: Browser) -> None:
    reference = house.anonymous().accepted()["reference"]
    revision = desk.get(f"/api/v1/desk/cases/{reference}").json["revision"]
    assert desk.deed(reference, "moves", to="assessed", revision=revision).status_code == 200
    answer = house.signed_in("specialist").deed(reference, "notes", text="x", revision=revision)
    assert answer.status_code in (404, 409), "a specialist of another unit does not see it"
    answer = desk.deed(reference, "moves", to="visit_agreed", revision=revision)
    assert answer.status_code == 409
    assert answer.json["revision"] == revision + 1
    assert house.case(reference).status == "assessed"


def test_the_nine_stamps_are_kept(house: House, desk: Browser) -> None:
    reference = house.anonymous().accepted(since="2026-05")["reference"]
    for to in ("visit_agreed", "visit_held", "proposed", "applied", "decided", "ordered", "done", "confirmed"):
        answer = desk.deed(reference, "moves", to=to, **NEEDS.get(to, {}))
        assert answer.status_code == 200, (to, answer.json)
    case = house.case(reference)
    stamps = [
        case.need_arose, case.contacted_at, case.first_contact_at, case.visited_at, case.proposed_at, case.applied_at,
        case.decided_at, case.done_at, case.confirmed_at,
    ]  # fmt: skip
    assert all(stamps)
    assert stamps[1:] == sorted(stamps[1:])
    assert not case.open


def test_a_closed_case_may_be_opened_again(house: House, desk: Browser) -> None:
    reference = standing(house, "received")
    desk.deed(reference, "moves", to="closed", **NEEDS["closed"])
    assert not house.case(reference).open
    assert desk.deed(reference, "moves", to="assessed").status_code == 200
    assert house.case(reference).open


def test_whoever_takes_a_case_has_it(house: House, desk: Browser) -> None:
    reference = house.anonymous().accepted()["reference"]
    assert desk.do(reference, "take").status_code == 303
    taken = house.case(reference).assigned_to
    assert taken is not None
    assert [event.what for event in house.rows(CaseEvent)] == ["received", "assigned"]
    assert desk.get("/api/v1/desk/cases?view=mine").json["items"][0]["reference"] == reference


def test_what_was_typed_is_kept_when_a_move_is_refused(house: House, desk: Browser) -> None:
    reference = house.anonymous().accepted()["reference"]
    page = desk.do(reference, "move", to="waiting", waiting_reason="Hun er hos datteren.")
    assert page.status_code == 422
    assert "Hun er hos datteren." in page.get_data(as_text=True)


def test_nobody_gives_a_case_to_another_municipalitys_colleague(house: House, desk: Browser) -> None:
    house.signed_in("frontdesk", "havnes", "havnes")
    from backend.identity.service.demo_people import people

    with house.work("havnes"):
        theirs = next(one.id for one in people("havnes") if one.role == "front_desk")
    reference = house.anonymous().accepted()["reference"]
    assert desk.deed(reference, "assignment", staff_id=str(theirs)).status_code in (404, 422)


def test_a_unit_that_does_not_work_for_us_gets_no_case(house: House, desk: Browser) -> None:
    reference = house.anonymous().accepted()["reference"]
    assert desk.deed(reference, "unit", unit="hjemmeteam-nord").status_code == 422
    assert desk.deed(reference, "unit", unit="nowhere").status_code == 422
    assert desk.deed(reference, "unit", unit="hjelpemiddellager").status_code == 200, "the shared store serves us too"


def test_what_was_weighed_is_never_needed_to_pass_a_case_on(house: House, desk: Browser) -> None:
    reference = house.anonymous().accepted()["reference"]
    assert desk.deed(reference, "unit", unit="boligteam").status_code == 200
    case = house.case(reference)
    assert (case.unit, case.benefit, case.severity) == ("boligteam", None, None)


def test_weighing_one_thing_leaves_the_others_as_they_were(house: House, desk: Browser) -> None:
    reference = house.anonymous().accepted()["reference"]
    desk.deed(reference, "considerations", technology="yes", technology_reason="Trygghetsalarm", benefit=2)
    desk.deed(reference, "considerations", rehabilitation="no")
    case = house.case(reference)
    assert (case.technology, case.technology_reason, case.benefit, case.rehabilitation) == (
        "yes",
        "Trygghetsalarm",
        2,
        "no",
    )
