"""An issuer's word is not enough to work here: the municipality must have said so too."""

import pytest
from sqlalchemy import update

from backend.core.db import every_municipality, transaction
from backend.identity.models import StaffMember
from backend.identity.service import staff
from tests.identity.conftest import Door, Town, who
from tests.identity.fake_issuer import FakeIssuer
from tests.identity.test_refusals import nobody_came_in, said

STAFF_CLAIMS = {
    "an e-mail nobody has verified": {"email_verified": False},
    "an e-mail verified in words": {"email_verified": "true"},
    "an e-mail of which nothing is said": {"email_verified": None},
    "no e-mail": {"email": None},
    "several e-mails": {"email": ["nora@fjelldal.example"]},
    "somebody who does not work here": {"email": "ola@fjelldal.example"},
    "somebody with a longer address": {"email": "nora@fjelldal.example.com"},
    "somebody who has left": {"email": "left@fjelldal.example"},
    "somebody of the neighbours": {"email": "bo@havnes.example"},
    "a citizen's token": {"aud": "hundre"},
}


@pytest.mark.parametrize("case", STAFF_CLAIMS)
def test_staff_that_are_not_ours(town: Town, staff_door: Door, issuer: FakeIssuer, case: str):
    with town.work(), transaction():
        staff.add("nora@fjelldal.example", "Nora", "front_desk")
        staff.add("left@fjelldal.example", "Per", "administrator").active = False
    with town.work("havnes"), transaction():
        staff.add("bo@havnes.example", "Bo", "administrator")
    issuer.claims = said(**STAFF_CLAIMS[case])
    assert staff_door.through().status_code == 403
    nobody_came_in(town, staff_door.browser)


def test_whoever_leaves_the_job_is_out_at_once(town: Town, staff_door: Door):
    with town.work(), transaction():
        staff.add("nora@fjelldal.example", "Nora", "front_desk")
    staff_door.through()
    assert who(staff_door.browser)["role"] == "front_desk"
    with town.app.app_context(), every_municipality(), transaction() as store:
        store.execute(update(StaffMember).values(active=False))
    assert who(staff_door.browser) is None
