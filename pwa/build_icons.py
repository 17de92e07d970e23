"""The app's icons as PNG, drawn from our own logo.

    python pwa/build_icons.py FOLDER

The logo uses only absolute M, L, C and Z, so that these lines can draw it and no
SVG library is needed.
"""

import re
import sys
from pathlib import Path

from PIL import Image, ImageDraw

LOGO = Path(__file__).parent / "images" / "logo.svg"
VIEW = 48
FINER = 4
CURVE_STEPS = 24
GROUND = "#065750"

Point = tuple[float, float]


def shapes() -> list[tuple[str, str]]:
    return re.findall(r'<path[^>]*fill="(#\w+)"[^>]*d="([^"]+)"', LOGO.read_text("utf-8"))


def outline(path: str) -> list[Point]:
    points: list[Point] = []
    for command, numbers in re.findall(r"([MLC])([^MLCZ]*)", path):
        values = [float(number) for number in numbers.split()]
        ends = list(zip(values[::2], values[1::2], strict=True))
        points += curve(points[-1], *ends) if command == "C" else ends
    return points


def curve(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    steps = [step / CURVE_STEPS for step in range(1, CURVE_STEPS + 1)]
    return [tuple(bezier(t, *axis) for axis in zip(start, first, second, end, strict=True)) for t in steps]


def bezier(t: float, a: float, b: float, c: float, d: float) -> float:
    return a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t**2 * (1 - t) + d * t**3


def draw(size: int, share: float, ground: str | None) -> Image.Image:
    """The logo on a square of `size` pixels, filling `share` of it; `ground` fills the rest."""
    side = size * FINER
    image = Image.new("RGBA", (side, side), ground or (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    scale, edge = side * share / VIEW, side * (1 - share) / 2
    for colour, path in shapes():
        pen.polygon([(x * scale + edge, y * scale + edge) for x, y in outline(path)], fill=colour)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main(folder: str) -> None:
    icons = {
        "icon-192.png": draw(192, 1, None),
        "icon-512.png": draw(512, 1, None),
        "icon-maskable-512.png": draw(512, 0.8, GROUND),
        "apple-touch-icon.png": draw(180, 0.9, GROUND),
    }
    for name, image in icons.items():
        image.save(Path(folder) / name, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
