"""What somebody looks for among the free times, as the address says it; what makes no sense is left aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from . import visit_types
from .models import StationResource
from .service import finding, plans
from .visit_types import VisitType


@dataclass(frozen=True)
class Search:
    """`staff`: whom one may choose between; empty where only one can serve this kind of visit."""

    type: VisitType
    place: str
    whose: UUID | None
    together: int
    staff: list[StationResource]

    def path(self, **changes: Any) -> str:
        """The address of the times with these changes; what is as usual is not said."""
        told = {"type": self.type.id, "place": self.place, "whose": self.whose, "together": self.together, **changes}
        usual = {"place": self.type.places[0], "together": 1}
        said = {name: value for name, value in told.items() if value and value != usual.get(name)}
        return f"/time/velg?{urlencode(said)}"

    @property
    def parties(self) -> range:
        """How many may come together."""
        return range(1, self.type.most_together + 1)

    @property
    def name(self) -> str:
        """Who was chosen, or nobody."""
        return next((one.name for one in self.staff if one.id == self.whose), "")

    def alternatives(self) -> list[Mapping[str, Any]]:
        """What stands beside the times: other ways to get what one wants, but for the one that is looked at."""
        known = {one.id for one in visit_types.offered()}
        rows: list[Mapping[str, Any]] = visit_types.words()["alternatives"]
        return [one for one in rows if one["id"] != self.type.id and (one["id"] != "home_visit" or one["id"] in known)]


def search(told: Mapping[str, Any]) -> Search:
    """Raises NoSuchVisitType."""
    _, its_type, its_place = finding.parts_of(str(told.get("slot", ""))[:60])
    visit_type = visit_types.by_id(str(told.get("type") or its_type))
    place = str(told.get("place") or its_place)
    serving = plans.able("staff", visit_type)
    staff = serving if len(serving) > 1 and not visit_type.group else []
    whose = id_in(told.get("whose"))
    return Search(
        visit_type, place if place in visit_type.places else visit_type.places[0],
        whose if whose in [one.id for one in staff] else None, _party(told.get("together"), visit_type), staff,
    )  # fmt: skip


def _party(text: Any, visit_type: VisitType) -> int:
    number = int(text) if str(text) in ("1", "2", "3") else 1
    return min(number, visit_type.most_together)


def id_in(text: Any) -> UUID | None:
    """The id, or nothing where it is none."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
