"""One municipality never sees another's rows, however the question is put."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from backend.core.audit import AuditEntry
from backend.core.db import db, transaction
from backend.core.rows import Question, put
from backend.core.scope import NoMunicipality, every_municipality
from backend.desk.models import Case
from backend.housing.examples import request as example
from backend.housing.schemas import AdviceRequestSchema
from backend.housing.service import ask_for_advice
from backend.identity.actor import ANONYMOUS
from backend.identity.models import Person, StaffMember
from backend.municipality.service import working_for


@pytest.fixture
def one_case_in_each(app: Flask):
    with app.app_context():
        for municipality in ("fjelldal", "havnes"):
            with working_for(municipality), transaction():
                ask_for_advice(AdviceRequestSchema().load(example()), ANONYMOUS, "web")
        yield


@pytest.mark.usefixtures("one_case_in_each")
def test_a_list_and_a_count_hold_only_the_own_rows():
    with working_for("havnes"):
        assert {case.municipality_id for case in db.session.scalars(select(Case))} == {"havnes"}
        assert db.session.scalar(select(func.count(Case.id))) == 1


@pytest.mark.usefixtures("one_case_in_each")
@pytest.mark.parametrize(
    "question",
    [
        select(func.count()).select_from(Case),
        select(func.count()).where(Case.open),
        select(select(Case.id).exists()),
        select(func.count()).select_from(select(Case.id).subquery()),
    ],
)
def test_a_question_that_could_not_be_filtered_is_refused(question):
    with working_for("havnes"), pytest.raises(NoMunicipality):
        db.session.scalar(question)


@pytest.mark.usefixtures("one_case_in_each")
def test_the_processes_that_serve_all_see_all():
    with every_municipality():
        assert db.session.scalar(select(func.count(Case.id))) == 2


@pytest.mark.usefixtures("app")
def test_without_a_municipality_nothing_is_answered(app: Flask):
    with app.app_context(), pytest.raises(NoMunicipality):
        db.session.scalars(select(Case)).all()


@pytest.mark.usefixtures("one_case_in_each")
def test_a_look_holds_only_the_own_rows_through_every_join():
    helper = aliased(Person)
    look = Question(
        select(Case.municipality_id, Person.municipality_id, helper.name, StaffMember.name)
        .join(Person, Person.id == Case.person_id)
        .outerjoin(helper, helper.id == Case.helper_id)
        .outerjoin(StaffMember, StaffMember.id == Case.assigned_to)
    )
    count = Question(select(func.count()).select_from(Case))
    for municipality in ("fjelldal", "havnes"):
        with working_for(municipality):
            assert [row[:2] for row in look.rows()] == [(municipality, municipality)]
            assert count.rows() == [(1,)]
            db.session.rollback()


def test_a_look_with_a_question_inside_is_refused():
    with pytest.raises(NoMunicipality):
        Question(select(Case.id).where(select(Person.id).where(Person.id == Case.person_id).exists()))


@pytest.mark.usefixtures("one_case_in_each")
def test_a_look_is_not_for_those_who_see_all():
    with every_municipality(), pytest.raises(NoMunicipality):
        Question(select(Case.id)).rows()


def test_a_row_is_written_for_the_own_municipality_only(app: Flask):
    entry = {"what": "case.read", "subject": "x", "actor": "staff:x", "role": "front_desk"}
    with app.app_context():
        with working_for("havnes"), pytest.raises(NoMunicipality), transaction():
            put(AuditEntry, "fjelldal", **entry)
        with every_municipality(), pytest.raises(NoMunicipality), transaction():
            put(AuditEntry, **entry)
        with every_municipality(), transaction():
            put(AuditEntry, "fjelldal", **entry)
        with working_for("fjelldal"):
            assert [row.what for row in db.session.scalars(select(AuditEntry))] == ["case.read"]
