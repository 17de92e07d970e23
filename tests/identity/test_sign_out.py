"""Signing out here, and at the issuer one came by."""

from urllib.parse import parse_qs, urlsplit

from backend.identity.service import issuers
from tests.identity.conftest import Door, Town, who
from tests.identity.fake_issuer import FakeIssuer
from tests.people import Browser


def test_signing_out_ends_the_session_and_takes_the_cookie(town: Town):
    kari = town.signed_in("citizen")
    answer = kari.post("/logg-ut")
    assert answer.status_code == 200
    assert "Du er logget ut" in answer.text
    assert "hundre_session=;" in answer.headers["Set-Cookie"]
    assert town.sessions() == 0


def test_the_cookie_is_worth_nothing_afterwards(town: Town):
    kari = town.signed_in("citizen")
    cookie = kari._client.get_cookie("hundre_session").value
    kari.post("/logg-ut")
    kari._client.set_cookie("hundre_session", cookie, domain="localhost")
    assert who(kari) is None


def test_a_program_signs_out_too(town: Town):
    kari = town.signed_in("citizen")
    assert kari.post("/api/v1/sign-out").status_code == 204
    assert who(kari) is None


def test_only_this_session_ends(town: Town):
    phone, tablet = town.signed_in("citizen"), town.signed_in("citizen")
    phone.post("/logg-ut")
    assert who(tablet)["role"] == "citizen"


def test_signing_out_twice_is_no_fault(visitor: Browser):
    assert visitor.post("/logg-ut").status_code == 200


def test_another_site_can_not_sign_anybody_out(town: Town):
    kari = town.signed_in("citizen")
    assert kari.post("/logg-ut", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert who(kari)["role"] == "citizen"


def test_who_came_by_an_issuer_is_signed_out_there_too(id_porten: Door, issuer: FakeIssuer):
    id_porten.through()
    answer = id_porten.browser.post("/logg-ut")
    door = answer.headers["Refresh"].partition("url=")[2]
    told = {name: values[0] for name, values in parse_qs(urlsplit(door).query).items()}
    assert door.startswith(f"{issuer.url}/logout?")
    assert told["post_logout_redirect_uri"] == "http://localhost/logg-ut"
    assert told["id_token_hint"].count(".") == 2
    assert who(id_porten.browser) is None


def test_an_issuer_that_is_away_keeps_nobody_signed_in(id_porten: Door, issuer: FakeIssuer):
    id_porten.through()
    issuer.away = True
    issuers.forget()
    answer = id_porten.browser.post("/logg-ut")
    assert (answer.status_code, "Refresh" in answer.headers) == (200, False)
    assert who(id_porten.browser) is None


def test_the_page_one_comes_back_to(town: Town, visitor: Browser):
    assert "Du er logget ut" in visitor.get("/logg-ut").text
    assert "Vil du logge ut?" in town.signed_in("citizen").get("/logg-ut").text
