"""Every door of the house has a guard, and the guard lets in exactly those the matrix names."""

from uuid import UUID

import pytest
from flask import Flask

from backend.identity.actor import STAFF_ROLES
from backend.identity.guard import doors, methods_of, unguarded

ROLES = {
    "anonymous": "", "citizen": "citizen", "relative": "relative", "volunteer": "volunteer", "organiser": "organiser",
    "front_desk": "frontdesk", "specialist": "specialist", "leader": "leader", "administrator": "admin",
}  # fmt: skip
SOMETHING = {
    "reference": "B-26-9999", "deed": "note", "photo_id": UUID(int=1), "task_id": UUID(int=1), "visit_id": UUID(int=1),
    "wish_id": UUID(int=1), "message_id": UUID(int=1), "follow_up_id": UUID(int=1),
    "resource_id": UUID(int=1), "group_id": UUID(int=1),
    "municipality_id": "fjelldal", "version": "x", "name": "app.0000000000.css",
    "spoken": "nb", "under": "rad", "mark": "x", "need_id": "fallen", "answer_id": "no", "slug": "rullator",
}  # fmt: skip
REFUSED = (401, 403)
ENDS_THE_SESSION = {
    "identity.sign_in_as", "identity.sign_out", "identity_api.sign_out", "identity_api.erase", "my_data.erase_me",
}  # fmt: skip
BY_SIGNATURE = {"notifications_api.sms"}
"""Open to all by the matrix, and refused by the door itself without a gateway's signature: tested where it is built."""


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, an address of it)."""
    with app.test_request_context(base_url="http://localhost"):
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return [
            (
                rule.endpoint,
                method,
                adapter.build(rule.endpoint, {k: SOMETHING[k] for k in rule.arguments if k in SOMETHING}, method),
            )
            for rule in app.url_map.iter_rules()
            for method in sorted(methods_of(rule))
        ]


def test_every_route_has_a_row_and_every_row_a_route(app: Flask):
    known = {(rule.endpoint, method) for rule in app.url_map.iter_rules() for method in methods_of(rule)}
    assert not unguarded(app)
    assert not set(doors()) - known


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_in_exactly_where_the_matrix_says(house, role: str):
    visitor = house.signed_in(ROLES[role]) if ROLES[role] else house.anonymous()
    wrong = []
    for endpoint, method, address in routes(house.app):
        door = doors()[endpoint, method]
        if endpoint in ENDS_THE_SESSION | BY_SIGNATURE:
            continue
        answer = visitor.call(method, address)
        asked_to_sign_in = answer.status_code == 302 and "/logg-inn?" in (answer.location or "")
        kept_out = answer.status_code in REFUSED or asked_to_sign_in
        if (role in door.roles) == kept_out and not (role == "anonymous" and door.least != "none"):
            wrong.append((endpoint, method, role, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("endpoint", ["identity.sign_out", "identity_api.sign_out"])
def test_whoever_is_signed_in_may_sign_out(house, endpoint: str):
    method = "POST"
    assert "citizen" in doors()[endpoint, method].roles
    address = {"identity.sign_out": "/logg-ut", "identity_api.sign_out": "/api/v1/sign-out"}[endpoint]
    assert house.signed_in("citizen").call(method, address).status_code < 400


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_a_session_of_one_municipality_opens_nothing_in_another(house, role: str):
    visitor = house.signed_in(ROLES[role], municipality="havnes", known="fjelldal")
    assert visitor.get("/ansatt").status_code == 302
    assert "/logg-inn" in visitor.get("/ansatt").location
    assert visitor.get("/api/v1/desk/cases").status_code == 401
