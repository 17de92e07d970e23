"""A real installation with a real mail server, and a browser to visit it with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import ARGUMENTS, chromium
from tests.processes.installation import Installation, eventually
from tests.receivers import Gateway, PostOffice
from tests.stores import Store

PHONE, DESK = (390, 844), (1280, 800)
PATIENCE = 60_000

expect.set_options(timeout=PATIENCE)


@dataclass
class Place:
    """Where people meet the municipality in these tests."""

    hundre: Installation
    post: PostOffice
    sms: Gateway
    browser: Browser

    def visitor(self, size: tuple[int, int] = PHONE, script: bool = True, **more: Any) -> Page:
        """Somebody with a browser of their own."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            base_url=self.hundre.url,
            java_script_enabled=script,
            locale="nb-NO",
            **more,
        )
        context.set_default_timeout(PATIENCE)
        context.set_default_navigation_timeout(PATIENCE)
        return context.new_page()

    def sign_in(self, page: Page, who: str) -> None:
        """Through the demo's own door; then they land on their own page, where the phone learns whose it is."""
        answer = page.context.request.post("/dev/logg-inn", form={"email": f"{who}@fjelldal.example"})
        assert answer.ok, answer.status
        if who == "citizen":
            page.goto("/min-side")
            until(page, KNOWN)


@contextmanager
def installed(folder: Path, store: Store | None = None) -> Iterator[Place]:
    """Started as its operator starts it, with mail and SMS going to servers of ours."""
    post, sms = PostOffice().open(), Gateway().open()
    hundre = Installation(folder, store, HUNDRE_SMTP_URL=post.url, HUNDRE_SMS_URL=f"{sms.url}/sms")
    try:
        hundre.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            yield Place(hundre, post, sms, browser)
            browser.close()
    finally:
        hundre.end()
        post.close()
        sms.close()


KNOWN = """() => new Promise((done) => {
    const asked = indexedDB.open('hundre');
    asked.onsuccess = () => {
        const store = asked.result;
        if (!store.objectStoreNames.contains('settings')) { store.close(); return done(false); }
        const got = store.transaction('settings').objectStore('settings').get('owner');
        got.onsuccess = () => { store.close(); done(Boolean(got.result?.owner)); };
    };
})"""
"""The phone has opened its store for whoever is signed in."""


def until(page: Page, true: str) -> None:
    """Until the page's own promise comes true. `wait_for_function` takes a promise itself for a yes."""
    eventually(lambda: page.evaluate(true), true)


def on_the_phone(page: Page) -> None:
    """The first visit is over: the phone has taken what it needs to work without the net."""
    until(page, "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)")


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f'[name="{name}"][value="{value}"]').check(force=True)


def at(page: Page) -> str:
    """Which question is shown."""
    return str(page.evaluate("location.hash.slice(1)"))


def onward(page: Page) -> None:
    before = at(page)
    page.locator("[data-next]").click()
    page.wait_for_function("before => location.hash.slice(1) !== before", arg=before)


def waiting(page: Page) -> int:
    """How many sendings the phone itself says that it keeps."""
    return int(
        page.evaluate(
            """() => new Promise((done, failed) => {
                const asked = indexedDB.open('hundre');
                asked.onerror = () => failed(asked.error);
                asked.onsuccess = () => {
                    const store = asked.result;
                    if (!store.objectStoreNames.contains('outbox')) { store.close(); return done(0); }
                    const counted = store.transaction('outbox').objectStore('outbox').count();
                    counted.onsuccess = () => { store.close(); done(counted.result); };
                };
            })"""
        )
    )
