"""How hard a text is to read. Source: LIX (Björnsson 1968); under 30 is very easy, over 40 is an ordinary newspaper."""

import re
from collections.abc import Iterator

FIELD = re.compile(r"%\((\w+)\)[sd]")
SHORTEST_MEASURED = 10
LONGEST_SENTENCE = 17
HARDEST, HARDEST_MEAN, HARDEST_FOR_STAFF = 40, 30, 45


def lix(text: str) -> float:
    """Words per sentence plus the share of words with seven letters or more."""
    plain = FIELD.sub("navn", text)
    words = re.findall(r"[^\W_]+(?:[-’'][^\W_]+)*", plain)
    sentences = max(1, len(re.findall(r"[.!?:…]+(?=\s|$|[»”])", plain)))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def paragraphs(text: str) -> Iterator[str]:
    """Those long enough for LIX to mean something."""
    for paragraph in text.split("\n\n"):
        if len(paragraph.split()) >= SHORTEST_MEASURED:
            yield paragraph


def sentences(text: str) -> list[str]:
    return [found.strip() for found in re.split(r"[.!?:]+(?=\s|$)|\n", text) if found.strip()]
