"""Templates per language: what is the same in every answer is set into a template when it is compiled.

A page of the desk has hundreds of words; looked up one by one they cost more than all its questions to the store.
"""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

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
