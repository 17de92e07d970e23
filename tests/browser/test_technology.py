"""The catalogue in somebody's hand: searched, compared and kept, with the net and without."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.stores import sqlite_store

from .installed import PHONE, Place, installed, on_the_phone, until

pytestmark = pytest.mark.browser

TABLE = Path(__file__).parents[1] / "technology" / "searches.json"
SEARCHES: list[dict[str, Any]] = json.loads(TABLE.read_text("utf-8"))
PREFIX = {"nb": "", "nn": "/nn", "en": "/en"}
OLD_PHONE = """async () => {
    const db = await new Promise((done, failed) => {
        const asked = indexedDB.open('hundre', 1);
        asked.onupgradeneeded = () => ['drafts', 'outbox', 'photos', 'receipts', 'keys', 'settings']
            .forEach((shelf) => asked.result.createObjectStore(shelf, {keyPath: 'id'}));
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
    });
    const key = await crypto.subtle.generateKey({name: 'AES-GCM', length: 256}, false, ['encrypt', 'decrypt']);
    const sealed = async (id, content) => {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const bytes = (text) => new TextEncoder().encode(text);
        const how = {name: 'AES-GCM', iv, additionalData: bytes(id)};
        const hidden = await crypto.subtle.encrypt(how, key, bytes(JSON.stringify(content)));
        return {id, owner: null, key_id: 'local', iv, sealed: hidden};
    };
    const content = {answers: {mobile_coverage: ['no']}, photos: [], step: '', visited: []};
    const draft = {...await sealed('draft-1', content), flow: 'home-check', page: '/bolig/sjekk', changed: Date.now()};
    const waits = {...await sealed('sent-1', content), flow: 'housing-request', state: 'kept', changed: Date.now()};
    const work = db.transaction(['drafts', 'outbox', 'keys'], 'readwrite');
    work.objectStore('keys').put({id: 'local', owner: null, key_id: 'local', key});
    work.objectStore('drafts').put(draft);
    work.objectStore('outbox').put(waits);
    await new Promise((done) => (work.oncomplete = done));
    db.close();
}"""
"""A phone as the first version left it: a home check, and something that waits to be sent."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with installed(tmp_path_factory.mktemp("instance"), sqlite_store(tmp_path_factory.mktemp("store"))) as made:
        yield made


@pytest.fixture
def phone(place: Place) -> Iterator[Page]:
    """Somebody's own phone with coverage, gone with its test."""
    page = place.visitor(PHONE, service_workers="block")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def visited(place: Place) -> Page:
    """A phone after a first visit."""
    page = place.visitor(PHONE)
    page.goto("/hjelpemidler")
    on_the_phone(page)
    return page


@pytest.fixture
def offline(visited: Page) -> Iterator[Page]:
    """The same where there is no coverage."""
    visited.context.set_offline(True)
    yield visited
    visited.context.set_offline(False)


def found(page: Page) -> list[str]:
    """The addresses of the rows that are shown, in order."""
    rows = page.locator("[data-rows] > li:not([hidden]) > a")
    return [str(one).rsplit("/", 1)[-1] for one in rows.evaluate_all("all => all.map((one) => one.pathname)")]


def all_there(page: Page, before: list[str]) -> None:
    """A long list comes a screenful at a time."""
    expect(page.locator("[data-rows] > li:not([hidden])")).to_have_count(len(before))
    assert found(page) == before


def search(page: Page, words: str) -> None:
    page.locator("#q").fill(words)


