"""The shape of the catalogue: every type complete, every need with somewhere to go."""

from collections.abc import Iterator, Mapping
from typing import Any

from .files import Fault, File

WORDS = ("name", "lead", "help", "outage", "privacy", "municipality", "free")
WHO = ("self", "nav", "municipality", "loan")
NETS = ("none", "home", "mobile", "bluetooth")
OFFLINE = ("yes", "partly", "no")
STEPS, DIFFICULTIES = range(1, 8), (1, 2, 3)
QUESTIONS = range(2, 6)
FOLDER = "technology/types/"


def shape(files: list[File]) -> Iterator[Fault]:
    needs = {need["id"] for file in files if file.name == "technology/needs.yaml" for need in file.tree["needs"]}
    for file in files:
        if file.name.startswith(FOLDER):
            yield from _type(file, needs)


def _type(file: File, needs: set[str]) -> Iterator[Fault]:
    tree = file.tree
    for name in (*WORDS, "line", "also", "needs", "payers", "nets", "works_offline", "difficulty", "ask", "steps"):
        if name not in tree or tree[name] is None:
            yield file.fault("lacks", name=name)
    if "price" not in tree:
        yield file.fault("lacks", name="price")
    for need in tree.get("needs") or {}:
        if need not in needs:
            yield file.fault("unknown", "needs", need, name="needs", value=need)
    yield from _one_of(file, "works_offline", OFFLINE)
    yield from _one_of(file, "difficulty", DIFFICULTIES)
    yield from _each_of(file, "nets", NETS)
    yield from _each_of(file, "steps", STEPS)
    if len(tree.get("ask") or []) not in QUESTIONS:
        yield file.fault("how_many", "ask", name="ask", least=QUESTIONS.start, most=QUESTIONS.stop - 1)
    for number, payer in enumerate(tree.get("payers") or []):
        if not isinstance(payer, Mapping) or payer.get("who") not in WHO or not payer.get("text"):
            yield file.fault("unknown", "payers", number, name="payers", value=payer)


def _one_of(file: File, name: str, known: Any) -> Iterator[Fault]:
    if file.tree.get(name) not in (None, *known):
        yield file.fault("unknown", name, name=name, value=file.tree[name])


def _each_of(file: File, name: str, known: Any) -> Iterator[Fault]:
    found = file.tree.get(name) or []
    if not found:
        yield file.fault("lacks", name, name=name)
    for place, value in enumerate(found):
        if value not in known:
            yield file.fault("unknown", name, place, name=name, value=value)


def somewhere_to_go(files: list[File]) -> Iterator[Fault]:
    """Each need leads to something to get, something free, and somebody to talk to."""
    types = {file.name.removeprefix(FOLDER)[:-5]: file for file in files if file.name.startswith(FOLDER)}
    for file in files:
        if file.name != "technology/needs.yaml":
            continue
        for number, need in enumerate(file.tree["needs"]):
            for name in ("free", "contact"):
                if not need.get(name):
                    yield file.fault("lacks", "needs", number, name=name)
            if not any(need["id"] in (one.tree.get("needs") or {}) for one in types.values()):
                yield file.fault("no_type", "needs", number, need=need["id"])
            yield from _answers(file, number, need, types)


def _answers(file: File, number: int, need: Mapping[str, Any], types: Mapping[str, File]) -> Iterator[Fault]:
    for place, answer in enumerate(need["question"]["answers"]):
        at = ("needs", number, "question", "answers", place)
        if not 1 <= len(answer["types"]) <= MOST_RESULTS:
            yield file.fault("how_many", *at, name="types", least=1, most=MOST_RESULTS)
        for one in answer["types"]:
            if one not in types:
                yield file.fault("unknown", *at, name="types", value=one)
            elif need["id"] not in types[one].tree["needs"]:
                yield file.fault("no_reason", *at, type=one, need=need["id"])


MOST_RESULTS = 5
