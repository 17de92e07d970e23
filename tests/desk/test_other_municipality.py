"""What belongs to another municipality is not there, for anybody, by any door."""

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from backend.core.db import Base
from backend.core.scope import OfMunicipality
from tests.people import House, picture
from tests.stores import Store

OWNED = sorted(mapper.local_table.name for mapper in Base.registry.mappers if issubclass(mapper.class_, OfMunicipality))


@pytest.fixture
def theirs(house: House) -> dict[str, str]:
    """A case of Havnes with a photo. Fjelldal has none, so its number means nothing there."""
    phone = house.anonymous("havnes")
    photo = phone.send_photo(picture()).json["id"]
    return {**phone.accepted(photos=[photo], person={"postal_code": "9996"}), "photo": photo}


@pytest.mark.parametrize("mailbox", ["frontdesk", "specialist"])
def test_staff_of_another_municipality_find_nothing(house: House, theirs: dict[str, str], mailbox: str) -> None:
    desk, reference = house.signed_in(mailbox), theirs["reference"]
    for path in (
        f"/api/v1/desk/cases/{reference}", f"/ansatt/saker/{reference}", f"/ansatt/registrert/{reference}",
        f"/ansatt/saker/{reference}/bilder/{theirs['photo']}",
    ):  # fmt: skip
        assert desk.get(path).status_code == 404, path
    for deed in ("moves", "notes", "messages", "assignment", "unit", "priority", "calls", "considerations"):
        told = {"to": "assessed", "text": "x", "unit": "boligteam", "priority": "P1", "reason": "x"}
        assert desk.deed(reference, deed, **told).status_code == 404, deed
    assert desk.get("/api/v1/desk/cases").json["items"] == []
    assert desk.get(f"/api/v1/desk/cases?q={reference}").json["items"] == []


@pytest.mark.parametrize("mailbox", ["frontdesk", "specialist", "citizen", "admin"])
def test_a_session_counts_only_where_it_was_born(house: House, theirs: dict[str, str], mailbox: str) -> None:
    """A cookie carried to the neighbour's host is no sign-in there."""
    stranger = house.signed_in(mailbox, municipality="havnes", known="fjelldal")
    assert stranger.get("/api/v1/desk/cases").status_code == 401
    assert stranger.get("/api/v1/me/cases").status_code == 401


def test_the_same_number_in_both_is_two_cases(house: House, theirs: dict[str, str]) -> None:
    ours = house.anonymous().accepted(person={"name": "Vår Egen"})
    assert ours["reference"] == theirs["reference"]
    page = house.signed_in("frontdesk").get(f"/ansatt/saker/{ours['reference']}").get_data(as_text=True)
    assert "Vår Egen" in page
    assert house.anonymous().get(f"/api/v1/receipts/{ours['reference']}?token={theirs['token']}").status_code == 404


def test_the_database_itself_keeps_them_apart(house: House, theirs: dict[str, str], store: Store) -> None:
    """By raw SQL with the application's own role: a forgotten filter in our code shows nothing."""
    if store.name != "postgresql":
        pytest.skip("row-level security is PostgreSQL's")
    house.anonymous().accepted()
    engine = create_engine(store.url)
    try:
        for table in OWNED:
            assert seen(engine, table, "") == set(), f"{table} is open to a forgotten municipality"
            assert seen(engine, table, "fjelldal") <= {"fjelldal"}, table
            assert seen(engine, table, "havnes") <= {"havnes"}, table
        assert seen(engine, "case", "fjelldal") == {"fjelldal"}
        assert seen(engine, "case", "havnes") == {"havnes"}
    finally:
        engine.dispose()


def seen(engine: Engine, table: str, municipality: str) -> set[str]:
    with engine.begin() as connection:
        connection.execute(text("SELECT set_config('hundre.municipality', :id, true)"), {"id": municipality})
        return set(connection.scalars(text(f'SELECT DISTINCT municipality_id FROM "{table}"')))


def test_nothing_can_be_written_into_the_neighbours_rows(house: House, theirs: dict[str, str], store: Store) -> None:
    if store.name != "postgresql":
        pytest.skip("row-level security is PostgreSQL's")
    engine = create_engine(store.url)
    try:
        assert written(engine, "UPDATE \"case\" SET status = 'closed'") == 0
        assert written(engine, "DELETE FROM audit_entry WHERE municipality_id = 'havnes'") == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            written(
                engine, "INSERT INTO reference_counter (municipality_id, letter, year, last) VALUES ('havnes','X',1,1)"
            )
    finally:
        engine.dispose()


def written(engine: Engine, statement: str) -> int:
    """Rows touched by raw SQL that works for Fjelldal."""
    with engine.begin() as connection:
        connection.execute(text("SELECT set_config('hundre.municipality', 'fjelldal', true)"))
        return connection.execute(text(statement)).rowcount


def test_the_applications_role_may_not_step_over_it(store: Store) -> None:
    if store.name != "postgresql":
        pytest.skip("row-level security is PostgreSQL's")
    engine = create_engine(store.url)
    try:
        with engine.connect() as connection:
            mighty = connection.scalar(
                text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            )
            forced = set(
                connection.scalars(text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"))
            )
            owned = set(connection.scalars(text("SELECT tablename FROM pg_tables WHERE tableowner = current_user")))
    finally:
        engine.dispose()
    assert mighty is False
    assert forced >= set(OWNED)
    assert owned == set()
