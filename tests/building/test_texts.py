"""Every text that is asked for exists, in three languages."""

import re
from pathlib import Path

import pytest
from flask import Flask

from backend.core.i18n import LANGUAGES, texts
from backend.desk import moves, registry

ASKED = re.compile(r"""(?:_|gettext|ngettext)\(\s*["']([a-z_0-9]+(?:\.[a-zA-Z_0-9]+)+)["']""")


def sources(repository: Path) -> list[Path]:
    return [*(repository / "backend").rglob("*.html"), *(repository / "backend").rglob("*.py")]


def test_every_text_that_is_asked_for_is_written(repository: Path):
    written = texts()
    asked = {(file.name, key) for file in sources(repository) for key in ASKED.findall(file.read_text("utf-8"))}
    missing = {(name, key) for name, key in asked if key not in written and not key.endswith((".", "_"))}
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_stands_in(language: str):
    assert not [key for key, words in texts().items() if not words.get(language)]


def test_every_word_of_the_phone_is_written(repository: Path):
    asked = set()
    for file in (repository / "pwa" / "src").glob("*.js"):
        asked |= set(re.findall(r"""\bword\(\s*'([a-z_.]+)'""", file.read_text("utf-8")))
    assert len(asked) > 20
    assert not [key for key in asked if f"phone.{key}" not in texts() and not key.endswith(".")]


def test_every_kind_of_case_has_words_for_each_state_it_can_be_in(app: Flask):
    """Put together while the page is made, so the words can't be found by looking for them."""
    states = [
        (kind, state if state != "applied" else f"applied_{route}")
        for kind in registry.kinds()
        for state in moves.NEXT[kind.path]
        for route in (moves.ROUTES if state == "applied" else ("",))
    ]
    assert len(states) > 30
    assert [key for kind, state in states if (key := f"{kind.texts}.status.{state}") not in texts()] == []
