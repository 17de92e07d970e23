"""Every look and every deed of staff leaves one row, and the chain of rows can't be bent unseen."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from backend.core import audit
from backend.core.audit import AuditEntry, AuditSeal
from backend.core.clock import now
from backend.core.db import db, transaction
from backend.core.rows import put
from tests.people import Browser, House, every_municipality_of, picture


def new_rows(house: House, since: int) -> list[str]:
    return [row.what for row in house.rows(AuditEntry, AuditEntry.id > since)]


def last_row(house: House) -> int:
    return max((row.id for row in house.rows(AuditEntry)), default=0)


READS = {
    "inbox.read": "/ansatt/innboks",
    "case.read": "/ansatt/saker/{reference}",
    "messages.read": "/ansatt/varsler",
}
READS_BY_PROGRAM = {"inbox.read": "/api/v1/desk/cases", "case.read": "/api/v1/desk/cases/{reference}"}
DEEDS = {
    "case.moved": ("moves", {"to": "assessed"}),
    "case.assigned": ("assignment", {"staff_id": None}),
    "case.handed_over": ("unit", {"unit": "boligteam"}),
    "case.prioritised": ("priority", {"priority": "P1", "reason": "Hun falt i går."}),
    "case.noted": ("notes", {"text": "Ringer i morgen."}),
    "case.written": ("messages", {"text": "Vi kommer tirsdag."}),
    "case.called": ("calls", {"reached": True}),
    "case.considered": ("considerations", {"technology": "yes"}),
}


@pytest.mark.parametrize(("what", "path"), [*READS.items(), *READS_BY_PROGRAM.items()])
def test_a_look_leaves_one_row(house: House, what: str, path: str) -> None:
    reference = house.anonymous().accepted()["reference"]
    desk = house.signed_in("frontdesk")
    before = last_row(house)
    assert desk.get(path.format(reference=reference)).status_code == 200
    assert new_rows(house, before) == [what]


@pytest.mark.parametrize("what", DEEDS)
def test_a_deed_leaves_one_row(house: House, what: str) -> None:
    reference = house.anonymous().accepted()["reference"]
    desk, (path, told) = house.signed_in("frontdesk"), DEEDS[what]
    before = last_row(house)
    answer = desk.deed(reference, path, **told)
    assert answer.status_code == 200, answer.json
    assert new_rows(house, before) == [what]


def test_a_look_at_a_photo_leaves_a_row(house: House) -> None:
    phone = house.anonymous()
    photo = phone.send_photo(picture()).json["id"]
    reference = phone.accepted(photos=[photo])["reference"]
    desk = house.signed_in("frontdesk")
    before = last_row(house)
    assert desk.get(f"/ansatt/saker/{reference}/bilder/{photo}").status_code == 200
    assert new_rows(house, before) == ["photo.read"]


def test_a_look_that_found_nothing_leaves_none(house: House) -> None:
    desk = house.signed_in("frontdesk")
    before = last_row(house)
    assert desk.get("/api/v1/desk/cases/B-26-9999").status_code == 404
    assert new_rows(house, before) == []


def test_a_row_names_who_did_it_and_for_whom_but_no_personal_data(house: House) -> None:
    reference = house.anonymous().accepted(person={"name": "Gunvor Kanarifugl"})["reference"]
    house.signed_in("frontdesk").deed(reference, "notes", text="Hemmelig notat")
    row = house.rows(AuditEntry, AuditEntry.what == "case.noted")[0]
    assert row.actor.startswith("staff:")
    assert row.role == "front_desk"
    assert row.person_id == house.case(reference).person_id
    assert "Kanarifugl" not in str(vars(row))
    assert "Hemmelig" not in str(vars(row))


# --- the chain --------------------------------------------------------------------------------------------


@pytest.fixture
def sealed(house: House) -> Browser:
    """Some rows of both municipalities, all sealed."""
    desk = house.signed_in("frontdesk")
    house.anonymous("havnes").accepted(person={"postal_code": "9996"})
    reference = house.anonymous().accepted()["reference"]
    for number in range(4):
        desk.deed(reference, "notes", text=f"Notat {number}")
    with house.app.app_context():
        assert audit.seal_new() > 6
        assert audit.seal_new() == 0
        assert audit.verify() == []
    return desk


def faults(house: House) -> list[str]:
    with house.app.app_context():
        return [finding.fault for finding in audit.verify()]


def middle(house: House) -> AuditEntry:
    return house.rows(AuditEntry, AuditEntry.what == "case.noted")[1]


@pytest.mark.parametrize(
    "change", [{"actor": "staff:nobody"}, {"what": "case.read"}, {"at": now()}, {"details": {"a": 1}}, {"subject": "x"}]
)
def test_a_changed_row_is_seen(house: House, sealed: Browser, change: dict[str, object]) -> None:
    row = middle(house)
    with every_municipality_of(house.app), transaction() as session:
        found = session.get(AuditEntry, row.id)
        for name, value in change.items():
            setattr(found, name, value)
    assert "changed" in faults(house)


def test_a_removed_row_is_seen(house: House, sealed: Browser) -> None:
    row = middle(house)
    with every_municipality_of(house.app), transaction() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.id == row.id))
    assert "missing" in faults(house)


def test_a_row_removed_with_its_seal_is_seen(house: House, sealed: Browser) -> None:
    row = middle(house)
    with every_municipality_of(house.app), transaction() as session:
        session.execute(delete(AuditSeal).where(AuditSeal.entry == row.id))
        session.execute(delete(AuditEntry).where(AuditEntry.id == row.id))
    assert faults(house) != []


def test_a_row_slipped_in_afterwards_is_seen_as_unsealed(house: House, sealed: Browser) -> None:
    """The sealer runs every few seconds; a row without its seal after a minute did not come the usual way."""
    with house.work(), transaction():
        late = now() - timedelta(minutes=2)
        put(AuditEntry, at=late, what="case.read", subject="x", actor="staff:x", role="front_desk")
    assert "unsealed" in faults(house)


def test_a_fresh_row_is_given_a_minute(house: House, sealed: Browser) -> None:
    sealed.get("/api/v1/desk/cases")
    assert faults(house) == []


def test_each_municipality_has_a_chain_of_its_own(house: House, sealed: Browser) -> None:
    with every_municipality_of(house.app):
        firsts = db.session.query(AuditSeal).filter(AuditSeal.number == 1).all()
    assert {seal.municipality_id for seal in firsts} == {"fjelldal", "havnes"}
