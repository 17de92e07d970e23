"""The issuer must know that it is us who ask: by secret, or by a key only we hold."""

import json

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from backend.core.settings import Oidc
from tests.identity.conftest import Door, Town
from tests.identity.fake_issuer import FakeIssuer
from tests.people import Browser


def test_we_prove_who_we_are_by_secret(id_porten: Door, issuer: FakeIssuer):
    id_porten.through()
    assert issuer.clients[0]["authorization"].startswith("Basic ")


OUR_KEYS = [RSAKey.generate_key(2048, {"kid": "ours"}), ECKey.generate_key("P-256", {"kid": "ours"})]


@pytest.mark.parametrize("key", OUR_KEYS, ids=["RSA", "EC"])
def test_or_by_private_key_as_id_porten_wants_it(town: Town, visitor: Browser, issuer: FakeIssuer, key: RSAKey | ECKey):
    ours = json.dumps(key.as_dict(private=True))
    with town.settings(oidc_citizen=Oidc(issuer.url, "hundre", "", ours, "")):
        assert Door(visitor, issuer).through().status_code == 303
    told = issuer.clients[0]
    proof = jwt.decode(told["client_assertion"], key, algorithms=["RS256", "ES256"])
    assert told["authorization"] == ""
    assert proof.header["kid"] == "ours"
    assert (proof.claims["iss"], proof.claims["sub"], proof.claims["aud"]) == ("hundre", "hundre", issuer.url)
    assert proof.claims["exp"] - proof.claims["iat"] <= 120


def test_a_key_may_be_given_as_pem_on_one_line(town: Town, visitor: Browser, issuer: FakeIssuer):
    pem = RSAKey.generate_key(2048).as_pem(private=True).decode().replace("\n", "\\n")
    with town.settings(oidc_citizen=Oidc(issuer.url, "hundre", "", pem, "")):
        assert Door(visitor, issuer).through().status_code == 303
