"""Somebody calls and wants a visit: staff book it while they talk, with few presses."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.stores import make_store

from .installed import DESK, PHONE, Place, choose, installed, on_the_phone, onward, waiting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("processes")]
MOST = 6


@pytest.fixture(scope="module")
def place(store_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = make_store(store_name, tmp_path_factory.mktemp("store"))
    with installed(tmp_path_factory.mktemp("instance"), made) as there:
        yield there
    made.drop()


@dataclass
class Hands:
    """A member of staff's hands: every click, field and choice is one."""

    page: Page
    used: int = 0

    def click(self, what: str) -> None:
        self.used += 1
        self.page.locator(what).click()

    def fill(self, what: str, words: str) -> None:
        self.used += 1
        self.page.locator(what).fill(words)

    def choose(self, what: str, number: int) -> None:
        self.used += 1
        self.page.locator(what).select_option(index=number)


def at_the_inbox(place: Place) -> Hands:
    page = place.visitor(DESK)
    place.sign_in(page, "frontdesk")
    page.goto("/ansatt/innboks")
    return Hands(page)


def test_a_desk_user_books_for_a_caller_with_six_interactions_or_fewer_from_the_inbox(place: Place) -> None:
    hands = at_the_inbox(place)
    hands.click('nav a[href="/ansatt/timebok/ny"]')
    hands.choose("#ask-slot", 2)
    wanted = hands.page.locator("#ask-slot option:checked").inner_text()
    hands.fill("#ask-name", "Kari Ringer")
    hands.fill("#ask-phone", "900 00 123")
    hands.click('form[method=post] button:has-text("Bestill timen")')
    assert hands.used <= MOST
    row = hands.page.locator("tr", has_text="Kari Ringer")
    expect(row).to_be_visible()
    assert wanted.split()[-1] in row.inner_text()
    hands.page.context.close()


def test_the_first_free_time_is_chosen_already(place: Place) -> None:
    hands = at_the_inbox(place)
    hands.click('nav a[href="/ansatt/timebok/ny"]')
    expect(hands.page.locator("#ask-name")).to_be_focused()
    hands.fill("#ask-name", "Per Ringer")
    hands.fill("#ask-phone", "900 00 124")
    hands.click('form[method=post] button:has-text("Bestill timen")')
    expect(hands.page.locator("tr", has_text="Per Ringer")).to_be_visible()
    assert hands.used < MOST
    hands.page.context.close()


def test_on_paper_a_day_has_names_times_and_phones_but_no_buttons_and_nothing_that_was_told(place: Place) -> None:
    hands = at_the_inbox(place)
    hands.page.goto("/ansatt/timebok/ny")
    hands.fill("#ask-name", "Ingrid Ringer")
    hands.fill("#ask-phone", "900 00 125")
    hands.page.locator("summary", has_text="Trenger de noe?").click()
    hands.fill("#ask-about", "Dette er hemmelig.")
    hands.click('form[method=post] button:has-text("Bestill timen")')
    row = hands.page.locator("tr", has_text="Ingrid Ringer")
    expect(row).to_contain_text("Dette er hemmelig.")
    hands.page.emulate_media(media="print")
    for words in ("Ingrid Ringer", "900 00 125"):
        expect(row.get_by_text(words).locator("visible=true").first).to_be_visible()
    expect(hands.page.get_by_text("Dette er hemmelig.")).to_be_hidden()
    expect(hands.page.locator("button:visible, .ds-button:visible, .rail:visible")).to_have_count(0)
    hands.page.context.close()


def test_a_wish_for_a_time_written_without_coverage_is_kept_and_sent_once(place: Place) -> None:
    resident = place.visitor(PHONE)
    resident.goto("/")
    on_the_phone(resident)
    resident.context.set_offline(True)
    resident.goto("/time")
    resident.locator('main a[href="/time/onske"]').click()
    resident.wait_for_selector("[data-next]")
    choose(resident, "type", "falls")
    onward(resident)
    choose(resident, "when", "morning")
    onward(resident)
    resident.locator("[name=name]").fill("Olga Utennett")
    resident.locator("[name=phone]").fill("41 23 45 99")
    onward(resident)
    resident.locator("[data-review] [type=submit]").click()
    kept = resident.locator("#kept-on-phone")
    expect(kept).to_contain_text("Kommunen har ikke fått dette ennå.")
    expect(kept.locator('a[href^="tel:"]').first).to_be_visible()
    assert waiting(resident) == 1

    resident.context.set_offline(False)
    expect(resident.locator(".done h1")).to_contain_text("Vi har fått ønsket ditt")
    assert waiting(resident) == 0
    desk = place.visitor(DESK)
    place.sign_in(desk, "frontdesk")
    found = desk.context.request.get("/api/v1/desk/cases", params={"q": "Olga Utennett"}).json()["items"]
    assert [case["kind"] for case in found] == ["visit_request"]
