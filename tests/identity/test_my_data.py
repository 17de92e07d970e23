"""What we hold about me is mine to see, to take along and to have erased; and I see who has looked."""

import base64
from collections.abc import Iterator

import pytest

from backend.core.db import db, transaction
from backend.identity import erasing, exports
from backend.identity.models import Person
from tests.identity.conftest import Door, Town, person_id, who
from tests.people import Browser

SEND = "/api/v1/housing/requests"


@pytest.fixture
def registries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rooms that a test furnishes are gone afterwards."""
    monkeypatch.setattr(exports, "_loaders", dict(exports._loaders))
    monkeypatch.setattr(erasing, "_erasers", dict(erasing._erasers))
    return


def test_i_see_who_i_am(kari: Browser):
    me = kari.get("/api/v1/me").json
    assert (me["name"], me["role"], me["assurance"]) == ("Kari Fjelldal", "citizen", "high")
    assert me["municipality"] == "fjelldal"


@pytest.mark.parametrize("path", ["", "/device-key", "/access-log", "/export"])
def test_nobody_is_nobody(visitor: Browser, path: str):
    assert visitor.get(f"/api/v1/me{path}").status_code == 401


@pytest.mark.parametrize("path", ["/access-log", "/export"])
def test_a_code_is_not_enough_for_what_is_personal(town: Town, path: str):
    answer = town.by_code("nora@example.com").get(f"/api/v1/me{path}")
    assert (answer.status_code, answer.json["needs"]) == (403, "substantial")


def test_a_code_is_not_enough_to_erase(town: Town):
    assert town.by_code("nora@example.com").call("DELETE", "/api/v1/me").status_code == 403


@pytest.mark.parametrize("path", ["/min-side/om-meg", "/min-side/logg"])
def test_the_pages_show_the_way_to_a_surer_sign_in(town: Town, visitor: Browser, path: str):
    for browser in (visitor, town.by_code("nora@example.com")):
        assert browser.get(path).location == f"/logg-inn?next={path}"


@pytest.mark.parametrize("mailbox", ["frontdesk", "leader", "admin"])
def test_staff_have_no_page_of_their_own_here(town: Town, mailbox: str):
    assert town.signed_in(mailbox).get("/api/v1/me/export").status_code == 403


def test_the_key_of_my_phones_store_is_the_same_each_time(town: Town, kari: Browser):
    first = kari.get("/api/v1/me/device-key").json
    assert first == town.signed_in("citizen").get("/api/v1/me/device-key").json
    assert len(base64.urlsafe_b64decode(first["key"] + "=")) == 32
    assert first["owner"] == who(kari)["owner"]


def test_everybody_has_a_key_of_their_own(town: Town):
    browsers = [town.signed_in(mailbox) for mailbox in ("citizen", "citizen2", "frontdesk")]
    browsers += [town.by_code("a@b.no"), town.by_code("c@d.no"), town.by_code("a@b.no", "havnes")]
    keys = [browser.get("/api/v1/me/device-key").json for browser in browsers]
    assert all(len({key[part] for key in keys}) == len(browsers) for part in ("key", "key_id", "owner"))


def test_the_key_lies_sealed(town: Town, kari: Browser):
    key = kari.get("/api/v1/me/device-key").json["key"]
    kept = next(person.device_key for person in town.rows(Person) if person.device_key)
    assert key not in kept


def test_what_another_wrote_is_not_sent_in_my_name(town: Town, kari: Browser):
    olav = who(town.signed_in("citizen2"))["owner"]
    assert kari.post(SEND, json={}, headers={"Hundre-Owner": olav}).status_code == 401
    assert kari.post(SEND, json={}, headers={"Hundre-Owner": who(kari)["owner"]}).status_code == 422


def test_what_somebody_wrote_is_not_sent_by_nobody(visitor: Browser, kari: Browser):
    mine = who(kari)["owner"]
    assert visitor.post(SEND, json={}, headers={"Hundre-Owner": mine}).status_code == 401


def test_i_take_along_everything_about_me_and_nothing_else(town: Town, kari: Browser, registries: None):
    exports.register_export("plan", lambda person: [{"of": person.name}])
    town.signed_in("citizen2")
    answer = kari.get("/api/v1/me/export")
    assert answer.json["person"]["email"] == "citizen@fjelldal.example"
    assert answer.json["plan"] == [{"of": "Kari Fjelldal"}]
    assert len(answer.json["sign_ins"]) == 1
    assert "citizen2@" not in answer.text
    assert "attachment" in answer.headers["Content-Disposition"]


def test_my_national_id_is_among_it(id_porten: Door):
    id_porten.through()
    assert id_porten.browser.get("/api/v1/me/export").json["person"]["national_id"] == "13097248022"


def test_the_page_shows_it_in_words(kari: Browser):
    page = kari.get("/min-side/om-meg").text
    assert all(words in page for words in ("Kari Fjelldal", "citizen@fjelldal.example", "Last ned alt om meg"))


def test_when_i_leave_nothing_of_me_stays(town: Town, kari: Browser):
    tablet = town.signed_in("citizen")
    answer = kari.call("DELETE", "/api/v1/me")
    assert (answer.status_code, answer.json) == (200, {"status": "erased", "kept": []})
    row = next(person for person in town.rows(Person) if person.id == person_id("citizen"))
    assert not any((row.name, row.phone, row.email, row.address, row.national_id_mark, row.device_key))
    assert row.erased_on
    assert (who(kari), who(tablet)) == (None, None)


def test_only_i_am_erased(town: Town, kari: Browser):
    olav = town.signed_in("citizen2")
    kari.call("DELETE", "/api/v1/me")
    assert who(olav)["name"] == "Olav Fjelldal"


def test_what_is_journaled_is_kept_and_named(town: Town, kari: Browser, registries: None):
    erasing.register_eraser("desk", lambda person: [erasing.Kept("B-26-0417")])
    answer = kari.call("DELETE", "/api/v1/me")
    assert answer.json["kept"] == [{"what": "B-26-0417", "why": "Det hører til en sak i arkivet."}]
    row = next(person for person in town.rows(Person) if person.id == person_id("citizen"))
    assert (row.name, row.journaled, row.device_key) == ("Kari Fjelldal", True, None)
    assert row.erased_on


def test_a_person_who_is_journaled_is_kept_even_when_no_room_says_so(town: Town, kari: Browser):
    with town.work(), transaction():
        db.session.get(Person, person_id("citizen")).journaled = True
    assert kari.call("DELETE", "/api/v1/me").json["kept"]


def test_a_room_that_can_not_erase_stops_it_all(town: Town, kari: Browser, registries: None):
    def broken(_: Person) -> list[erasing.Kept]:
        raise OSError

    erasing.register_eraser("broken", broken)
    assert kari.call("DELETE", "/api/v1/me").status_code >= 500
    assert who(kari)["name"] == "Kari Fjelldal"


def test_on_the_page_the_box_must_be_ticked(kari: Browser):
    answer = kari.post("/min-side/om-meg")
    assert answer.status_code == 422
    assert "Sett et kryss først" in answer.text
    assert who(kari)["name"] == "Kari Fjelldal"


def test_and_then_the_page_says_what_was_kept(kari: Browser, registries: None):
    erasing.register_eraser("desk", lambda person: [erasing.Kept("B-26-0417")])
    page = kari.post("/min-side/om-meg", data={"sure": "yes"})
    assert page.status_code == 200
    assert "B-26-0417" in page.text
    assert who(kari) is None
