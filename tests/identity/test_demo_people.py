"""The made-up people of a demo get in without proof; nobody gets in as them anywhere else."""

import pytest

from backend.identity.models import Person, StaffMember
from backend.identity.service import demo_people
from tests.identity.conftest import Town, who
from tests.people import Browser

ROLES = {
    "citizen": "citizen", "citizen2": "citizen", "relative": "relative", "volunteer": "volunteer",
    "organiser": "organiser", "frontdesk": "front_desk", "specialist": "specialist", "leader": "leader",
    "admin": "administrator",
}  # fmt: skip


@pytest.mark.parametrize("mailbox", ROLES)
@pytest.mark.parametrize("municipality", ["fjelldal", "havnes"])
def test_each_gets_the_full_role_by_one_button(town: Town, mailbox: str, municipality: str):
    with town.app.app_context():
        demo_people.ensure(municipality)
    browser = town.anonymous(municipality)
    browser.post("/dev/logg-inn", data={"email": f"{mailbox}@{municipality}.example"})
    me = who(browser)
    assert (me["role"], me["assurance"], me["municipality"]) == (ROLES[mailbox], "high", municipality)


@pytest.mark.parametrize("mailbox", ["citizen", "specialist"])
def test_and_the_same_by_a_code(town: Town, visitor: Browser, mailbox: str):
    with town.app.app_context():
        demo_people.ensure("fjelldal")
    email = f"{mailbox}@fjelldal.example"
    visitor.post("/api/v1/sign-in/code", json={"contact": email})
    answer = visitor.post("/api/v1/sign-in/verify", json={"contact": email, "code": town.code_sent_to(email)})
    assert (answer.json["role"], answer.json["assurance"]) == (ROLES[mailbox], "high")


def test_the_sign_in_page_lists_them(visitor: Browser):
    page = visitor.get("/logg-inn").text
    assert all(f"{mailbox}@fjelldal.example" in page for mailbox in ROLES)
    assert "havnes.example" not in page


def test_the_neighbours_people_are_nobody_here(town: Town, visitor: Browser):
    with town.app.app_context():
        demo_people.ensure("havnes")
    assert visitor.post("/dev/logg-inn", data={"email": "admin@havnes.example"}).status_code == 404
    assert who(visitor) is None


@pytest.mark.parametrize("email", ["", "nobody@fjelldal.example", "admin@fjelldal.example "])
def test_others_are_nobody(visitor: Browser, email: str):
    assert visitor.post("/dev/logg-inn", data={"email": email}).status_code == 404


def test_outside_demo_the_door_is_not_there(town: Town, visitor: Browser):
    with town.app.app_context():
        demo_people.ensure("fjelldal")
    with town.settings(demo=False):
        answer = visitor.post("/dev/logg-inn", data={"email": "admin@fjelldal.example"})
        assert answer.status_code == 404
        assert "fjelldal.example" not in visitor.get("/logg-inn").text
    assert who(visitor) is None


def test_another_site_can_not_press_the_button(town: Town, visitor: Browser):
    told = {"email": "citizen@fjelldal.example"}
    answer = visitor.post("/dev/logg-inn", data=told, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_writing_them_down_twice_changes_nothing(town: Town):
    with town.app.app_context():
        demo_people.ensure("fjelldal")
        demo_people.ensure("fjelldal")
    assert (town.count(Person), town.count(StaffMember)) == (5, 4)


def test_staff_work_where_their_role_belongs(town: Town):
    with town.work():
        unit = {one.role: one.unit for one in demo_people.people("fjelldal")}
    assert (unit["front_desk"], unit["specialist"], unit["leader"]) == ("hvk", "boligteam", None)
