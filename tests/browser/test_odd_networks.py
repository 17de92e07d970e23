"""A net that lies, two tabs, no script: nothing is believed that the API did not say itself. On SQLite only."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.people import picture
from tests.stores import sqlite_store

from .installed import PHONE, Place, at, choose, installed, on_the_phone, onward, waiting

pytestmark = pytest.mark.browser

CAPTIVE = "<!doctype html><title>Flyplassen</title><h1>Velkommen! Godta vilkårene for å gå på nett.</h1>"
API = re.compile(r"/api/v1/")
# No page stands long enough for what it waits seconds with.
NOBODY_READS = "{ const wait = setTimeout; window.setTimeout = (work, time) => (time >= 3000 ? 0 : wait(work, time)); }"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with installed(tmp_path_factory.mktemp("instance"), sqlite_store(tmp_path_factory.mktemp("store"))) as made:
        yield made


@pytest.fixture
def phone(place: Place) -> Iterator[Page]:
    """Somebody's own phone, gone with its test."""
    page = place.visitor(PHONE, service_workers="block")
    yield page
    page.context.close()


def answered(page: Page, name: str) -> None:
    """Everything is answered; only "send" is left."""
    page.goto("/bolig/soknad")
    page.wait_for_selector("[data-next]")
    while page.locator("[data-review]").is_hidden():
        if at(page) == "for_whom":
            choose(page, "for_whom", "self")
        if at(page) == "contact":
            page.locator('[name="person.name"]').fill(name)
            page.locator('[name="person.phone"]').fill("900 00 123")
        onward(page)


def sent(place: Place, name: str) -> int:
    """How many requests the desk has from this person."""
    desk = place.visitor()
    place.sign_in(desk, "frontdesk")
    found = desk.context.request.get("/api/v1/desk/cases", params={"q": name}).json()["items"]
    desk.context.close()
    return len(found)


def liar(route: Route) -> None:
    """What a hotel's or an airport's net answers for everybody else."""
    route.fulfill(status=200, content_type="text/html", body=CAPTIVE)


def test_a_captive_portals_yes_is_no_yes(place: Place, phone: Page) -> None:
    answered(phone, "Fanget")
    phone.route(API, liar)
    phone.locator("[data-review] [type=submit]").click()
    expect(phone.locator("#kept-on-phone")).to_be_visible()
    assert waiting(phone) == 1
    assert sent(place, "Fanget") == 0
    phone.goto("about:blank")
    phone.unroute(API, liar)
    phone.goto("/")
    expect(phone.locator("#sent-strip")).to_be_visible()
    assert waiting(phone) == 0
    assert sent(place, "Fanget") == 1


def test_what_was_told_on_a_page_that_was_left_at_once_is_told_again(place: Place, phone: Page) -> None:
    """The page tried again by itself and was left in the same moment: nobody had time to read that it was sent."""
    phone.add_init_script(NOBODY_READS)
    answered(phone, "Rask")
    phone.route(API, liar)
    phone.locator("[data-review] [type=submit]").click()
    expect(phone.locator("#kept-on-phone")).to_be_visible()
    phone.goto("about:blank")
    phone.unroute(API, liar)
    phone.goto("/")
    expect(phone.locator("#sent-strip")).to_be_visible()
    assert waiting(phone) == 0
    phone.goto("/ring-oss")
    expect(phone.locator("#sent-strip")).to_be_visible()


@pytest.mark.parametrize("status", [500, 502, 503, 408, 429, 404])
def test_what_is_not_the_apis_own_answer_keeps_it(place: Place, phone: Page, status: int) -> None:
    """Any status from something on the way, without the API's own mark."""
    name = f"Underveis {status}"
    answered(phone, name)
    phone.route(API, lambda route: route.fulfill(status=status, content_type="text/html", body=CAPTIVE))
    phone.locator("[data-review] [type=submit]").click()
    expect(phone.locator("#kept-on-phone")).to_be_visible()
    assert waiting(phone) == 1
    assert sent(place, name) == 0


