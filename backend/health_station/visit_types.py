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


def offered() -> list[VisitType]:
    """What a resident can book here; none where the municipality has no station."""
    if not (g.municipality.services or {}).get("health_station"):
        return []
    return [one for one in _all().values() if not one.by_staff_only]


def for_staff() -> list[VisitType]:
    """What staff can book here: what residents can, and what staff alone set up."""
    return list(_all().values()) if (g.municipality.services or {}).get("health_station") else []


def by_id(type_id: str) -> VisitType:
    """Raises NoSuchVisitType."""
    found = _all().get(type_id)
    if found is None or not (g.municipality.services or {}).get("health_station"):
        raise NoSuchVisitType()
    return found
