"""The time book with somebody in it: the day, one visit, what an ill nurse leads to, somebody without a time."""

from uuid import uuid4

from playwright.sync_api import Page

from .lights import Look
from .stage import Stage, ready

BOOK = "/ansatt/timebok/ny"


def _booked(page: Page) -> None:
    page.goto(BOOK)
    page.locator("#ask-name").fill("Magnhild Nordmann")
    page.locator("#ask-phone").fill("900 00 102")
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_url("**booked=**")
    ready(page)


def day(stage: Stage, page: Page, look: Look) -> None:
    """The day it is on, the visit's own page, and another time for it."""
    _booked(page)
    look(page, "")
    page.locator("tbody th a").first.click()
    page.wait_for_selector("#deeds")
    look(page, "visit")
    page.locator('a[href$="/flytt"]').click()
    page.wait_for_selector("#move-slot")
    look(page, "move")


def ill(stage: Stage, page: Page, look: Look) -> None:
    """Only the proposals: nothing is done."""
    _booked(page)
    whose = page.locator(".filters a").last.inner_text()
    page.locator("summary", has_text="Er noen syke?").click()
    page.locator("#ill-whose").select_option(label=whose)
    page.locator("#ill-whose").press("Tab")
    page.locator("form[action$='/syk'] button").click()
    page.wait_for_url("**/syk?**")
    ready(page)
    look(page, "")


def waits(stage: Stage, page: Page, look: Look) -> None:
    page.goto("/ansatt/timebok#walk-in")
    page.locator("#walk-in summary").click()
    page.locator("#in-name").fill(f"Torstein {uuid4().hex[:3]}")
    look(page, "form")
    page.locator("#walk-in button").click()
    page.wait_for_selector("#waits")
    look(page, "")


def mistakes(stage: Stage, page: Page, look: Look) -> None:
    page.goto(BOOK)
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_selector("[aria-invalid=true]")
    look(page, "")
    page.locator("summary", has_text="Klem inn").click()
    page.locator("form[action$='/klem-inn'] button").click()
    page.wait_for_selector("#squeeze-because[aria-invalid=true]")
    look(page, "squeeze")
