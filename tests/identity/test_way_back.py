"""After signing in people come back to where they were, and never anywhere that is not ours."""

import pytest

from tests.identity.conftest import ID_PORTEN, Town
from tests.identity.fake_issuer import FakeIssuer
from tests.people import Browser

ELSEWHERE = [
    "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "/\t/evil.example", "javascript:alert(1)", "evil.example", "/ evil", "/a\\b", "/a\nb", "/logg-ut",
    "/api/v1/me/export", "/" + "x" * 400,
]  # fmt: skip


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_nobody_is_sent_to_another_site(visitor: Browser, issuer: FakeIssuer, onward: str):
    address = visitor.get(ID_PORTEN, query_string={"next": onward}).location
    assert visitor.get(f"{ID_PORTEN}/svar", query_string=issuer.answer(address)).location == "/min-side"


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_nor_by_any_other_way_in(town: Town, visitor: Browser, onward: str):
    town.signed_in("citizen")
    told = {"email": "citizen@fjelldal.example", "next": onward}
    assert visitor.post("/dev/logg-inn", data=told).location == "/min-side"


@pytest.mark.parametrize("onward", ["/min-side/om-meg", "/bolig/kvittering/B-26-0417", "/ring-oss"])
def test_they_come_back_to_where_they_were(town: Town, visitor: Browser, onward: str):
    town.signed_in("citizen")
    told = {"email": "citizen@fjelldal.example", "next": onward}
    assert visitor.post("/en/dev/logg-inn", data=told).location == f"/en{onward}"
