"""One municipality never sees another's rows, however the question is put."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from backend.core.db import db
from backend.core.scope import NoMunicipality, every_municipality
from backend.desk.models import Case
from backend.housing.examples import request as example
from backend.housing.schemas import AdviceRequestSchema
from backend.housing.service import ask_for_advice
from backend.identity.actor import ANONYMOUS
from backend.municipality.service import working_for


@pytest.fixture
def one_case_in_each(app: Flask):
    from backend.core.db import transaction

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
