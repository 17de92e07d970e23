"""Whatever colour a municipality chooses, people can read what it says."""

import re
from pathlib import Path

import pytest

from backend.municipality.theme import PAGE, PoorContrast, check, contrast, scale, stylesheet

COLOURS = Path(__file__).parents[2] / "pwa" / "styles" / "colours.css"
ACCENTS = ["#0f5c54", "#7a1f3d", "#1f4e9c", "#3a3a8c", "#b9541a", "#2f6b2f", "#c00000", "#000000", "#5b5d60"]
TONES = ["accent", "neutral", "info", "success", "warning", "danger", "sun"]


@pytest.mark.parametrize("accent", ACCENTS)
def test_every_text_can_be_read_on_every_ground_in_light_and_dark(accent: str) -> None:
    for scheme in PAGE:
        check(accent, scheme, scale(accent, scheme))


@pytest.mark.parametrize("accent", ["#ffd400", "#ffffff", "#9fd8ff"])
def test_a_colour_that_cannot_be_seen_is_refused_by_name(accent: str) -> None:
    with pytest.raises(PoorContrast) as refusal:
        stylesheet(accent)
    assert refusal.value.accent == accent
    assert refusal.value.ratio < 3


@pytest.mark.parametrize("accent", ["green", "#12345", "#gggggg", "0f5c54a"])
def test_what_is_no_colour_is_refused(accent: str) -> None:
    with pytest.raises(ValueError, match=r"not a colour|invalid literal"):
        stylesheet(accent)


def test_the_stylesheet_speaks_to_light_dark_and_the_phones_own_wish() -> None:
    css = stylesheet("#0F5C54")
    assert css.startswith("@layer ds.theme{:root{")
    assert "[data-color-scheme=dark]{" in css
    assert "@media (prefers-color-scheme:dark){[data-color-scheme=auto]{" in css
    assert css.count("--ds-color-accent-base-default:") == 3


def test_the_accent_itself_is_the_colour_of_buttons_in_light() -> None:
    assert scale("#0F5C54", "light")["base-default"] == "#0f5c54"


def test_black_on_white_is_the_greatest_contrast_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tone", TONES)
def test_the_houses_own_colours_can_be_read_too(tone: str, scheme: str) -> None:
    pattern = rf"--ds-color-{tone}-([\w-]+): light-dark\((#\w+), (#\w+)\)"
    found = re.findall(pattern, COLOURS.read_text("utf-8"))
    steps = {name: light if scheme == "light" else dark for name, light, dark in found}
    check(tone, scheme, scale("#0f5c54", scheme) | steps)


def test_pages_lie_on_the_ground_that_the_contrast_was_checked_on() -> None:
    assert f"--page: light-dark({PAGE['light']}, {PAGE['dark']})" in COLOURS.read_text("utf-8")
