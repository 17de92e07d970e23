"""A full-page picture of every page into build/screens/, and sheets of the same pages in other lights.

python -m tests.screens [scene ...]      only scenes whose name begins so
"""

import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser import chromium

from .lights import LIGHTS, Look, seen_in
from .scenes import SCENES, Scene
from .sheets import make_sheet
from .stage import DESK, PHONE, Stage, open_stage

OUT = Path(__file__).resolve().parents[2] / "build" / "screens"
BESIDE = ("dark", "forced", "double", "narrow")


def photographer(scene: Scene, desk: bool) -> Look:
    """Takes the picture, and on phones the same in the other lights for the sheets."""

    def look(page: Page, state: str) -> None:
        name = "-".join(part for part in (scene.name, state, "desk" if desk else "") if part)
        photograph(page, OUT / f"{name}.png")
        if desk or scene.name.endswith(("-nn", "-en")):
            return
        for light in BESIDE:
            with seen_in(page, LIGHTS[light]):
                photograph(page, OUT / light / f"{name}.png")

    return look


def photograph(page: Page, file: Path) -> None:
    """The whole page as on an endless screen, so that the bar stands at its end and covers nothing."""
    size: Any = page.viewport_size
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    page.screenshot(path=file)
    page.set_viewport_size(size)


def play(stage: Stage, scene: Scene, desk: bool) -> str:
    """Play one scene; what went wrong, in words, or nothing."""
    context = stage.visitor(scene.who, DESK if desk else PHONE, scene.script)
    context.set_default_timeout(30_000)
    try:
        scene.play(stage, context.new_page(), photographer(scene, desk))
    except Exception as why:
        return f"{scene.name}: {str(why).splitlines()[0]}"
    finally:
        context.close()
    return ""


def main(wanted: list[str]) -> int:
    if chromium() is None:
        print("SKIPPED: there is no Chromium on this machine.")
        return 0
    for folder in (OUT, *(OUT / light for light in BESIDE)):
        folder.mkdir(parents=True, exist_ok=True)
    scenes = [scene for scene in SCENES if not wanted or scene.name.startswith(tuple(wanted))]
    wrong = []
    with open_stage() as stage:
        for scene in scenes:
            for desk in (False, True) if scene.for_staff or scene.name == "home" else (False,):
                if words := play(stage, scene, desk):
                    wrong.append(words)
                    print(words, flush=True)
    for light in BESIDE:
        make_sheet(OUT / light, OUT / f"sheet-{light}.png")
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}; {len(wrong)} scenes could not be played")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
