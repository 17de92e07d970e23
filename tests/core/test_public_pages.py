"""What the phone keeps: every public page whole, and only what has changed fetched again."""

import json
import re
from typing import Any

import pytest

from backend.core import public
from tests.people import Browser, House

MANIFEST = re.compile(r"self\.__WB_MANIFEST=(\[.*?\]);\n")
SHELF = re.compile(r"self\.__SHELF=(\{.*?\});\n")
PREFIX = {"nb": "", "nn": "/nn", "en": "/en"}


def shelf(visitor: Browser, language: str) -> tuple[dict[str, str | None], dict[str, str]]:
    """(address -> mark of what the phone keeps, beginning of an address -> its pack)."""
    told = visitor.get(f"/sw.js?lang={language}").get_data(as_text=True)
    found, packs = MANIFEST.search(told), SHELF.search(told)
    assert found
    assert packs
    return {one["url"]: one["revision"] for one in json.loads(found[1])}, json.loads(packs[1])["packs"]


def pack(visitor: Browser, address: str) -> dict[str, Any]:
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    return dict(answer.get_json())


def together(packed: dict[str, Any], path: str) -> str:
    """As the phone does it, see pwa/src/packs.js."""
    page = packed["pages"][path]
    frame = packed["frames"][page["frame"]].replace("%%path%%", path)
    return str(frame.replace("%%title%%", page["title"]).replace("%%main%%", page["main"]))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_page_out_of_a_pack_is_the_page_that_the_server_answers(house: House, language: str):
    visitor = house.anonymous()
    _, packs = shelf(visitor, language)
    assert set(packs) == {"/hjelpemidler/", "/hjelpemidler/finn/", "/rad/"}
    for address in packs.values():
        packed = pack(visitor, address)
        for path in packed["pages"]:
            assert together(packed, path) == visitor.get(PREFIX[language] + path).get_data(as_text=True), path


def test_each_language_has_its_own_shelf_and_nothing_personal_is_on_it(house: House):
    kept, packs = shelf(house.signed_in("citizen"), "nn")
    pages = [url for url in kept if not url.startswith(("/static/", "/tema/", "/pakker/", "/logo.svg"))]
    assert pages
    assert all(url == "/nn/" or url.startswith("/nn/") for url in pages)
    assert not [url for url in pages if "min-side" in url or "ansatt" in url]
    assert set(packs.values()) <= set(kept)


@pytest.mark.parametrize("language", ["", "se", "../x", "nb&x=1", "%00"])
def test_a_language_we_do_not_speak_gets_bokmal(house: House, language: str):
    kept, _ = shelf(house.anonymous(), language)
    assert "/" in kept


def test_a_changed_text_is_all_that_is_fetched_again(house: House, monkeypatch: pytest.MonkeyPatch):
    visitor = house.anonymous()
    before, packs = shelf(visitor, "nb")
    real = public._in_language

    def other(name: str, path: str, view: Any, told: dict[str, str]) -> public.Kept:
        page = real(name, path, view, told)
        return public.Kept(page.whole.decode().replace("Rullator", "Gåstol")) if path.startswith("/rad/") else page

    monkeypatch.setattr(public, "_in_language", other)
    public.forget_public_pages()
    after, now = shelf(visitor, "nb")
    public.forget_public_pages()
    assert {under for under in packs if packs[under] != now[under]} <= {"/rad/"}
    assert {url for url, mark in before.items() if not url.startswith("/pakker/") and after.get(url) != mark} == set()


@pytest.mark.parametrize("address", ["/pakker/se/rad/x.json", "/pakker/nb/rad/x.json", "/pakker/nb/min-side/x.json"])
def test_a_pack_that_is_not_there_is_not_made_up(house: House, address: str):
    assert house.anonymous().get(address).status_code == 404
