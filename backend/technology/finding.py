"""Searching the catalogue for those without script; the phone searches by the same rules (pwa/src/search.js).

A person types what they call it: half a word, the two forms of Norwegian mixed, a letter wrong.
tests/technology/searches.json tells for both what must be found.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from flask import g

from ..core.i18n import language
from .catalogue import Type, types, words_to_find_by

FOLDED = str.maketrans("æø", "ao")
NAMED, CALLED, HARD = 4, 2, 1
"""How much a word weighs by where it stands; see `FoundBy`."""
FAR_BELOW = 4
"""What has less than a fourth of the best one's points is not what was meant."""
SURE = 5
"""A fit that isn't a guess."""
SHORTEST_INSIDE, SHORTEST_PART, SHORTEST_STEM, STEM = 3, 4, 5, 0.6
MISSPELT_FROM, TWICE_FROM = 4, 7
MOST_WORDS = 8
Vocabulary = Mapping[str, Mapping[int, int]]
"""Word -> which types have it, and how much it weighs there."""


def fold(text: str) -> str:
    """Small letters without marks; å, aa, æ and ae as a, ø and oe as o; double letters as one."""
    parts = unicodedata.normalize("NFD", text.lower())
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign)).translate(FOLDED)
    return re.sub(r"([a-z])\1+", r"\1", plain.replace("ae", "a").replace("oe", "o"))


def words_in(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(text))


STOP_WORDS = frozenset(
    words_in(
        "jeg eg en ei et ein eit den det de dei du vi man for til som og i på av med er var å at har vil kan må ikke "
        "ikkje itj min mi mitt mine meg mæ seg noe noko noen nokon så når om hva kva ka hvor kor hvordan korleis æ "
        "hjelpemiddel hjelpemidler ting "
        "the a an to of in on for with my i is am are it me and that have has can not do when what how"
    )
)


def find(asked: str) -> list[Type]:
    """The types that fit all the words, or, where none does, some of them; those that fit best first."""
    words = words_in(asked)
    wanted = [word for word in words if word not in STOP_WORDS and len(word) > 1][:MOST_WORDS] or words[:1]
    all_types = types()
    given = list(zip(*(_points(word, len(all_types)) for word in wanted), strict=True))
    sums = [sum(points) if all(points) else 0 for points in given]
    if not any(sums):
        sums = [sum(point for point in points if point >= SURE) for points in given]
    best = max(sums, default=0)
    found = [at for at, points in enumerate(sums) if points and points * FAR_BELOW >= best]
    return [all_types[at] for at in sorted(found, key=lambda at: -sums[at])]


def _points(word: str, number: int) -> list[int]:
    """How well each type fits the word."""
    points = [0] * number
    for other, places in _vocabulary(g.municipality.id, language()).items():
        if worth := fit(word, other):
            for at, weight in places.items():
                points[at] = max(points[at], worth * weight)
    return points


@cache
def _vocabulary(_municipality: str, _language: str) -> Vocabulary:
    known: dict[str, dict[int, int]] = {}
    for at, one in enumerate(types()):
        named, called, hard = words_to_find_by(one)
        for text, weight in ((hard, HARD), (called, CALLED), (named, NAMED)):
            for word in words_in(text):
                known.setdefault(word, {})[at] = weight
    return {word: places for word, places in known.items() if word not in STOP_WORDS}


def fit(word: str, other: str) -> int:
    """10: the same word; 8: its beginning; 6: inside it; 5: most of a compound; 4: misspelt; 3: the same stem."""
    if word == other:
        return 10
    if len(word) > 1 and other.startswith(word):
        return 8
    if len(word) >= SHORTEST_INSIDE and word in other:
        return 6
    if len(other) >= SHORTEST_PART and (word.startswith(other) or word.endswith(other)):
        return 5 if len(other) * 2 >= len(word) else 3
    if _misspelt(word, other):
        return 4
    return 3 if _same_stem(word, other) else 0


def _misspelt(word: str, other: str) -> bool:
    """One letter wrong, missing, too many or swapped with the next; in a long word two, and its beginning is enough."""
    allowed = (len(word) >= MISSPELT_FROM) + (len(word) >= TWICE_FROM)
    begun = allowed > 1
    if not allowed or len(other) < len(word) - allowed or (not begun and len(other) > len(word) + allowed):
        return False
    if not set(word[:2]) & set(other[:2]):
        return False
    mistakes = _mistakes(word, other[: len(word) + allowed])
    return min(mistakes if begun else mistakes[-1:]) <= allowed


def _mistakes(word: str, other: str) -> list[int]:
    """Between the word and each beginning of the other (Damerau and Levenshtein)."""
    before, last = [0], list(range(len(other) + 1))
    for i, sign in enumerate(word):
        row = [i + 1]
        for j, letter in enumerate(other):
            row.append(min(last[j] + (sign != letter), last[j + 1] + 1, row[j] + 1))
            if i and j and sign == other[j - 1] and letter == word[i - 1]:
                row[-1] = min(row[-1], before[j - 1] + 1)
        before, last = last, row
    return last


def _same_stem(word: str, other: str) -> bool:
    """«Medisiner» and «medisinar», «komfyrvarsler» and «komfyrvakt»."""
    shorter = min(len(word), len(other))
    same = next((at for at in range(shorter) if word[at] != other[at]), shorter)
    return same >= SHORTEST_STEM and same >= shorter * STEM