def keep(page: Page, slug: str) -> None:
    page.goto(f"/hjelpemidler/{slug}")
    page.locator("[data-keep]").click()
    expect(page.locator("[data-keep]")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("language", PREFIX)
def test_whatever_a_person_types_is_understood(phone: Page, language: str) -> None:
    phone.goto(f"{PREFIX[language]}/hjelpemidler")
    wrong = {}
    for one in [one for one in SEARCHES if one["language"] == language]:
        search(phone, one["asked"])
        visible = found(phone) if phone.locator("[data-list]").is_visible() else []
        if not (one["finds"] in visible[:3] if one["finds"] else visible == []):
            wrong[one["asked"]] = visible[:3]
    assert wrong == {}


def test_somebody_without_coverage_finds_and_opens_a_thing_with_a_misspelt_name(offline: Page) -> None:
    offline.goto("/hjelpemidler")
    offline.locator("#q").press_sequentially("tryghetsalam")
    assert "trygghetsalarm" in found(offline)[:3]
    offline.locator('[data-rows] a[href="/hjelpemidler/trygghetsalarm"]').click()
    expect(offline.locator("h1")).to_have_text("Trygghetsalarm hjemme")
    offline.go_back()
    expect(offline.locator("#q")).to_have_value("tryghetsalam")
    expect(offline.locator("[data-list-words]")).to_have_text(re.compile(r"^Vi fant \d+ forslag$"))
    assert "trygghetsalarm" in found(offline)[:3]


def test_an_address_with_a_search_works_from_the_phones_own_copy(offline: Page) -> None:
    offline.goto("/hjelpemidler?q=rulator")
    expect(offline.locator("#q")).to_have_value("rulator")
    assert found(offline)[0] == "rullator"


def test_somebody_without_coverage_answers_what_is_hard_and_sees_what_may_help(offline: Page) -> None:
    offline.goto("/hjelpemidler")
    offline.locator('main a[href="/hjelpemidler/finn"]').click()
    offline.locator('main a[href="/hjelpemidler/finn/medicines"]').click()
    offline.locator('main a[href="/hjelpemidler/finn/medicines/time"]').click()
    expect(offline.locator('main a[href="/hjelpemidler/dosett-med-alarm"]')).to_be_visible()


def test_somebody_without_coverage_keeps_two_things_and_compares_them(offline: Page) -> None:
    keep(offline, "rullator")
    expect(offline.locator("[data-keep-status]")).to_have_text("Ligger i planen din på denne telefonen")
    offline.reload()
    expect(offline.locator("[data-keep]")).to_have_text("Ta ut av planen min")
    keep(offline, "trygghetsalarm")
    offline.goto("/hjelpemidler")
    mine = offline.locator("[data-things]")
    expect(mine.locator("li")).to_have_count(2)
    mine.locator("[data-compare-things] a").click()
    expect(offline.locator("[data-compare] [data-of=rullator]").first).to_be_visible()
    expect(offline.locator("[data-compare] [data-of=trygghetsalarm]").first).to_be_visible()
    expect(offline.locator("[data-compare] [data-of=trappeheis]").first).to_be_hidden()


def test_what_is_taken_out_of_the_plan_is_gone_from_the_list(phone: Page) -> None:
    keep(phone, "rullator")
    phone.locator("[data-keep]").click()
    expect(phone.locator("[data-keep-status]")).to_have_text("Tatt ut av planen din")
    phone.goto("/hjelpemidler")
    until(phone, "() => globalThis.hundre.things.all().then((all) => all.length === 0)")
    expect(phone.locator("[data-things]")).to_be_hidden()


def test_whoever_keeps_a_thing_on_a_lent_phone_is_told_how_long_and_may_call_it_theirs(phone: Page) -> None:
    keep(phone, "rullator")
    expect(phone.locator("[data-lent]")).to_contain_text("ett døgn")
    phone.locator("[data-my-phone]").click()
    phone.goto("/hjelpemidler/trygghetsalarm")
    phone.locator("[data-keep]").click()
    expect(phone.locator("[data-keep-status]")).not_to_be_empty()
    expect(phone.locator("[data-lent]")).to_be_hidden()


def test_whoever_tries_to_compare_one_thing_is_told_to_choose_another(phone: Page) -> None:
    phone.goto("/hjelpemidler/sammenlign")
    boxes = phone.locator("[data-compare-choose] input[type=checkbox]")
    boxes.nth(0).focus()
    phone.keyboard.press("Space")
    phone.locator("[data-compare-choose] [type=submit]").press("Enter")
    expect(phone.locator("[data-compare-hint][role=alert]")).to_be_visible()
    assert phone.url.endswith("/sammenlign")
    for number in (1, 2):
        boxes.nth(number).focus()
        phone.keyboard.press("Space")
    expect(phone.locator("[data-compare-choose] input:enabled")).to_have_count(3)
    boxes.nth(2).focus()
    phone.keyboard.press("Space")
    expect(boxes.nth(5)).to_be_enabled()
    phone.locator("[data-compare-choose] [type=submit]").press("Enter")
    phone.wait_for_url(re.compile(r"type=.*type="))
    expect(phone.locator("[data-compare] dl").first.locator("[data-of]:visible")).to_have_count(2)


def test_whoever_empties_the_field_has_everything_back_in_its_order(phone: Page) -> None:
    phone.goto("/hjelpemidler")
    before = found(phone)
    search(phone, "rullator")
    assert len(found(phone)) < len(before)
    expect(phone.locator("[data-browse]")).to_be_hidden()
    phone.locator("[data-clear] a").click()
    all_there(phone, before)
    expect(phone.locator("[data-browse]")).to_be_visible()
    expect(phone.locator("#q")).to_be_focused()
    expect(phone.locator("[data-list-words]")).to_have_text("Alle de 58 hjelpemidlene")
    phone.wait_for_url(re.compile("/hjelpemidler$"))


def test_a_search_answered_by_the_server_can_be_gone_on_with_on_the_phone(phone: Page) -> None:
    phone.goto("/hjelpemidler")
    before = found(phone)
    phone.goto("/hjelpemidler?q=rulator")
    assert found(phone)[0] == "rullator"
    search(phone, "komfyr")
    assert "komfyrvakt-med-plugg" in found(phone)
    search(phone, "")
    all_there(phone, before)


def test_whoever_finds_nothing_is_shown_what_is_hard_and_a_number_to_call(phone: Page) -> None:
    phone.goto("/hjelpemidler")
    search(phone, "<b>helikopter</b>")
    expect(phone.locator("[data-nothing-words]")).to_have_text("Vi fant ikke noe på «<b>helikopter</b>».")
    expect(phone.locator("[data-list]")).to_be_hidden()
    expect(phone.locator('[data-nothing] a[href^="tel:"]').first).to_be_visible()
    expect(phone.locator('[data-nothing] a[href="/hjelpemidler/finn/fallen"]')).to_be_visible()
    phone.locator("#q").press("Enter")
    expect(phone.locator("[data-nothing-words]")).to_be_focused()


def test_guides_are_found_too(phone: Page) -> None:
    phone.goto("/hjelpemidler")
    expect(phone.locator("[data-guide]").first).to_be_hidden()
    search(phone, "fremtidsfulmakt")
    assert found(phone)[0] == "fremtidsfullmakt"


def test_whoever_cannot_call_by_mobile_everywhere_is_told_so_and_an_older_phone_loses_nothing(phone: Page) -> None:
    """The home check and what waits were laid there by the version before shelves were added."""
    phone.goto("/hjelpemidler/mobil-trygghetsalarm")
    expect(phone.locator("[data-if-check]")).to_be_hidden()
    other = phone.context.browser.new_context(base_url=phone.url.split("/hjelpemidler")[0])  # type: ignore[union-attr]
    page = other.new_page()
    page.goto("/logo.svg")
    page.evaluate(OLD_PHONE)
    page.goto("/hjelpemidler/mobil-trygghetsalarm")
    expect(page.locator("[data-if-check]")).to_be_visible()
    answers = page.evaluate("hundre.drafts.find('draft-1').then((draft) => draft.answers)")
    assert answers == {"mobile_coverage": ["no"]}
    assert page.evaluate("hundre.store.get('outbox', 'sent-1').then((kept) => hundre.vault.open(kept))")["answers"]
    page.locator("[data-keep]").click()
    expect(page.locator("[data-keep-status]")).not_to_be_empty()
    other.close()


def test_on_paper_a_thing_has_its_name_its_price_and_a_number_but_no_buttons(phone: Page) -> None:
    phone.goto("/hjelpemidler/trygghetsalarm")
    expect(phone.locator("[data-keep]")).to_be_visible()
    phone.emulate_media(media="print")
    expect(phone.locator("h1")).to_be_visible()
    expect(phone.locator("dl.sum").get_by_text("Pris", exact=True)).to_be_visible()
    expect(phone.locator('.foot a[href^="tel:"]').first).to_be_visible()
    expect(phone.locator("button:visible, .ds-button:visible")).to_have_count(0)
