"""Every page, in every light: anybody can see it, reach it, read it and use it with what they have."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.screens.lights import LIGHTS, seen_in
from tests.screens.scenes import LANGUAGES, PAGES, SCENES, STAFF, Scene
from tests.screens.stage import DESK, PHONE, Stage, open_stage

from .look import axe_violations, lix_of_paragraphs, overflow, small_targets

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEAST_TARGET = 44
EASY, HARDEST = 30, 40
ENOUGH_WORDS = 30
"""A mean of fewer words says nothing."""
CITIZENS = [scene for scene in SCENES if not scene.for_staff]
PUBLIC = [scene for scene in (*PAGES, *LANGUAGES) if not scene.who]
TECHNICAL = ("api-docs", "mailbox")
"""Pages of the demo and for programmers: as accessible as the others, but not citizens' prose."""
PROSE = [scene for scene in PAGES if scene.name not in TECHNICAL]


COLOURS = ("color-contrast", "link-in-text-block")
ASKED: dict[str, dict[str, tuple[str, ...]]] = {
    "light": {},
    "dark": {"only": COLOURS},
    "forced": {"only": COLOURS},
    "double": {"only": ("target-size", "scrollable-region-focusable")},
    "narrow": {"without": COLOURS},
}
"""Of the rules those whose answer this light can change: colours have no size, and names no colour."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with open_stage(tmp_path_factory.mktemp("stage")) as opened:
        yield opened


@pytest.fixture
def visitors(stage: Stage) -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


def _complaints(page: Page, least: int, *, colours: bool = True) -> Iterator[str]:
    """In every light; a wide page made narrow is the phone's page, which is looked at by itself.

    `colours`: not asked where the same page is looked at in another size, in Bokmål or with script.
    """
    wide = page.viewport_size == dict(zip(("width", "height"), DESK, strict=True))
    for name, light in LIGHTS.items():
        if (wide and light.size) or (not colours and ASKED[name].get("only") == COLOURS):
            continue
        asked = ASKED[name] if colours or name != "light" else {"without": COLOURS}
        with seen_in(page, light) as width:
            yield from (f"{name}: {words}" for words in axe_violations(page, **asked))
            yield from (f"{name}: {words}" for words in overflow(page, width))
            yield from (f"{name}: {words}" for words in small_targets(page, least))


@pytest.mark.parametrize("scene", CITIZENS, ids=lambda scene: scene.name)
def test_a_citizen_sees_reaches_and_touches_everything(
    scene: Scene, stage: Stage, visitors: list[BrowserContext]
) -> None:
    visitors.append(stage.visitor(scene.who, PHONE))
    if not scene.script:
        visitors[0].route("**/static/*.js", lambda route: route.abort())
    found: list[str] = []
    least = 24 if scene.name in TECHNICAL else LEAST_TARGET
    colours = scene.script and scene not in LANGUAGES

    def look(page: Page, state: str) -> None:
        found.extend(_named(state, _complaints(page, least, colours=colours)))

    scene.play(stage, visitors[0].new_page(), look)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scene", STAFF, ids=lambda scene: scene.name)
def test_staff_see_and_reach_everything(
    scene: Scene, size: tuple[int, int], stage: Stage, visitors: list[BrowserContext]
) -> None:
    visitors.append(stage.visitor(scene.who, size))
    found: list[str] = []

    def look(page: Page, state: str) -> None:
        found.extend(_named(state, _complaints(page, 24, colours=size == DESK)))

    scene.play(stage, visitors[0].new_page(), look)
    assert not found, "\n".join(found)


def _named(state: str, complaints: Iterator[str]) -> list[str]:
    return [f"{state}: {words}" for words in complaints]


@pytest.mark.parametrize("scene", PUBLIC, ids=lambda scene: scene.name)
def test_a_page_is_whole_without_script_and_calls_nobody_else(
    scene: Scene, stage: Stage, visitors: list[BrowserContext]
) -> None:
    context = stage.visitor("", PHONE, script=False)
    visitors.append(context)
    hosts: set[str] = set()
    context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page = context.new_page()
    scene.play(stage, page, lambda page, state: None)
    assert hosts <= {urlsplit(stage.url).netloc}
    assert page.locator("h1:visible").count() == 1
    if scene.name not in TECHNICAL:
        assert page.locator("a[href^='tel:']:visible, a[href$='/ring-oss']:visible").count() > 0


@pytest.mark.parametrize("scene", PROSE, ids=lambda scene: scene.name)
def test_what_a_citizen_reads_is_easy(scene: Scene, stage: Stage, visitors: list[BrowserContext]) -> None:
    visitors.append(stage.visitor(scene.who, PHONE))
    page = visitors[0].new_page()
    scene.play(stage, page, lambda page, state: None)
    scores = lix_of_paragraphs(page)
    hard = {words: round(score) for words, score in scores.items() if score > HARDEST}
    assert not hard
    if sum(len(words.split()) for words in scores) >= ENOUGH_WORDS:
        assert sum(scores.values()) / len(scores) <= EASY


def test_the_keyboard_goes_through_a_page_in_order_and_is_seen(stage: Stage, visitors: list[BrowserContext]) -> None:
    visitors.append(stage.visitor("", PHONE))
    page = visitors[0].new_page()
    for path in ("/", "/bolig", "/ring-oss"):
        page.goto(path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.skip')"), "the first stop is the way past the head"
        assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0"), "and it is seen"
        stops = [_stop(page) for _ in range(60)]
        before = [stop["place"] for stop in stops if stop["place"] >= 0]
        around = next((n for n in range(1, len(before)) if before[n] <= before[n - 1]), len(before))
        controls = page.locator("main a:visible, main button:visible").count()
        assert around >= controls, "every control is reached, in order"
        assert all(stop["seen"] for stop in stops[:around])


def _stop(page: Page) -> dict[str, int]:
    page.keyboard.press("Tab")
    return page.evaluate(
        """() => { const here = document.activeElement;
        const all = [...document.querySelectorAll('*')];
        const near = [here, here.closest('.choice'), here.parentElement].filter(Boolean).map(e => getComputedStyle(e));
        return {place: here === document.body ? -1 : all.indexOf(here),
                seen: near.some(s => s.outlineStyle !== 'none' || s.boxShadow !== 'none')}; }"""
    )


def test_the_way_past_the_head_leads_to_the_main_part(stage: Stage, visitors: list[BrowserContext]) -> None:
    visitors.append(stage.visitor("", PHONE))
    page = visitors[0].new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_every_page_for_people_is_among_the_scenes(repository: Path) -> None:
    """A page that nobody has looked at can't slip in."""
    from backend.app import create_app
    from backend.core.settings import Settings

    key = "for tests only: 0123456789abcdef"
    app = create_app(Settings.from_environ(data_dir=repository / "build", demo=True, secret_key=key))
    seen = {play.args[0].split("?")[0] for scene in (*PAGES, *STAFF) if (play := scene.play) and hasattr(play, "args")}
    rules = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and not rule.rule.startswith(NOT_PAGES)
    }
    assert rules - seen - WALKED == set()


NOT_PAGES = (
    "/api/v1", "/static", "/healthz", "/readyz", "/metrics", "/logo", "/manifest", "/sw.js", "/logg-inn/", "/logg-ut/",
)  # fmt: skip
WALKED = {"/bolig/sjekk", "/bolig/soknad", "/ansatt", "/ansatt/timebok/syk"}
