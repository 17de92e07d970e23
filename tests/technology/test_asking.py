"""Somebody asks the municipality about a thing: one case like any other, whatever way it came in."""

from uuid import uuid4

from backend.desk.models import Case
from backend.technology.models import TechnologyQuestion
from tests.people import House

API = "/api/v1/technology/questions"
TOLD = {
    "type": "trygghetsalarm",
    "about": "Hvem svarer om natta?",
    "name": "Kari",
    "phone": "900 00 001",
    "channel": "call",
}


def test_a_question_becomes_a_case_that_the_desk_can_read(house: House):
    answer = house.anonymous().command(API, TOLD)
    assert answer.status_code == 201
    reference = answer.get_json()["reference"]
    assert reference.startswith("H-")
    page = house.signed_in("frontdesk").get(f"/ansatt/saker/{reference}").get_data(as_text=True)
    assert "Trygghetsalarm" in page
    assert "Hvem svarer om natta?" in page


def test_sent_twice_by_a_nervous_finger_it_is_one_question(house: House):
    key = str(uuid4())
    first, second = (house.anonymous().command(API, TOLD, key) for _ in range(2))
    assert first.get_json() == second.get_json()
    assert house.count(Case) == house.count(TechnologyQuestion) == 1


def test_the_plain_form_leads_to_a_receipt_where_one_can_change_ones_mind(house: House):
    visitor = house.anonymous()
    page = visitor.get("/hjelpemidler/spor?type=rullator").get_data(as_text=True)
    assert '<option value="rullator" selected>' in page
    answer = visitor.post("/hjelpemidler/spor", data={**TOLD, "idempotency_key": str(uuid4())})
    receipt = visitor.get(answer.location)
    assert "Vi har fått spørsmålet ditt" in receipt.text
    token = answer.location.partition("token=")[2]
    path = answer.location.partition("?")[0]
    withdrawn = visitor.post(path, data={"token": token, "deed": "withdraw"}, follow_redirects=True)
    assert "Angre og hent tilbake" in withdrawn.text
    back = visitor.post(path, data={"token": token, "deed": "undo"}, follow_redirects=True)
    assert "Skriv mer til oss" in back.text


def test_without_a_name_or_a_way_to_answer_the_form_says_what_is_missing_and_keeps_the_rest(house: House):
    told = {"about": "Hva koster den?", "idempotency_key": str(uuid4())}
    answer = house.anonymous().post("/hjelpemidler/spor", data=told)
    assert answer.status_code == 422
    assert "Skriv navnet ditt" in answer.text
    assert "Hva koster den?" in answer.text
    assert house.count(Case) == 0


def test_a_thing_taken_out_of_the_catalogue_meanwhile_is_no_hindrance(house: House):
    answer = house.anonymous().command(API, {**TOLD, "type": "noe-gammelt", "need": "flying"})
    assert answer.status_code == 201
    assert [(one.type, one.need) for one in house.rows(TechnologyQuestion)] == [("", "")]


def test_the_desk_registers_a_question_for_a_caller(house: House):
    desk = house.signed_in("frontdesk")
    assert "Trygghetsalarm hjemme" in desk.get("/ansatt/registrer?kind=technology").text
    answer = desk.command("/api/v1/desk/cases", {"kind": "technology", "told": TOLD})
    assert answer.status_code == 201, answer.text
    assert house.rows(Case)[0].kind == "technology"


def test_what_one_asked_is_in_ones_own_export_and_gone_when_forgotten(house: House):
    kari = house.signed_in("citizen")
    kari.command(API, {"type": "rullator", "about": "Kan jeg prøve en?", "name": "Kari", "phone": "900 00 001"})
    assert "Kan jeg prøve en?" in kari.get("/api/v1/me/export").text
    assert kari.call("DELETE", "/api/v1/me").status_code < 300
    assert [one.about for one in house.rows(TechnologyQuestion)] == [""]
