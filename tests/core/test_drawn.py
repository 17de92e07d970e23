"""A drawing is kept only as long as everything it shows is the same."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask, g
from jinja2 import DictLoader
from markupsafe import Markup

from backend.core import templating
from backend.core.i18n import LANGUAGES
from backend.core.templating import drawn
from backend.identity.models import Person
from backend.municipality.service import working_for

Draw = Callable[..., str]


@pytest.fixture
def draw(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Draws `{{ fact }}`, with a mark that tells how often a template was really used."""
    used: list[str] = []
    monkeypatch.setattr(templating, "_kept", templating._Drawings())
    loader = DictLoader({"fact.html": "{{ fact }}{{ used() }}", "name.html": "{{ fact.name }}{{ used() }}"})
    monkeypatch.setitem(app.jinja_env.globals, "used", lambda: used.append("x") or "")
    environments = [app.jinja_env._of(language) for language in LANGUAGES]
    for environment in environments:
        monkeypatch.setattr(environment, "loader", loader)
        monkeypatch.setattr(environment, "cache", {})

    def once(template: str = "fact.html", municipality: str = "fjelldal", language: str = "nb", **facts: Any) -> Any:
        with app.test_request_context("/"), working_for(municipality):
            g.language = language
            before = len(used)
            return drawn(template, **facts), len(used) - before

    return once


def test_the_same_is_drawn_once(draw: Draw) -> None:
    assert [draw(fact="Kari 1")[1] for _ in range(3)] == [1, 0, 0]


@pytest.mark.parametrize(("first", "other"), [(True, 1), ([1], [2]), ({"a": 1}, {"b": 1}), (None, "")])
def test_what_is_different_is_drawn_anew(draw: Draw, first: Any, other: Any) -> None:
    draw(fact=first)
    assert draw(fact=other)[1] == 1


def test_each_municipality_and_language_has_its_own(draw: Draw) -> None:
    assert [draw(fact="Kari 2")[1], draw("fact.html", "havnes", fact="Kari 2")[1]] == [1, 1]
    assert draw("fact.html", "fjelldal", "en", fact="Kari 2")[1] == 1


def test_words_that_look_like_markup_stay_words(draw: Draw) -> None:
    """What somebody typed must never be shown as what we have made."""
    assert draw(fact=Markup("<b>oss</b>"))[0] == "<b>oss</b>"
    assert draw(fact="<b>oss</b>")[0] == "&lt;b&gt;oss&lt;/b&gt;"


def test_a_row_that_has_changed_is_drawn_anew(draw: Draw) -> None:
    kari = Person(name="Kari")
    assert draw("name.html", fact=kari)[0] == "Kari"
    kari.name = "Kari Fjelldal"
    assert draw("name.html", fact=kari)[0] == "Kari Fjelldal"


def test_what_can_not_be_told_by_its_value_is_refused(draw: Draw) -> None:
    class Strange: ...

    @dataclass
    class Known:
        name: str

    assert draw("name.html", fact=Known("Kari 3"))[0] == "Kari 3"
    with pytest.raises(TypeError, match="Strange"):
        draw(fact=Strange())
