"""Whoever locks a row acts on what it says now, not on what it said when it was looked at."""

from sqlalchemy import select, update

from backend.core.db import transaction
from backend.identity.models import Person
from tests.people import House


def test_a_row_that_was_changed_while_one_waited_for_it_is_read_anew(house: House):
    house.anonymous().accepted()
    with house.work(), transaction() as session:
        person = session.scalars(select(Person)).one()
        session.connection().execute(update(Person.__table__).values(name="Ny"))
        assert session.scalars(select(Person)).one().name == person.name != "Ny"
        assert session.scalars(select(Person).with_for_update()).one().name == "Ny"
