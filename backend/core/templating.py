"""Templates per language, and parts of pages that are drawn once.

A page of the desk has hundreds of words; looked up one by one they cost more than all its questions to the store.
So the words are set into a template when it is compiled, and `drawn` keeps what it has made of the same facts.
"""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import FunctionType, MethodType, ModuleType
from typing import Any
from uuid import UUID

from flask import current_app, g, request
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup
from sqlalchemy import Row
from sqlalchemy.orm import DeclarativeBase

from .clock import today
from .i18n import catalogue, language

SAME_ALWAYS = ("asset", "icon", "inline_icon")
"""Globals whose answer depends on nothing but what they are asked."""


class LanguageEnvironment(Environment):
    """Hands out the template of the answer's language; each language has its own compiled ones."""

    spoken: str = ""

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002 - Jinja's name
        if self.spoken:
            return super()._load_template(name, globals)
        return self._of(language())._load_template(name, globals)

    def _of(self, name: str) -> "LanguageEnvironment":
        kept: dict[str, LanguageEnvironment] = self.__dict__.setdefault("_languages", {})
        if name not in kept:
            kept[name] = self.overlay()
            kept[name].spoken = name
        return kept[name]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _Settled(self.spoken, self.globals).visit(tree) if self.spoken else tree


class _Settled(NodeTransformer):
    """Puts the words for `_("key")` and the addresses for `asset("file")` in their place."""

    def __init__(self, spoken: str, known: Mapping[str, Any]) -> None:
        self.spoken, self.known = spoken, known

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or not all(isinstance(one, nodes.Const) for one in node.args):
            return node
        asked = [one.value for one in node.args if isinstance(one, nodes.Const)]
        if node.node.name == "_" and len(asked) == 1:
            return self._words(str(asked[0]), node.kwargs)
        if node.node.name in SAME_ALWAYS and all(isinstance(one.value, nodes.Const) for one in node.kwargs):
            return self._answer(self.known[node.node.name], asked, node.kwargs)
        return node

    def _words(self, key: str, facts: list[nodes.Keyword]) -> nodes.Expr:
        words = nodes.MarkSafe(nodes.Const(catalogue(self.spoken).gettext(key)))
        return nodes.Mod(words, nodes.Dict([nodes.Pair(nodes.Const(one.key), one.value) for one in facts]))

    def _answer(self, ask: Callable[..., str], asked: list[Any], named: list[nodes.Keyword]) -> nodes.Expr:
        answer = ask(*asked, **{one.key: one.value.as_const() for one in named})
        said = nodes.Const(str(answer))
        return nodes.MarkSafe(said) if isinstance(answer, Markup) else said


MOST_KEPT = 4_000_000
"""Characters, twice: what was asked for lately, and before that."""
PLAIN = frozenset({str, int, float, type(None), UUID, date, datetime})
BY_NAME = (FunctionType, MethodType, ModuleType, type)


class _Drawings:
    """Drawings by what they show. When they have become too many, those nobody asked for lately are let go."""

    def __init__(self) -> None:
        self._size, self._lately, self._before = 0, dict[Any, str](), dict[Any, str]()

    def of(self, key: Any) -> str | None:
        found = self._lately.get(key)
        if found is None and (found := self._before.get(key)) is not None:
            self.keep(key, found)
        return found

    def keep(self, key: Any, drawing: str) -> None:
        self._lately[key] = drawing
        self._size += len(drawing)
        if self._size > MOST_KEPT:
            self._size, self._lately, self._before = 0, {}, self._lately


_kept = _Drawings()


def drawn(template: str, **facts: Any) -> Markup:
    """The template made of these facts; made anew only when one of them is another.

    It may use nothing but the facts, the municipality and the language: no clock, no actor. Raises TypeError
    for a fact that can't be told by its value.
    """
    key = (template, g.municipality.id, language(), request.script_root, today(), _told(facts))
    found = _kept.of(key)
    if found is None:
        found = current_app.jinja_env.get_template(template).render(municipality=g.municipality, **facts)
        _kept.keep(key, found)
    return Markup(found)  # noqa: S704 - our own template made it


def _told(value: Any) -> Any:
    """The value as something that compares by what it holds. `True` is not 1 here, and markup is not words."""
    if type(value) in PLAIN or isinstance(value, BY_NAME):
        return value
    if isinstance(value, (bool, Markup)):
        return (type(value), value)
    if isinstance(value, (list, tuple, Row)):
        return tuple([one if type(one) in PLAIN else _told(one) for one in value])
    if isinstance(value, Mapping):
        return tuple([(name, _told(one)) for name, one in value.items()])
    if isinstance(value, DeclarativeBase):
        return tuple([(name, _told(one)) for name, one in vars(value).items() if name[0] != "_"])
    if is_dataclass(value):
        return tuple([_told(getattr(value, one.name)) for one in fields(value)])
    raise TypeError(f"a {type(value).__name__} can't be told by its value")
