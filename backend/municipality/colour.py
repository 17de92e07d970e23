"""Colours as numbers: hex, linear light and OKLab (Björn Ottosson's matrices)."""

import math

Rgb = tuple[float, float, float]


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio between two colours, 1–21."""
    dark, light = sorted(luminance(linear(parse(colour))) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def parse(colour: str) -> Rgb:
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"not a colour of the form #rrggbb: {colour!r}")
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def linear(rgb: Rgb) -> Rgb:
    red, green, blue = ((c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c in rgb)
    return red, green, blue


def write(rgb: Rgb) -> str:
    clipped = (min(1.0, max(0.0, c)) for c in rgb)
    gamma = (c * 12.92 if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in clipped)
    return "#" + "".join(f"{round(c * 255):02x}" for c in gamma)


def luminance(rgb: Rgb) -> float:
    """Relative luminance of linear light, 0–1."""
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def to_oklab(rgb: Rgb) -> Rgb:
    red, green, blue = rgb
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def in_gamut(lightness: float, chroma: float, hue: float) -> Rgb:
    """The nearest linear colour a screen can show, found by giving up chroma."""
    rgb = _from_oklch(lightness, chroma, hue)
    while chroma > 0 and not all(-1e-4 <= channel <= 1.0001 for channel in rgb):
        chroma = max(0.0, chroma - 0.004)
        rgb = _from_oklch(lightness, chroma, hue)
    return rgb


def _from_oklch(lightness: float, chroma: float, hue: float) -> Rgb:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
