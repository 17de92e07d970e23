"""Against a real OpenID Connect provider that the test starts: discovery, keys, code, PKCE, nonce, signature."""

import pytest
import requests

from backend.core.db import transaction
from backend.core.settings import Oidc
from backend.identity.models import LoginSession, Person
from backend.identity.service import staff
from tests.identity.conftest import ID_PORTEN, STAFF, Town, path_of, who
from tests.people import Browser

ACR = "idporten-loa-substantial"


@pytest.fixture
def provider(town: Town, real_provider: str):
    asked = {"oidc_citizen": Oidc(real_provider, "hundre", "secret", "", ACR)}
    with town.settings(**asked, oidc_staff=Oidc(real_provider, "hundre", "secret")):
        yield real_provider


def walk(browser: Browser, provider: str, door: str, person: str, claims: dict[str, object]):
    """There, through the provider's own page as this person, and back."""
    requests.put(f"{provider}/users/{person}", json=claims, timeout=10).raise_for_status()
    away = browser.get(f"{door}?next=/min-side").location
    assert away.startswith(provider)
    there = requests.post(away, data={"sub": person}, allow_redirects=False, timeout=10)
    return browser.get(path_of(there.headers["Location"]))


def test_a_citizen_signs_in(town: Town, visitor: Browser, provider: str):
    claims = {"pid": "13097248022", "acr": ACR, "sid": "abc", "name": "Nora Testdal"}
    answer = walk(visitor, provider, ID_PORTEN, "nora", claims)
    assert (answer.status_code, answer.location) == (303, "/min-side")
    me = who(visitor)
    assert (me["role"], me["assurance"], me["name"]) == ("citizen", "substantial", "Nora Testdal")


def test_a_member_of_staff_signs_in(town: Town, visitor: Browser, provider: str):
    with town.work(), transaction():
        staff.add("jon@fjelldal.example", "Jon", "specialist", "boligteam")
    walk(visitor, provider, STAFF, "jon", {"email": "jon@fjelldal.example", "email_verified": True})
    assert who(visitor)["role"] == "specialist"


@pytest.mark.parametrize("claims", [{"pid": "13097248022"}, {"acr": ACR}, {"pid": "13097248022", "acr": "low"}])
def test_too_little_proof_lets_nobody_in(town: Town, visitor: Browser, provider: str, claims: dict[str, object]):
    answer = walk(visitor, provider, ID_PORTEN, "ola", claims)
    assert answer.status_code == 403
    assert (who(visitor), town.count(LoginSession), town.count(Person)) == (None, 0, 0)


def test_a_person_turned_away_there_is_not_let_in_here(visitor: Browser, provider: str):
    away = visitor.get(ID_PORTEN).location
    there = requests.post(away, data={"action": "deny"}, allow_redirects=False, timeout=10)
    assert visitor.get(path_of(there.headers["Location"])).status_code == 403
    assert who(visitor) is None


def test_signing_out_here_leads_to_the_providers_door(visitor: Browser, provider: str):
    walk(visitor, provider, ID_PORTEN, "nora", {"pid": "13097248022", "acr": ACR, "sid": "abc"})
    answer = visitor.post("/logg-ut")
    door = answer.headers["Refresh"].partition("url=")[2]
    assert door.startswith(f"{provider}/oauth2/end_session")
    assert requests.get(door, timeout=10).status_code == 200
    assert who(visitor) is None
