"""Pictures of the gallery in every light, and what axe and a ruler say about them.

python -m tests.gallery.shoot [page ...]     pictures in build/gallery/
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.gallery.gallery import PAGES, STAFF, create_gallery

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "gallery"
AXE = Path(os.environ.get("HUNDRE_AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PHONE, DESK, NARROW = (390, 844), (1280, 800), (320, 700)
LIGHTS: dict[str, dict[str, Any]] = {
    "phone": {"size": PHONE},
    "desk": {"size": DESK},
    "dark": {"size": PHONE, "color_scheme": "dark"},
    "forced": {"size": PHONE, "forced_colors": "active"},
    "contrast": {"size": PHONE, "contrast": "more"},
    "double": {"size": PHONE, "font": 32},
    "largest": {"size": PHONE, "text": "xl"},
    "narrow": {"size": NARROW},
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL_TARGETS = """least => [...document.querySelectorAll('a[href],button,input,select,textarea,summary')]
  .filter(e => e.checkVisibility() && !e.closest('p,.prose li') && !e.closest('.photo-pick,.skip'))
  .map(e => [e.closest('.choice') || e]).map(([e]) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([, r]) => r.height < least - 0.5 || r.width < least - 0.5).map(([t, r]) => `${r.width}x${r.height} ${t}`)"""


def complaints(page: Page, wanted_width: int, least: int) -> Iterator[str]:
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    for violation in found["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['html'][:120]} {node['failureSummary'][:300]}"
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > wanted_width:
        yield f"overflows: {width} > {wanted_width}"
    yield from page.evaluate(SMALL_TARGETS, least)


def open_page(browser: Browser, address: str, light: dict[str, Any]) -> Page:
    width, height = light["size"]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=light.get("color_scheme", "light"),
        forced_colors=light.get("forced_colors", "none"),
        service_workers="block",
    )
    page = context.new_page()
    page.on("console", lambda message: print("console:", message.text))
    page.goto(address)
    page.evaluate(
        """([text, contrast]) => { if (text) document.body.dataset.size = text;
        if (contrast) document.documentElement.dataset.contrast = contrast;
        document.querySelectorAll('[data-tool]').forEach(b => { b.hidden = false }) }""",
        [light.get("text"), light.get("contrast")],
    )
    page.evaluate("document.fonts.ready")
    return page


def main(wanted: list[str]) -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    server = make_server("127.0.0.1", 0, create_gallery(), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    count = 0
    with sync_playwright() as playwright:
        for light_name, light in LIGHTS.items():
            flags = [*FLAGS, f"--blink-settings=defaultFontSize={light['font']}"] if "font" in light else FLAGS
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
            for name in wanted or PAGES:
                page = open_page(browser, f"http://127.0.0.1:{server.port}/{name}", light)
                for complaint in complaints(page, light["size"][0], 24 if name in STAFF else 48):
                    count += 1
                    print(f"{name} {light_name}: {complaint}")
                page.screenshot(path=OUT / f"{name}-{light_name}.png", full_page=True)
                page.context.close()
            browser.close()
    server.shutdown()
    sys.stdout.write(f"{count} complaints\n")
    return count


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
