"""The home page on a cold phone, and the second visit without coverage, in a real browser."""

import http.client
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.browser import ARGUMENTS, chromium

SLOWER = 4
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
"""What the browser's own tools call Slow 4G: 1.44 Mbit/s down, 0.675 up, and that many milliseconds for each answer."""
BETWEEN_LETTERS = 120
"""Milliseconds: somebody who types fast."""
WATCH = """
window.seen = {lcp: 0, shift: 0, long: []};
new PerformanceObserver(list => { for (const e of list.getEntries()) seen.lcp = e.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shift += e.value; })
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) seen.long.push(e.duration); })
  .observe({type: 'longtask', buffered: true});
"""


@dataclass
class Visit:
    """Up to the load event: bytes on the wire, requests, hosts. Then what the person saw."""

    bytes: int = 0
    requests: list[str] = field(default_factory=list)
    lcp: float = 0.0
    blocking: float = 0.0
    shift: float = 0.0
    loaded: bool = False

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(url).netloc for url in self.requests if url.startswith("http")}


@contextmanager
def phone() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


def _new_phone(browser: Browser) -> tuple[BrowserContext, Page, CDPSession]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True)
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    return context, page, session


def cold_visit(browser: Browser, address: str, slowly: bool) -> Visit:
    """With nothing kept from before. `slowly`: as on a cheap phone on Slow 4G."""
    context, page, session = _new_phone(browser)
    visit = Visit()

    def asked(event: Any) -> None:
        if not visit.loaded:
            visit.requests.append(event["request"]["url"])

    def came(event: Any) -> None:
        if not visit.loaded:
            visit.bytes += int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    page.on("load", lambda _: setattr(visit, "loaded", True))
    if slowly:
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        session.send("Network.emulateNetworkConditions", SLOW_4G)
    page.goto(address)
    page.wait_for_timeout(1500)
    _read_off(page, visit)
    context.close()
    return visit


def _read_off(page: Page, visit: Visit) -> None:
    seen = page.evaluate("window.seen")
    visit.lcp, visit.shift = seen["lcp"] / 1000, seen["shift"]
    visit.blocking = sum(max(0.0, task - 50) for task in seen["long"])


def offline_visit(browser: Browser, address: str) -> tuple[float, int]:
    """The second visit, without coverage: milliseconds until the text can be read; bytes kept by the service worker."""
    context, page, session = _new_phone(browser)
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(1500)
    kept = page.evaluate(
        """async () => { let sum = 0;
        for (const name of await caches.keys()) { const shelf = await caches.open(name);
          for (const answer of await shelf.matchAll()) sum += (await answer.clone().blob()).size; }
        return sum; }"""
    )
    page.close()
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    context.set_offline(True)
    page.goto(address)
    page.wait_for_timeout(1000)
    milliseconds = float(page.evaluate("window.seen.lcp"))
    context.close()
    return milliseconds, int(kept)


TYPED = """
window.answered = [], window.painted = [];
addEventListener('input', (event) => {
  if (!event.target.value) return;
  document.body.offsetHeight;
  answered.push(performance.now() - event.timeStamp);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => painted.push(performance.now() - event.timeStamp);
  requestAnimationFrame(() => port2.postMessage(null));
});
"""
"""From each letter: until the answer stands in the page, found and laid out; and until the browser has painted it."""


def typed(browser: Browser, address: str, words: list[str], searching: bool = True) -> tuple[list[float], list[float]]:
    """Each of these typed into the catalogue's field on a slow phone: milliseconds to answer, and to paint.

    Not `searching`: the same page without its script, which is what this browser needs to paint a letter.
    """
    context, page, session = _new_phone(browser)
    if not searching:
        page.route("**/technology*.js", lambda route: route.abort())
    page.goto(address)
    page.evaluate(TYPED)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    for asked in words:
        page.locator("#q").fill("")
        page.locator("#q").press_sequentially(asked, delay=BETWEEN_LETTERS)
        page.wait_for_timeout(500)
    answered, painted = page.evaluate("[answered, painted]")
    context.close()
    return answered, painted


def fetched_for_later(port: int) -> int:
    """Bytes on the wire of everything that the service worker fetches after the first page."""
    told = _body(port, "/sw.js?lang=nb", "identity").decode()
    found = re.search(r"__WB_MANIFEST=(\[.*?\]);\n", told)
    assert found
    return sum(len(_body(port, one["url"], "br")) for one in json.loads(found[1]))


def _body(port: int, path: str, encoding: str) -> bytes:
    connection = http.client.HTTPConnection("localhost", port)
    connection.request("GET", path, headers={"Accept-Encoding": encoding})
    answer = connection.getresponse().read()
    connection.close()
    return answer
