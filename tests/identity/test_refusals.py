"""Everything an issuer's answer can have wrong. Nobody comes in by any of it (G14)."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from backend.identity.models import LoginSession, Person
from backend.identity.service import issuers, oidc
from tests.identity.conftest import ID_PORTEN, STAFF, Door, Town, who
from tests.identity.fake_issuer import Claims, FakeIssuer
from tests.people import Browser

FOREIGN = RSAKey.generate_key(2048, {"kid": "first"})
STRANGE = RSAKey.generate_key(2048, {"kid": "never heard of"})


def said(**changes: Any) -> Callable[[Claims], Claims]:
    """The issuer says this instead; None leaves the claim out."""

    def change(claims: Claims) -> Claims:
        return {name: value for name, value in {**claims, **changes}.items() if value is not None}

    return change


def soon(seconds: int) -> int:
    return int(time.time()) + seconds


CLAIMS = {
    "another nonce": said(nonce="another"),
    "no nonce": said(nonce=None),
    "an empty nonce": said(nonce=""),
    "several nonces": lambda claims: {**claims, "nonce": [claims["nonce"], "another"]},
    "another audience": said(aud="somebody-else"),
    "no audience": said(aud=None),
    "an audience that is a number": said(aud=7),
    "two audiences, and nobody says for whom": said(aud=["hundre", "somebody-else"]),
    "for another client": said(aud=["hundre", "somebody-else"], azp="somebody-else"),
    "another issuer": said(iss="https://login.example"),
    "an issuer with a slash more": lambda claims: {**claims, "iss": claims["iss"] + "/"},
    "no issuer": said(iss=None),
    "expired": said(exp=soon(-300)),
    "no end": said(exp=None),
    "an end in words": said(exp="tomorrow"),
    "an end that is no number": said(exp=float("nan")),
    "issued tomorrow": said(iat=soon(86_400)),
    "not issued at all": said(iat=None),
    "not valid yet": said(nbf=soon(86_400)),
    "about nobody": said(sub=None),
    "too low a level": said(acr="idporten-loa-low"),
    "a level of somebody else's": said(acr="urn:mace:incommon:iap:silver"),
    "no level": said(acr=None),
    "a list of levels": said(acr=["idporten-loa-high"]),
    "no national id": said(pid=None),
    "half a national id": said(pid="130972"),
    "a national id in letters": said(pid="1309724802x"),
    "a national id in other digits": said(pid="١٣٠٩٧٢٤٨٠٢٢"),
    "a national id that is a number": said(pid=13097248022),
    "a session without a name": said(sid=""),
    "a session with an endless name": said(sid="s" * 201),
    "a session that is a number": said(sid=7),
    "another access token": said(at_hash="bm90IHRoaXMgb25l"),
}
SIGNATURES: dict[str, Callable[[FakeIssuer], Callable[[Claims], Any]]] = {
    "no signature": lambda issuer: issuer.unsigned,
    "a secret both sides know": lambda issuer: issuer.with_shared_secret,
    "the public key as a secret": lambda issuer: issuer.with_public_key_as_secret,
    "changed after signing": lambda issuer: issuer.altered,
    "a foreign key under the right name": lambda issuer: lambda claims: issuer.signed(claims, FOREIGN),
    "a key nobody has heard of": lambda issuer: lambda claims: issuer.signed(claims, STRANGE),
    "a critical word we do not know": lambda issuer: lambda claims: issuer.signed(claims, crit=["b64"], b64=False),
    "half a token": lambda issuer: lambda claims: issuer.signed(claims).rpartition(".")[0],
    "no token at all": lambda issuer: lambda claims: None,
    "something else": lambda issuer: lambda claims: "not.a.token",
    "a list": lambda issuer: lambda claims: [issuer.signed(claims)],
    "an endless token": lambda issuer: lambda claims: issuer.signed({**claims, "more": "x" * 20_000}),
}
ANSWERS: dict[str, dict[str, str | None]] = {
    "another state": {"state": "another"},
    "no state": {"state": None},
    "a state in other letters": {"state": "å"},
    "no code": {"code": None},
    "a code the issuer never gave": {"code": "made-up"},
    "another issuer's answer": {"iss": "https://login.example"},
    "an issuer that will not say its name": {"iss": None},
    "a refusal": {"code": None, "error": "access_denied"},
}


def nobody_came_in(town: Town, browser: Browser, people: int = 0) -> None:
    assert who(browser) is None
    assert (town.count(LoginSession), town.count(Person)) == (0, people)


@pytest.mark.parametrize("case", CLAIMS)
def test_a_token_that_says_the_wrong_thing(town: Town, id_porten: Door, issuer: FakeIssuer, case: str):
    issuer.claims = CLAIMS[case]
    assert id_porten.through().status_code == 403
    nobody_came_in(town, id_porten.browser)


@pytest.mark.parametrize("case", SIGNATURES)
def test_a_token_that_the_issuer_has_not_signed(town: Town, id_porten: Door, issuer: FakeIssuer, case: str):
    issuer.sign = SIGNATURES[case](issuer)
    assert id_porten.through().status_code == 403
    nobody_came_in(town, id_porten.browser)


@pytest.mark.parametrize("case", ANSWERS)
def test_an_answer_that_does_not_fit_the_question(town: Town, id_porten: Door, issuer: FakeIssuer, case: str):
    assert id_porten.through(**ANSWERS[case]).status_code == 403
    nobody_came_in(town, id_porten.browser)


def test_an_answer_used_a_second_time(town: Town, id_porten: Door, issuer: FakeIssuer):
    """Even where the browser still has its journey and the issuer would give the token again."""
    issuer.codes_live_on = True
    answer = issuer.answer(id_porten.depart())
    journey = id_porten.browser._client.get_cookie("hundre_journey").value
    assert id_porten.arrive(answer).status_code == 303
    id_porten.browser.post("/logg-ut")
    id_porten.browser._client.set_cookie("hundre_journey", journey, domain="localhost")
    assert id_porten.arrive(answer).status_code == 403
    nobody_came_in(town, id_porten.browser, people=1)


def test_an_answer_brought_to_another_browser(town: Town, id_porten: Door, issuer: FakeIssuer):
    answer = issuer.answer(id_porten.depart())
    stranger = Door(town.anonymous(), issuer)
    assert stranger.arrive(answer).status_code == 403
    nobody_came_in(town, stranger.browser)


def test_a_stolen_code_under_ones_own_state(town: Town, id_porten: Door, issuer: FakeIssuer):
    """PKCE: the code belongs to the browser that asked for it."""
    victim = Door(town.anonymous(), issuer)
    stolen = issuer.answer(victim.depart())["code"]
    mine = issuer.answer(id_porten.depart())
    assert id_porten.arrive({**mine, "code": stolen}).status_code == 403
    nobody_came_in(town, id_porten.browser)


@pytest.mark.parametrize("journey", ["", "made-up", "å", "gAAAAA" + "x" * 100])
def test_a_journey_we_never_began(town: Town, id_porten: Door, issuer: FakeIssuer, journey: str):
    answer = issuer.answer(id_porten.depart())
    id_porten.browser._client.set_cookie("hundre_journey", journey, domain="localhost")
    assert id_porten.arrive(answer).status_code == 403
    nobody_came_in(town, id_porten.browser)


def test_a_journey_that_took_too_long(town: Town, id_porten: Door, issuer: FakeIssuer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(oidc, "JOURNEY_LIVES", timedelta(seconds=-1))
    assert id_porten.through().status_code == 403
    nobody_came_in(town, id_porten.browser)


def test_a_journey_that_began_in_another_municipality(town: Town, id_porten: Door, issuer: FakeIssuer):
    answer = issuer.answer(id_porten.depart())
    journey = id_porten.browser._client.get_cookie("hundre_journey").value
    elsewhere = Door(town.anonymous("havnes"), issuer)
    elsewhere.browser._client.set_cookie("hundre_journey", journey, domain="havnes.localhost")
    assert elsewhere.arrive(answer).status_code == 403
    nobody_came_in(town, elsewhere.browser)


def test_a_staff_journey_ending_at_the_citizens_door(town: Town, staff_door: Door, issuer: FakeIssuer):
    answer = issuer.answer(staff_door.depart())
    assert staff_door.arrive(answer, ID_PORTEN).status_code == 403
    nobody_came_in(town, staff_door.browser)


def test_a_citizens_journey_ending_at_the_staff_door(town: Town, id_porten: Door, issuer: FakeIssuer):
    answer = issuer.answer(id_porten.depart())
    assert id_porten.arrive(answer, STAFF).status_code == 403
    nobody_came_in(town, id_porten.browser)


def test_substantial_where_high_was_asked_for(town: Town, id_porten: Door, issuer: FakeIssuer):
    id_porten.through()
    issuer.claims = said(acr="idporten-loa-substantial")
    assert id_porten.through().status_code == 403
    assert who(id_porten.browser)["assurance"] == "substantial"


@pytest.mark.parametrize("about", [{"issuer": "https://login.example"}, {"token_endpoint": "http://login.example/token"},
                                   {"jwks_uri": None}, {"token_endpoint": 7}])  # fmt: skip
def test_an_issuer_that_does_not_say_what_an_issuer_says(
    town: Town, id_porten: Door, issuer: FakeIssuer, about: dict[str, Any]
):
    answer = issuer.answer(id_porten.depart())
    issuer.metadata = about
    issuers.forget()
    assert id_porten.arrive(answer).status_code == 503
    nobody_came_in(town, id_porten.browser)


@pytest.mark.parametrize("answer", [[], "words", {"error": "server_error"}, {}])
def test_a_token_answer_that_is_none(town: Town, id_porten: Door, issuer: FakeIssuer, answer: Any):
    issuer.token_answer = lambda _: answer
    assert id_porten.through().status_code in (403, 503)
    nobody_came_in(town, id_porten.browser)
