"""Content files with the line of everything in them, so that a fault can be pointed at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]
LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True)
class Fault:
    """What is wrong and where. `key` names the words that say it; `grave` faults stop the check, others are told."""

    file: str
    line: int
    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    grave: bool = True


@dataclass(frozen=True, eq=False)
class File:
    """One file as it was read. `lines`: where each value stands. An article has its words in `body`."""

    name: str
    tree: Mapping[str, Any]
    lines: Mapping[Place, int]
    language: str = ""
    body: str = ""
    body_line: int = 1

    def line(self, place: Place) -> int:
        """The line of the value, or of the nearest thing around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, key: str, *place: str | int, grave: bool = True, **facts: Any) -> Fault:
        return Fault(self.name, self.line(place), key, facts, grave)


def read_all(root: Path) -> tuple[list[File], list[Fault]]:
    """Every content file under `root`, and what could not be read at all."""
    paths = sorted([*root.rglob("*.yaml"), *root.rglob("*.??.md")])
    found = [read(str(path.relative_to(root)), path.read_text("utf-8")) for path in paths]
    return [one for one in found if isinstance(one, File)], [one for one in found if isinstance(one, Fault)]


@lru_cache(maxsize=1024)
def read(name: str, text: str) -> File | Fault:
    """The same file for the same text, so that what a rule found in it once need not be looked for again."""
    if name.endswith(".yaml"):
        return _structure(name, text)
    _, _, rest = text.partition("---\n")
    front, mark, body = rest.partition("\n---\n")
    if not mark:
        return Fault(name, 1, "no_front")
    found = _structure(name, front + "\n", 1)
    if isinstance(found, Fault):
        return found
    begins = front.count("\n") + 4
    return File(name, found.tree, found.lines, name[-5:-3], body.strip(), begins)


def _structure(name: str, text: str, above: int = 0) -> File | Fault:
    try:
        node = yaml.compose(text, yaml.CSafeLoader)
        tree = yaml.load(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Fault(name, line + above, "unreadable", {"problem": error.problem})
    if not isinstance(tree, dict) or not isinstance(node, yaml.MappingNode):
        return Fault(name, 1, "no_names")
    for twice, line in _twice(node):
        return Fault(name, line + above, "twice", {"name": twice})
    return File(name, tree, {place: line + above for place, line in _lines(node, ())})


def _lines(node: yaml.Node, at: Place) -> Iterator[tuple[Place, int]]:
    yield at, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(value, (*at, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines(value, (*at, number))


def _twice(node: yaml.Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.value, key.start_mark.line + 1
            seen.add(key.value)
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twice(value)


def texts(file: File) -> Iterator[tuple[Place, Mapping[str, str]]]:
    """(place, words by language) for every text, each plural form by itself. An article has its body alone."""
    yield from _texts(file.tree, ())


def _texts(tree: Any, at: Place) -> Iterator[tuple[Place, Mapping[str, str]]]:
    if isinstance(tree, list):
        for number, item in enumerate(tree):
            yield from _texts(item, (*at, number))
    elif isinstance(tree, dict) and tree.keys() & set(LANGUAGES):
        yield from _forms(tree, at)
    elif isinstance(tree, dict):
        for name, item in tree.items():
            yield from _texts(item, (*at, name))


def _forms(words: Mapping[str, Any], at: Place) -> Iterator[tuple[Place, Mapping[str, str]]]:
    """Words to search by stand in lists: nobody reads them."""
    if any(isinstance(one, list) for one in words.values()):
        return
    if any(isinstance(one, dict) for one in words.values()):
        for form in ("one", "other"):
            yield (*at, form), {name: forms[form] for name, forms in words.items() if form in forms}
    else:
        yield at, {name: _words(text) for name, text in words.items()}


def _words(text: Any) -> str:
    """An empty value, and a bare yes or no that YAML takes for something else, are no words."""
    return "" if text is None or isinstance(text, bool) else str(text)
