"""Working hours as people type them, `9-12, 12.30-15`, and as they are kept: `[["09:00", "12:00"], ...]`."""

import re

from babel.lists import format_list

from ..core.errors import Invalid
from ..core.i18n import language, weekday
from ..municipality.record import DAYS

Spells = list[list[str]]
MOST = 6
QUARTER = 15
CLOCK = re.compile(r"(\d{1,2})(?:[.:]?(\d{2}))?")
WORDS_BETWEEN = re.compile(r"\b(?:til|to)\b|[–—−-]")
WORDS_BEFORE = re.compile(r"\b(?:klokken|klokka|kl|fra|frå|from)\b\.?")
LINE_BREAKS = re.compile(r"[,;\n]|\b(?:og|and)\b")


class NotHours(Invalid):
    """Not a time of the day, or not one we can plan by; `why` is what is wrong with it."""

    def __init__(self, why: str):
        super().__init__({"hours": [why]})
        self.why = why


def spells(typed: str) -> Spells:
    """In order, those that touch made one; nothing typed is nobody there. Raises NotHours."""
    parts = [part for part in LINE_BREAKS.split(WORDS_BEFORE.sub(" ", typed.lower())) if part.strip()]
    if len(parts) > MOST:
        raise NotHours("unreadable")
    found: Spells = []
    for begins, ends in sorted(_spell(part) for part in parts):
        if found and begins < found[-1][1]:
            raise NotHours("overlap")
        if found and begins == found[-1][1]:
            found[-1][1] = ends
        else:
            found.append([begins, ends])
    return found


def _spell(part: str) -> tuple[str, str]:
    ends_of = [clock(one) for one in WORDS_BETWEEN.split(part)]
    if len(ends_of) != 2:
        raise NotHours("unreadable")
    if ends_of[0] >= ends_of[1]:
        raise NotHours("inverted")
    return ends_of[0], ends_of[1]


def clock(typed: str) -> str:
    """`09:00` from `9`, `9.00`, `09:00`, `0900` or `kl. 9`, on a quarter of an hour. Raises NotHours."""
    found = CLOCK.fullmatch(WORDS_BEFORE.sub(" ", typed.lower()).strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found and found[0].isascii() else (24, 0)
    if hour > 23 or minute > 59:
        raise NotHours("unreadable")
    if minute % QUARTER:
        raise NotHours("quarter")
    return f"{hour:02}:{minute:02}"


def written(kept: Spells) -> str:
    """`09.00-12.00, 12.30-15.00`, as it can be typed again."""
    return ", ".join("-".join(one.replace(":", ".") for one in spell) for spell in kept)


def in_words(week: dict[str, Spells]) -> str:
    """`mandag 10.00-14.00, tirsdag og torsdag 09.00-15.00`; days with the same hours stand together."""
    days_of: dict[str, list[str]] = {}
    for number, day in enumerate(DAYS):
        if week.get(day):
            days_of.setdefault(written(week[day]), []).append(weekday(number))
    return "; ".join(f"{format_list(days, locale=language())} {hours}" for hours, days in days_of.items())
