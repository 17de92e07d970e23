"""Guides: what to know of money, rights and numbers. National text, or the municipality's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import g
from markdown_it import MarkdownIt
from markupsafe import Markup

from ..core.content import BrokenContent, article_of, mark_of, names, own_file, sound
from ..core.errors import Unknown
from ..core.i18n import SOURCE, language
from ..core.public import prefix_of

FOLDER = "guides"
_markdown = MarkdownIt("commonmark", {"html": False})


class NoSuchGuide(Unknown):
    """There is no such guide."""


@dataclass(frozen=True)
class Guide:
    """One guide in one language. `body` is HTML made of our own Markdown; `own` and `outrun` as for a Type."""

    slug: str
    title: str
    lead: str
    body: Markup
    facts: Mapping[str, Any]
    own: bool
    outrun: bool


def guides() -> list[Guide]:
    """All of them, by title."""
    return sorted((by_slug(slug) for slug in slugs()), key=lambda one: one.title)


@cache
def slugs() -> tuple[str, ...]:
    return tuple(names(FOLDER, f".{SOURCE}.md"))


def by_slug(slug: str) -> Guide:
    """In the language of this answer. Raises NoSuchGuide."""
    if slug not in slugs():
        raise NoSuchGuide()
    return _guide(slug, language(), g.municipality.id)


@cache
def _guide(slug: str, spoken: str, municipality_id: str) -> Guide:
    name = f"{FOLDER}/{slug}.{spoken}.md"
    facts, body = national, national_body = sound(name, _whole)
    if own := own_file(municipality_id, name):
        facts, body = sound(own, _whole)
    mark = mark_of([national["title"], national["lead"], national_body])
    html = _markdown.render(body).replace('href="/', f'href="{prefix_of(spoken)}/')
    safe = Markup(html)  # noqa: S704 - no HTML passes
    return Guide(
        slug, facts["title"], facts["lead"], safe, facts, bool(own), bool(own) and facts.get("instead_of") != mark
    )


def _whole(name: str, text: str) -> tuple[Mapping[str, Any], str]:
    facts, body = article_of(name, text)
    if not {"title", "lead"} <= facts.keys():
        raise BrokenContent(f"{name}: lacks title or lead")
    return facts, body
