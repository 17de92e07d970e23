"""The ways one page is seen: dark, in the system's own colours, with large text, on a narrow phone.

They are switched on an open page, so that every state of it, however it was reached, is seen in all of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Page

from .stage import NARROW, ready

NORMAL_TEXT = 16


@dataclass(frozen=True)
class Light:
    """What is different from a plain phone in daylight."""

    scheme: Literal["light", "dark"] = "light"
    forced: Literal["none", "active"] = "none"
    text: int = NORMAL_TEXT
    size: tuple[int, int] | None = None


LIGHTS = {
    "light": Light(),
    "dark": Light(scheme="dark"),
    "forced": Light(forced="active"),
    "double": Light(text=2 * NORMAL_TEXT),
    "narrow": Light(size=NARROW),
}


@contextmanager
def seen_in(page: Page, light: Light) -> Iterator[int]:
    """The page in that light; the width it should keep to."""
    usual: Any = page.viewport_size
    wanted = {"width": light.size[0], "height": light.size[1]} if light.size else usual
    page.emulate_media(color_scheme=light.scheme, forced_colors=light.forced)
    text_size(page, light.text)
    page.set_viewport_size(wanted)
    ready(page)
    try:
        yield wanted["width"]
    finally:
        page.set_viewport_size(usual)
        text_size(page, NORMAL_TEXT)
        page.emulate_media(color_scheme="light", forced_colors="none")


def text_size(page: Page, pixels: int) -> None:
    """What the person has set as the browser's own text size."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": pixels, "fixed": pixels}})
    session.detach()


Look = Callable[[Page, str], None]
"""What is done with a page in one of its states: photograph it, or look it over."""
