"""The kinds of visit as the content file has them, and which of them this municipality offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import g

from ..core.content import Tree, load
from ..core.errors import Unknown

Words = Mapping[str, str]
MOST_IN_A_PARTY = 3
"""So many may be signed up for a group at once."""
PLACES = ("station", "home", "phone", "video")
ELSEWHERE = "elsewhere"
"""What the municipality's file says where the time book lies in another system: people ask, and are called."""


class NoSuchVisitType(Unknown):
    """There is no such kind of visit here."""


@dataclass(frozen=True)
class VisitType:
    """One kind of visit. `buffer` is the time the nurse needs afterwards, in minutes.

    `couple_minutes`: how much more two who come together need; 0 where it is for one.
    `group`: its dates are set up by staff.
    """

    id: str
    title: Words
    lead: Words
    for_whom: Words
    minutes: int
    buffer: int
    places: list[str]
    companion: Words
    prepare: list[Words]
    calendar: Words
    by_staff_only: bool = False
    couple_minutes: int = 0
    group: bool = False

    @property
    def for_couples(self) -> bool:
        return self.couple_minutes > 0

    @property
    def most_together(self) -> int:
        return MOST_IN_A_PARTY if self.group else 1 + self.for_couples

    def minutes_for(self, together: int) -> int:
        """A couple gets more time; a group takes the time it takes."""
        return self.minutes if self.group or together == 1 else self.minutes + self.couple_minutes


def words() -> Tree:
    """What stands around the types: that one need not be ill, secrecy, alternatives."""
    return load("health_station/visit_types")


@cache
def _all() -> Mapping[str, VisitType]:
    wanted = VisitType.__dataclass_fields__
    rows: list[Mapping[str, Any]] = words()["visit_types"]
    return {row["id"]: VisitType(**{name: row[name] for name in wanted if name in row}) for row in rows}


def _station() -> Any:
    """What the municipality says of its station: true, false, `elsewhere`, or nothing."""
    return (g.municipality.services or {}).get("health_station")


def book_is_here() -> bool:
    """Whether there are times to give."""
    return _station() is True


def book_is_elsewhere() -> bool:
    return bool(_station() == ELSEWHERE)


def offered() -> list[VisitType]:
    """What a resident can get here; none where the municipality has no station."""
    return [one for one in _all().values() if not one.by_staff_only] if _station() else []


def for_staff() -> list[VisitType]:
    """What staff can book here: what residents can, and what staff alone set up."""
    return list(_all().values()) if book_is_here() else []


def by_id(type_id: str) -> VisitType:
    """Raises NoSuchVisitType."""
    found = _all().get(type_id)
    if found is None or not _station():
        raise NoSuchVisitType()
    return found


def bookable(type_id: str) -> VisitType:
    """One whose times are given here. Raises NoSuchVisitType."""
    if not book_is_here():
        raise NoSuchVisitType()
    return by_id(type_id)
