"""Many pictures on one sheet, small but side by side."""

from pathlib import Path

from PIL import Image

WIDTH, HEIGHT, GAP, COLUMNS = 195, 900, 12, 10


def make_sheet(folder: Path, target: Path) -> None:
    """All pictures of a folder, scaled to one width; what is taller than the row is cut."""
    files = sorted(folder.glob("*.png"))
    if not files:
        return
    small = [_small(file) for file in files]
    lines = [small[start : start + COLUMNS] for start in range(0, len(small), COLUMNS)]
    heights = [max(picture.height for picture in line) + GAP for line in lines]
    sheet = Image.new("RGB", (COLUMNS * (WIDTH + GAP) + GAP, sum(heights) + GAP), "#888")
    top = GAP
    for line, height in zip(lines, heights, strict=True):
        for place, picture in enumerate(line):
            sheet.paste(picture, (GAP + place * (WIDTH + GAP), top))
        top += height
    sheet.save(target)


def _small(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        scaled = picture.convert("RGB")
        scaled = scaled.resize((WIDTH, round(scaled.height * WIDTH / scaled.width)))
    return scaled.crop((0, 0, WIDTH, min(HEIGHT, scaled.height)))
