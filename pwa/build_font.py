"""Inter cut down to what we write: one variable file, four languages, all weights.

    python pwa/build_font.py InterVariable.woff2 FOLDER

Subset first and instance afterwards: the other way round fontTools stumbles on
glyph names that the instancer has already dropped.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
SAMI = [ord(letter) for letter in "ČčĐđŊŋŠšŦŧŽž"]
SIGNS = [ord(sign) for sign in "‐‑–—‘’‚“”„•…‰′″‹›€→←↑↓−≤≥✓"]
FEATURES = ["kern", "calt", "case", "tnum", "locl", "ccmp", "mark"]


def cut(font: TTFont) -> TTFont:
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*LATIN, *SAMI, *SIGNS])
    subsetter.subset(font)
    return instantiateVariableFont(font, {"opsz": 14, "wght": (400, 700)})


def main(source: str, folder: str) -> None:
    font = cut(TTFont(source))
    font.flavor = "woff2"
    font.save(Path(folder) / "font.woff2")


if __name__ == "__main__":
    main(*sys.argv[1:])
