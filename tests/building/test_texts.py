"""Every text that is asked for exists, in three languages."""

import re
from pathlib import Path

import pytest

from backend.core.i18n import LANGUAGES, texts

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
