"""Asking for advice about a home, by web and program."""

from uuid import uuid4

from flask.testing import FlaskClient

from backend.housing.examples import request as example

ASK = "/api/v1/housing/requests"


def ask(client: FlaskClient, key: str | None = None, **changes: object):
    return client.post(ASK, json={**example(), **changes}, headers={"Idempotency-Key": key or str(uuid4())})


def test_a_request_gets_a_short_number_and_a_day_for_the_answer(client: FlaskClient):
    answer = ask(client)
    assert answer.status_code == 201, answer.json
    assert answer.json["reference"].startswith("B-")
    assert answer.json["answer_by"]


def test_the_same_sending_twice_is_one_request(client: FlaskClient):
    key = str(uuid4())
    first, second = ask(client, key), ask(client, key)
    assert first.json == second.json


def test_another_content_under_the_same_key_is_refused(client: FlaskClient):
    key = str(uuid4())
    ask(client, key)
    assert ask(client, key, owner="rent").status_code == 422
