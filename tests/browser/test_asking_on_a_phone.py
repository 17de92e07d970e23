"""Asking for advice with one thumb: a calm page at a time, numbers that are true, photos where nobody asks for them."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.people import picture
from tests.screens.stage import PHONE, Stage, open_stage, ready

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with open_stage(tmp_path_factory.mktemp("stage")) as opened:
        yield opened


@pytest.fixture
def phone(stage: Stage) -> Iterator[BrowserContext]:
    context = stage.visitor("", PHONE)
    yield context
    context.close()


def begun(phone: BrowserContext, whom: str) -> Page:
    page = phone.new_page()
    page.goto("/bolig/soknad")
    page.wait_for_selector("[data-next]")
    choose(page, f"for_whom-{whom}")
    if whom == "other":
        choose(page, "consent-true")
        page.locator("#f-helper-name").fill("Datteren")
    return page


def choose(page: Page, field: str) -> None:
    page.locator(f'label[for="f-{field}"]').click()


def onward(page: Page) -> None:
    before = page.url
    page.locator("[data-next]").click()
    page.wait_for_function("before => location.href !== before", arg=before)


def shown(page: Page) -> str:
    return page.locator("[data-progress-words]").inner_text()


def walked(page: Page) -> list[str]:
    """What each question says about its place, up to the last look."""
    seen = [shown(page)]
    while True:
        if page.locator("#f-person-name").is_visible():
            page.locator("#f-person-name").fill("Kari Nordmann")
            page.locator("#f-person-phone").fill("900 00 101")
        onward(page)
        if page.locator("[data-review]").is_visible():
            return seen
        seen.append(shown(page))


@pytest.mark.parametrize(("whom", "total"), [("self", 8), ("other", 8), ("worry", 5)])
def test_the_number_of_questions_is_told_when_it_is_known_and_then_holds(
    phone: BrowserContext, whom: str, total: int
) -> None:
    seen = walked(begun(phone, whom))
    assert seen == ["Spørsmål 1", *(f"Spørsmål {number} av {total}" for number in range(2, total + 1))]


def test_no_page_asks_for_more_than_one_list(phone: BrowserContext) -> None:
    page = begun(phone, "self")
    while not page.locator("[data-review]").is_visible():
        assert page.locator("fieldset:visible").count() <= 2
        assert page.locator("input[type=checkbox]:visible, input[type=radio]:visible").count() <= 10
        if page.locator("#f-person-name").is_visible():
            page.locator("#f-person-name").fill("Kari Nordmann")
            page.locator("#f-person-phone").fill("900 00 101")
        onward(page)


def test_somebody_in_danger_is_shown_the_numbers_at_once(phone: BrowserContext) -> None:
    page = begun(phone, "self")
    while not page.locator("#f-signals-danger_now").is_visible():
        onward(page)
    choose(page, "signals-danger_now")
    expect(page.locator("#red-flags a[href='tel:113']").first).to_be_visible()
    expect(page.locator("#flow")).to_be_hidden()


def test_whoever_has_no_photo_is_not_told_so_and_may_add_one_last(phone: BrowserContext) -> None:
    page = begun(phone, "self")
    walked(page)
    expect(page.locator("[data-review]")).not_to_contain_text(re.compile("0 bilder|Ikke svart.*Bilder"))
    page.locator("[data-photos] input[type=file]").set_input_files(
        {"name": "trapp.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    expect(page.locator("[data-photo-count]")).to_have_text("1 bilde er lagt til.")
    page.locator("[data-review] [type=submit]").click()
    page.wait_for_url("**/bolig/kvittering/**")


def test_whoever_worries_is_not_asked_for_photos(phone: BrowserContext) -> None:
    page = begun(phone, "worry")
    walked(page)
    expect(page.locator("[data-photos]")).to_be_hidden()


def test_a_resident_of_the_demo_comes_in_by_one_press_and_staff_behind_a_fold(stage: Stage) -> None:
    """Without script too."""
    context = stage.visitor("", PHONE, script=False)
    page = context.new_page()
    page.goto("/logg-inn")
    ready(page)
    expect(page.get_by_role("button", name="Kari Fjelldal innbygger")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Berit"))).to_be_hidden()
    page.get_by_text("Logg inn som ansatt").click()
    page.get_by_role("button", name=re.compile("Berit")).click()
    page.wait_for_url("**/ansatt**")
    page.goto("/logg-inn")
    page.get_by_role("button", name="Kari Fjelldal innbygger").click()
    page.wait_for_url("**/min-side")
    context.close()
