"""The issuer says that a sign-in is over: by a frame in the browser, or by its own machine."""

from typing import Any
from uuid import uuid4

import pytest
from joserfc.jwk import RSAKey

from backend.core.db import transaction
from backend.core.settings import Oidc
from backend.identity.service import staff
from tests.identity.conftest import Door, Town, who
from tests.identity.fake_issuer import LOGOUT, FakeIssuer
from tests.identity.test_refusals import soon
from tests.people import Browser

FRONT, BACK = "/logg-ut/front", "/logg-ut/bak"
FOREIGN = RSAKey.generate_key(2048, {"kid": "first"})


def tell(browser: Browser, token: str):
    """The issuer's machine: no cookie, no origin."""
    return browser._client.post(BACK, data={"logout_token": token})


@pytest.fixture
def machine(town: Town) -> Browser:
    return town.anonymous()


def test_the_front_channel_ends_the_session_without_a_cookie(id_porten: Door, issuer: FakeIssuer, machine: Browser):
    id_porten.through()
    answer = machine.get(FRONT, query_string={"iss": issuer.url, "sid": "sid-1"})
    assert answer.status_code == 200
    assert f"frame-ancestors {issuer.url}" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert who(id_porten.browser) is None


SAID_IN_FRONT = [
    {}, {"iss": "own"}, {"sid": "sid-1"}, {"iss": "https://login.example", "sid": "sid-1"},
    {"iss": "own", "sid": "s" * 201}, {"iss": "own", "sid": "another"},
]  # fmt: skip


@pytest.mark.parametrize("told", SAID_IN_FRONT)
def test_the_front_channel_ends_nothing_else(
    id_porten: Door, issuer: FakeIssuer, machine: Browser, told: dict[str, str]
):
    id_porten.through()
    machine.get(FRONT, query_string={name: issuer.url if value == "own" else value for name, value in told.items()})
    assert who(id_porten.browser)["role"] == "citizen"


def test_only_the_issuer_may_frame_that_page_and_nobody_any_other(id_porten: Door):
    assert "frame-ancestors 'none'" in id_porten.browser.get("/logg-inn").headers["Content-Security-Policy"]


def test_the_back_channel_ends_the_session_before_it_answers(id_porten: Door, issuer: FakeIssuer, machine: Browser):
    id_porten.through()
    answer = tell(machine, issuer.logout_token())
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert who(id_porten.browser) is None


def test_and_every_session_of_that_sign_in(town: Town, id_porten: Door, issuer: FakeIssuer, machine: Browser):
    id_porten.through()
    elsewhere = Door(town.anonymous("havnes"), issuer)
    elsewhere.through()
    tell(machine, issuer.logout_token())
    assert town.sessions() == 0


def test_and_the_sessions_of_staff(town: Town, staff_door: Door, issuer: FakeIssuer, machine: Browser):
    with town.work(), transaction():
        staff.add("nora@fjelldal.example", "Nora", "front_desk")
    staff_door.through()
    assert tell(machine, issuer.logout_token(aud="hundre-staff")).status_code == 200
    assert who(staff_door.browser) is None


def test_telling_twice_is_no_fault(id_porten: Door, issuer: FakeIssuer, machine: Browser):
    id_porten.through()
    token = issuer.logout_token()
    assert [tell(machine, token).status_code for _ in range(2)] == [200, 200]


WRONG: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://login.example"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "somebody-else"},
    "no audience": {"aud": None},
    "no time": {"iat": None},
    "long ago": {"iat": soon(-3600), "exp": soon(3600)},
    "expired": {"exp": soon(-300)},
    "tomorrow": {"iat": soon(86_400)},
    "a time in words": {"iat": "now"},
    "no name of its own": {"jti": None},
    "no event": {"events": None},
    "another event": {"events": {"https://login.example/event": {}}},
    "a list of events": {"events": [LOGOUT]},
    "an event in words": {"events": {LOGOUT: "yes"}},
    "a nonce": {"nonce": "n"},
    "an empty nonce": {"nonce": ""},
    "no session": {"sid": None, "sub": "person-1"},
    "a session that is a number": {"sid": 1},
    "several sessions": {"sid": ["sid-1"]},
}


