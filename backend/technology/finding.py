"""Searching the catalogue for those without script; the phone searches by itself (pwa/src/search.js).

A person types what they call it: half a word, the two forms of Norwegian mixed, a letter wrong.
"""

import re
import unicodedata
from difflib import SequenceMatcher

from ..core.i18n import said
from .catalogue import Type, types, words_to_find_by

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "jeg eg en ei et eit den det de dei for til som og i på av med er å at har vil kan ikke ikkje min mitt meg "
        "the a an to of in on for with my i is and that",
    )
)
ALIKE = 0.78
"""How much of a misspelt word must be the same: «tryghetsalam» is found, «bil» is not «bad»."""
FOLDED = str.maketrans("æøå", "aoa")
SHORTEST_MISSPELT, SHORTEST_INSIDE = 4, 3


def fold(text: str) -> str:
    """Small letters without marks, å as a, ø as o, double letters as one."""
    plain = text.lower().translate(FOLDED).replace("aa", "a")
    bare = "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))
    return re.sub(r"([a-z])\1", r"\1", bare)


def words_in(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(text))


def find(asked: str) -> list[Type]:
    """The types that fit all the words, or, where none does, some of them; those that fit best first."""
    wanted = [word for word in words_in(asked) if word not in STOP_WORDS] or words_in(asked)
    points = [(one, [_points(word, one) for word in wanted]) for one in types()]
    whole = [(one, sum(given)) for one, given in points if given and all(given)]
    some = whole or [(one, sum(given)) for one, given in points if any(given)]
    return [one for one, _ in sorted(some, key=lambda found: -found[1])]


def _points(word: str, one: Type) -> int:
    """How well a word fits: most in the name."""
    in_name = max((_fit(word, other) for other in words_in(said(one.name))), default=0)
    elsewhere = max((_fit(word, other) for other in words_in(words_to_find_by(one))), default=0)
    return max(2 * in_name, elsewhere)


def _fit(word: str, other: str) -> int:
    if word == other:
        return 10
    if len(word) > 1 and other.startswith(word):
        return 8
    if len(word) >= SHORTEST_INSIDE and word in other:
        return 6
    if len(other) > SHORTEST_INSIDE and other in word:
        return 5
    return 4 if _misspelt(word, other) else 0


def _misspelt(word: str, other: str) -> bool:
    if min(len(word), len(other)) < SHORTEST_MISSPELT or (word[0] != other[0] and word[1] != other[1]):
        return False
    likeness = SequenceMatcher(None, word, other, autojunk=False)
    return likeness.quick_ratio() > ALIKE and likeness.ratio() > ALIKE
