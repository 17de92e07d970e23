"""I see who has done or seen what with my matters: role and unit, in words."""

from uuid import UUID

import pytest

from backend.core import audit
from backend.core.db import transaction
from backend.identity.service import demo_people
from tests.identity.conftest import Town, person_id
from tests.people import Browser


def looked(town: Town, what: str, by: str, at: str, role: str = "specialist", municipality: str = "fjelldal") -> None:
    """Somebody (`staff:<id>`, `person:<id>`) did something with what is `at`'s."""
    with town.work(municipality), transaction():
        audit.record(what, "B-26-0001", actor=by, role=role, person_id=person_id(at, municipality))


def test_i_see_who_has_looked_by_role_and_unit_never_by_name(town: Town, kari: Browser):
    town.signed_in("specialist")
    with town.work():
        jon = f"staff:{person_id('specialist')}"
    looked(town, "case.read", jon, "citizen")
    line = kari.get("/api/v1/me/access-log").json["items"][0]
    assert (line["who"], line["what"]) == ("fagperson, Boligteamet", "leste saken")
    assert "Jon" not in kari.get("/min-side/logg").text


def test_in_the_language_i_ask_for(town: Town, kari: Browser):
    looked(town, "case.read", "system", "citizen", role="system")
    assert kari.get("/api/v1/me/access-log?lang=en").json["items"][0]["what"] == "read the case"


def test_a_deed_without_words_is_not_hidden(town: Town, kari: Browser):
    looked(town, "something.new", "system", "citizen", role="system")
    assert kari.get("/api/v1/me/access-log").json["items"][0]["what"] == "gjorde noe med det som er ditt"


def test_who_told_of_a_worry_is_not_in_my_log(town: Town, kari: Browser):
    looked(town, "case.opened", f"person:{UUID(int=7)}", "citizen", role="citizen")
    looked(town, "case.opened", "anonymous", "citizen", role="anonymous")
    assert [line["what"] for line in kari.get("/api/v1/me/access-log").json["items"]] == ["logget inn"]


def test_what_is_others_is_not_in_my_log(town: Town, kari: Browser):
    town.signed_in("citizen2")
    looked(town, "case.read", "system", "citizen2", role="system")
    with town.app.app_context():
        demo_people.ensure("havnes")
    looked(town, "case.read", "system", "citizen", role="system", municipality="havnes")
    assert len(kari.get("/api/v1/me/access-log").json["items"]) == 1


def test_a_long_log_comes_in_pages(town: Town, kari: Browser):
    for _ in range(4):
        looked(town, "case.read", "system", "citizen", role="system")
    first = kari.get("/api/v1/me/access-log?per_page=3").json
    second = kari.get(f"/api/v1/me/access-log?per_page=3&after={first['next']}").json
    assert (len(first["items"]), len(second["items"]), second["next"]) == (3, 2, None)


STRANGE = ["after=x", "after=-1", "after=" + "9" * 40, "per_page=x", "per_page=-1", "per_page=9999"]


@pytest.mark.parametrize("query", STRANGE)
def test_strange_pages_are_refused_in_words(kari: Browser, query: str):
    assert kari.get(f"/api/v1/me/access-log?{query}").status_code == 400
