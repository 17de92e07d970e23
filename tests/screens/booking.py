"""The ways to a visit at the health station: a time, the form, the visit's own page, the ten questions."""

from playwright.sync_api import Page

from .lights import Look
from .stage import Stage, ready

BOOK = ".booking [type=submit]"


def _form(page: Page) -> None:
    """The last free time on the page, so that what is soon stays free."""
    page.goto("/time/velg?type=home_visit")
    page.locator("[name=slot]").last.click()
    page.wait_for_url("**slot=**")
    ready(page)


def _booked(page: Page) -> None:
    _form(page)
    page.locator("[name=name]").fill("Kari Nordmann")
    page.locator("[name=phone]").fill("900 00 101")
    page.locator(BOOK).click()
    page.wait_for_url("**token=**")
    ready(page)


def form(stage: Stage, page: Page, look: Look) -> None:
    _form(page)
    look(page, "")
    page.locator(BOOK).click()
    page.wait_for_selector(".ds-error-summary")
    look(page, "mistakes")


def for_another(stage: Stage, page: Page, look: Look) -> None:
    _form(page)
    page.locator('[name="for_whom"][value="other"]').check(force=True)
    look(page, "")
    page.locator(BOOK).click()
    page.wait_for_selector(".ds-error-summary")
    look(page, "mistakes")


def visit(stage: Stage, page: Page, look: Look) -> None:
    """Booked; then the phone's own copy of it; then called off."""
    _booked(page)
    look(page, "")
    address = page.url
    page.goto("/time")
    ready(page)
    page.locator("[data-visits] summary").first.click()
    look(page, "kept")
    page.goto(address)
    page.locator(".slip summary").first.click()
    page.locator(".slip details [type=submit]").click()
    ready(page)
    look(page, "cancelled")


def questions(stage: Stage, page: Page, look: Look) -> None:
    _booked(page)
    page.locator('a[href*="/sporsmal"]').click()
    ready(page)
    look(page, "all")
    for number in range(1, 11):
        page.goto(page.url.partition("&n=")[0] + f"&n={number}")
        ready(page)
        look(page, str(number))
        if page.locator("[type=checkbox], [type=radio]").count():
            page.locator("[type=checkbox], [type=radio]").first.check(force=True)
    page.goto(page.url.partition("&n=")[0] + "&n=3")
    page.locator('[value="broken_now"]').check(force=True)
    page.locator("form .ds-button[type=submit]").first.click()
    page.wait_for_selector('a[href="tel:113"].ds-button')
    look(page, "red")


def wish(stage: Stage, page: Page, look: Look) -> None:
    """A wish for a time, one question at a time, and its receipt."""
    page.goto("/time/onske")
    page.wait_for_selector("[data-next]")
    page.locator('[name=type][value="home_visit"]').check(force=True)
    page.locator("[data-next]").click()
    page.locator('[name=when][value="morning"]').check(force=True)
    look(page, "when")
    page.locator("[data-next]").click()
    _who_wishes(page)
    look(page, "contact")
    page.locator("[data-next]").click()
    look(page, "review")
    page.locator("[data-review] [type=submit]").click()
    page.wait_for_url("**/kvittering/**")
    ready(page)
    look(page, "")


def _who_wishes(page: Page) -> None:
    page.locator("[name=name]").fill("Kari Nordmann")
    page.locator("[name=phone]").fill("900 00 101")


def plain_wish(stage: Stage, page: Page, look: Look) -> None:
    """The whole form on one page; a mistake first."""
    page.goto("/time/onske")
    page.locator("[data-review] [type=submit]").click()
    page.wait_for_selector(".ds-error-summary")
    look(page, "mistakes")
