"""One colour from a municipality becomes the whole accent scale, light and dark.

A municipality's file names one accent colour. The steps are placed by relative
luminance, so that every pair of text and ground keeps its contrast whatever
the hue, and the result is checked before anybody sees it.
"""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

from backend.municipality.colour import contrast, in_gamut, linear, luminance, parse, to_oklab, write

TEXT_CONTRAST = 4.5
BORDER_CONTRAST = 3.0
PAGE = {"light": "#faf7f0", "dark": "#0f1716"}


class PoorContrast(ValueError):
    """The accent colour cannot be read on its ground; choose another."""

    def __init__(self, accent: str, scheme: str, pair: str, ratio: float, needed: float) -> None:
        super().__init__(f"{accent}: {pair} in {scheme} is {ratio:.2f}:1, needs {needed}:1")
        self.accent, self.scheme, self.pair, self.ratio = accent, scheme, pair, ratio


class Step(NamedTuple):
    """Where a step lies: relative luminance 0–1, and how much of the colour it keeps."""

    luminance: float
    chroma: float


LIGHT = {
    "background-default": Step(1.0, 0.0),
    "background-tinted": Step(0.91, 0.014),
    "surface-default": Step(1.0, 0.0),
    "surface-tinted": Step(0.82, 0.024),
    "surface-hover": Step(0.72, 0.036),
    "surface-active": Step(0.62, 0.048),
    "border-subtle": Step(0.52, 0.055),
    "border-default": Step(0.185, 0.12),
    "border-strong": Step(0.1, 0.15),
    "text-subtle": Step(0.1, 0.15),
    "text-default": Step(0.022, 0.08),
}
DARK = {
    "background-default": Step(0.0075, 0.02),
    "background-tinted": Step(0.0105, 0.026),
    "surface-default": Step(0.0145, 0.026),
    "surface-tinted": Step(0.024, 0.04),
    "surface-hover": Step(0.034, 0.045),
    "surface-active": Step(0.05, 0.055),
    "border-subtle": Step(0.07, 0.055),
    "border-default": Step(0.24, 0.1),
    "border-strong": Step(0.42, 0.11),
    "text-subtle": Step(0.45, 0.11),
    "text-default": Step(0.84, 0.03),
}
PANEL = {"light": Step(0.075, 0.16), "dark": Step(0.027, 0.05)}
DARK_BASE = {"base-default": 0.4, "base-hover": 0.48, "base-active": 0.56}

Scale = dict[str, str]


def stylesheet(accent: str) -> str:
    """The accent's custom properties for light, dark and whatever the phone asks for.

    They stand in the lowest layer, so that a person's own wish for contrast wins.

    `accent` is `#rrggbb`. Raises PoorContrast where the colour cannot be read,
    ValueError where it is no colour.
    """
    light, dark = scale(accent, "light"), scale(accent, "dark")
    check(accent, "light", light)
    check(accent, "dark", dark)
    named = "[data-color-scheme=dark]"
    asked = "@media (prefers-color-scheme:dark){[data-color-scheme=auto]"
    rules = f":root{_block(light)}{named}{_block(dark)}{asked}{_block(dark)}}}"
    return f"@layer ds.theme{{{rules}}}\n"


def scale(accent: str, scheme: str) -> Scale:
    """The sixteen steps and the panel's three, step name → `#rrggbb`."""
    paint = _painter(accent)
    steps = {name: paint(step) for name, step in (LIGHT if scheme == "light" else DARK).items()}
    steps |= _base(accent, paint) if scheme == "light" else _dark_base(paint)
    steps |= {"panel": paint(PANEL[scheme]), "panel-text": "#ffffff"}
    steps["panel-subtle"] = paint(Step(0.76, 0.03))
    return steps


def check(accent: str, scheme: str, steps: Scale) -> None:
    """Raise PoorContrast at the first pair that people could not read."""
    for text, ground, needed in _pairs():
        ratio = contrast(steps[text], steps.get(ground) or PAGE[scheme])
        if ratio < needed:
            raise PoorContrast(accent, scheme, f"{text} on {ground}", ratio, needed)


def _pairs() -> Iterator[tuple[str, str, float]]:
    grounds = ("page", "background-tinted", "surface-default", "surface-tinted")
    for ground in grounds:
        yield from ((text, ground, TEXT_CONTRAST) for text in ("text-default", "text-subtle"))
        yield from ((line, ground, BORDER_CONTRAST) for line in ("border-default", "border-strong"))
    for ground in ("base-default", "base-hover", "base-active"):
        yield "base-contrast-default", ground, TEXT_CONTRAST
    yield "base-default", "page", BORDER_CONTRAST
    yield "panel-text", "panel", TEXT_CONTRAST
    yield "panel-subtle", "panel", TEXT_CONTRAST


def _base(accent: str, paint: Callable[[Step], str]) -> Scale:
    own = luminance(linear(parse(accent)))
    chroma = 0.4
    return _with_contrasts(
        {
            "base-default": accent.lower(),
            "base-hover": paint(Step(own * 0.72, chroma)),
            "base-active": paint(Step(own * 0.5, chroma)),
        },
        paint,
    )


def _dark_base(paint: Callable[[Step], str]) -> Scale:
    return _with_contrasts({n: paint(Step(y, 0.09)) for n, y in DARK_BASE.items()}, paint)


def _with_contrasts(steps: Scale, paint: Callable[[Step], str]) -> Scale:
    white_reads = contrast(steps["base-default"], "#ffffff") >= TEXT_CONTRAST
    steps["base-contrast-default"] = "#ffffff" if white_reads else paint(Step(0.004, 0.01))
    steps["base-contrast-subtle"] = paint(Step(0.86 if white_reads else 0.012, 0.02))
    return steps


def _painter(accent: str) -> Callable[[Step], str]:
    _, a, b = to_oklab(linear(parse(accent)))
    hue, own_chroma = math.atan2(b, a), math.hypot(a, b)

    def paint(step: Step) -> str:
        return _at_luminance(step.luminance, min(step.chroma, own_chroma), hue)

    return paint


def _at_luminance(wanted: float, chroma: float, hue: float) -> str:
    low, high = 0.0, 1.0
    for _ in range(24):
        lightness = (low + high) / 2
        rgb = in_gamut(lightness, chroma, hue)
        low, high = (lightness, high) if luminance(rgb) < wanted else (low, lightness)
    return write(in_gamut(high, chroma, hue))


def _block(steps: Scale) -> str:
    return "{" + ";".join(f"--ds-color-accent-{name}:{value}" for name, value in steps.items()) + "}"
