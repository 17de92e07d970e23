"""What a machine can say about a page as it stands before somebody."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL_TARGETS = """least => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter(e => e.checkVisibility() && !e.closest('p, .prose li, .photo-pick') && !e.matches('.skip, [type=hidden]'))
  .map(e => [e, (e.closest('.choice, .tick') ?? e).getBoundingClientRect()])
  .filter(([, r]) => r.width > 0 && (r.height < least - 0.5 || r.width < least - 0.5))
  .map(([e, r]) => `${Math.round(r.width)}x${Math.round(r.height)} ${e.outerHTML.slice(0, 90)}`)"""
PARAGRAPHS = """() => [...document.querySelectorAll('main p, main li, main dd')]
  .filter(e => e.checkVisibility() && !e.querySelector('p, li, dd, .ds-button') && !e.closest('[lang]:not(html)'))
  .map(e => e.innerText.trim())"""
FEWEST_WORDS = 8


@cache
def _axe() -> str:
    return AXE.read_text("utf-8")


AT_REST = """() => Promise.all(document.getAnimations().filter(one => one instanceof CSSTransition)
  .map(one => one.finished.catch(() => null)))"""
"""A colour on its way from one light to another is nobody's colour."""


def axe_violations(page: Page, only: Sequence[str] = (), without: Sequence[str] = ()) -> Iterator[str]:
    """By every rule, or only by these, or by all but some."""
    page.evaluate(AT_REST)
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(_axe())
    asked = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
    options = {"runOnly": asked, "rules": {rule: {"enabled": False} for rule in without}}
    found = page.evaluate("options => axe.run({...options, resultTypes: ['violations']})", options)
    for violation in found["violations"]:
        for node in violation["nodes"][:5]:
            yield f"{violation['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"


def overflow(page: Page, wanted: int) -> Iterator[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > wanted:
        yield f"scrolls sideways: {width} in {wanted}"


def small_targets(page: Page, least: int) -> Iterator[str]:
    """Links in running text and what is measured as its whole card are left out, as WCAG does."""
    yield from page.evaluate(SMALL_TARGETS, least)


def lix_of_paragraphs(page: Page) -> dict[str, float]:
    """Words a sentence, plus long words in a hundred. Very short lines are no prose and are not measured."""
    texts = [text for text in page.evaluate(PARAGRAPHS) if len(text.split()) >= FEWEST_WORDS]
    return {text: lix(text) for text in texts}


def lix(text: str) -> float:
    words = re.findall(r"[^\W_]+", text)
    sentences = max(1, len(re.findall(r"[.!?:]+(?:\s|$)|\n+", text)))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)