def test_an_answer_that_got_lost_is_not_a_second_request(place: Place, phone: Page) -> None:
    """The API said yes, but the phone never heard it."""
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    answered(phone, "Uhørt")
    phone.route(re.compile("/api/v1/housing/requests"), lose, times=1)
    phone.locator("[data-review] [type=submit]").click()
    expect(phone.locator("#kept-on-phone")).to_be_visible()
    assert lost == [201]
    phone.goto("/")
    expect(phone.locator("#sent-strip")).to_be_visible()
    assert waiting(phone) == 0
    assert sent(place, "Uhørt") == 1


def test_two_tabs_send_once(place: Place) -> None:
    first = place.visitor(PHONE)
    first.goto("/bolig")
    on_the_phone(first)
    answered(first, "Toarket")
    first.context.set_offline(True)
    first.locator("[data-review] [type=submit]").click()
    expect(first.locator("#kept-on-phone")).to_be_visible()
    second = first.context.new_page()
    second.goto("/")
    expect(second.locator("#outbox-strip")).to_be_visible()
    posts: list[str] = []
    first.context.on(
        "request",
        lambda request: posts.append(request.url) if request.method == "POST" and "requests" in request.url else None,
    )
    first.context.set_offline(False)
    expect(second.locator("#sent-strip")).to_be_visible()
    assert waiting(second) == 0
    assert sent(place, "Toarket") == 1
    assert len(posts) <= 1


@pytest.mark.parametrize("heard", [True, False], ids=["the phone says so", "nobody says so"])
def test_a_page_asked_for_without_the_net_comes_when_it_is_back(place: Place, heard: bool) -> None:
    phone = place.visitor(PHONE)
    if not heard:
        phone.add_init_script("addEventListener('online', (event) => event.stopImmediatePropagation())")
    phone.goto("/")
    on_the_phone(phone)
    phone.context.set_offline(True)
    phone.goto("/logg-inn")
    expect(phone.locator("[data-no-net]")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.locator("[data-no-net]")).to_have_count(0)
    expect(phone.locator("main form").first).to_be_visible()


def the_desk_sees_photos(place: Place, sender: Page, number: int) -> None:
    """What the sender's receipt is about, as staff find it."""
    sender.wait_for_url("**/bolig/kvittering/**")
    reference = sender.locator(".number b").inner_text()
    desk = place.visitor()
    place.sign_in(desk, "frontdesk")
    desk.goto(f"/ansatt/saker/{reference}")
    expect(desk.locator('img[src*="/bilder/"]')).to_have_count(number)


def test_without_script_the_plain_form_carries_photos_and_gives_a_receipt(place: Place) -> None:
    page = place.visitor(PHONE, script=False)
    page.goto("/bolig/soknad")
    choose(page, "for_whom", "self")
    page.locator('[name="what_matters"]').fill("Komme ut.")
    page.locator('[name="person.name"]').fill("Skriptløs")
    page.locator('[name="person.phone"]').fill("900 00 124")
    page.locator('input[type="file"]').set_input_files(
        [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": picture(colour=f"#0{n}0000")} for n in range(2)]
    )
    page.locator("#flow [type=submit]").click()
    the_desk_sees_photos(place, page, 2)


def test_without_script_what_was_typed_comes_back_with_words_about_what_is_missing(place: Place) -> None:
    page = place.visitor(PHONE, script=False)
    page.goto("/bolig/soknad")
    choose(page, "for_whom", "self")
    choose(page, "difficult[]", "stairs")
    page.locator('[name="what_matters"]').fill("Komme ned trappa.")
    page.locator('[name="person.name"]').fill("Halvveis")
    page.locator('input[type="file"]').set_input_files(
        [
            {"name": "god.jpg", "mimeType": "image/jpeg", "buffer": picture()},
            {"name": "ingen.jpg", "mimeType": "image/jpeg", "buffer": b"dette er ikke et bilde"},
        ]
    )
    page.locator("#flow [type=submit]").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()
    expect(page.locator("main")).to_contain_text("ingen.jpg")
    expect(page.locator('[name="what_matters"]')).to_have_value("Komme ned trappa.")
    expect(page.locator('[name="person.name"]')).to_have_value("Halvveis")
    expect(page.locator('[name="difficult[]"][value="stairs"]')).to_be_checked()
    assert sent(place, "Halvveis") == 0
    page.locator('[name="person.phone"]').fill("900 00 125")
    page.locator("#flow [type=submit]").click()
    the_desk_sees_photos(place, page, 1)
