"""The doctor says in words what is wrong, and finds nothing wrong with a well installation."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from backend import doctor
from backend.core.content import BrokenContent
from backend.core.settings import Settings


def wrong(app: Flask, settings: Settings) -> dict[str, str]:
    return {finding.about: finding.words for finding in doctor.examine(app, settings) if finding.bad}


def test_a_well_installation_has_nothing_wrong(app: Flask, settings: Settings) -> None:
    assert wrong(app, settings) == {}


def test_a_missing_folder_is_told(app: Flask, settings: Settings, tmp_path: Path) -> None:
    assert "missing" in wrong(app, replace(settings, data_dir=tmp_path / "nowhere"))["disk"]


def test_a_database_of_another_release_is_told(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "newest", lambda: "9999")
    assert "hundre migrate" in wrong(app, settings)["database"]


def test_a_broken_content_file_is_named(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise BrokenContent("fjelldal.yaml, line 7: a name is missing")

    monkeypatch.setattr(doctor, "served", broken)
    assert "line 7" in wrong(app, settings)["content"]


def test_old_undelivered_news_is_told(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.outbox, "longest_wait_seconds", lambda: 301.0)
    assert "0:05:01" in wrong(app, settings)["delivery"]