@pytest.mark.parametrize("case", WRONG)
def test_a_logout_token_that_says_the_wrong_thing(id_porten: Door, issuer: FakeIssuer, machine: Browser, case: str):
    id_porten.through()
    answer = tell(machine, issuer.logout_token(**WRONG[case]))
    assert (answer.status_code, answer.json) == (400, {"error": "invalid_request"})
    assert who(id_porten.browser)["role"] == "citizen"


def logout_claims(issuer: FakeIssuer) -> dict[str, Any]:
    mine = {"iss": issuer.url, "aud": "hundre", "iat": soon(0), "jti": uuid4().hex, "sid": "sid-1"}
    return {**mine, "events": {LOGOUT: {}}}


UNSIGNED = {
    "no signature": lambda issuer: issuer.unsigned(logout_claims(issuer)),
    "a shared secret": lambda issuer: issuer.with_shared_secret(logout_claims(issuer)),
    "the public key as a secret": lambda issuer: issuer.with_public_key_as_secret(logout_claims(issuer)),
    "a foreign key": lambda issuer: issuer.signed(logout_claims(issuer), FOREIGN),
    "changed after signing": lambda issuer: issuer.altered(logout_claims(issuer)),
    "another kind of token": lambda issuer: issuer.signed(logout_claims(issuer), typ="at+jwt"),
    "nothing": lambda issuer: "",
    "words": lambda issuer: "sign them out",
    "too much": lambda issuer: issuer.signed({**logout_claims(issuer), "more": "x" * 20_000}),
}


@pytest.mark.parametrize("case", UNSIGNED)
def test_a_logout_token_that_the_issuer_has_not_signed(
    id_porten: Door, issuer: FakeIssuer, machine: Browser, case: str
):
    id_porten.through()
    assert tell(machine, UNSIGNED[case](issuer)).status_code == 400
    assert who(id_porten.browser)["role"] == "citizen"


def test_a_logout_token_about_somebody_else(id_porten: Door, issuer: FakeIssuer, machine: Browser):
    id_porten.through()
    tell(machine, issuer.logout_token(sid="another"))
    assert who(id_porten.browser)["role"] == "citizen"


def test_an_id_token_is_no_logout_token(id_porten: Door, issuer: FakeIssuer, machine: Browser):
    seen: list[str] = []
    issuer.token_answer = lambda answer: seen.append(answer["id_token"]) or answer
    id_porten.through()
    assert tell(machine, seen[0]).status_code == 400
    assert who(id_porten.browser)["role"] == "citizen"


def test_a_logout_token_is_no_id_token(town: Town, id_porten: Door, issuer: FakeIssuer):
    issuer.sign = lambda claims: issuer.logout_token(sub="person-1", acr=claims["acr"], pid=claims["pid"])
    assert id_porten.through().status_code == 403
    assert town.sessions() == 0


def test_the_back_channel_is_for_posting_and_for_machines(visitor: Browser, issuer: FakeIssuer):
    assert visitor.get(BACK).status_code == 405
    foreign = {"Origin": "https://login.example"}
    answer = visitor._client.post(BACK, data={"logout_token": issuer.logout_token()}, headers=foreign)
    assert answer.status_code == 403


def test_without_issuers_nobody_is_listened_to(town: Town, machine: Browser, issuer: FakeIssuer):
    token = issuer.logout_token()
    with town.settings(oidc_citizen=None, oidc_staff=None):
        assert tell(machine, token).status_code == 400
        assert machine.get(FRONT, query_string={"iss": issuer.url, "sid": "sid-1"}).status_code == 400


def test_an_issuer_that_is_away_can_not_be_checked(town: Town, machine: Browser):
    with town.settings(oidc_citizen=Oidc("http://127.0.0.1:9", "hundre")):
        assert tell(machine, "a.b.c").status_code in (400, 503)
