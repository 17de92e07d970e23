"""Which unit of the municipality runs the health station."""

from flask import g

from ...core.clock import today
from ...municipality.record import Unit

ROLE = "health_station"


def station() -> Unit | None:
    """The unit, if the municipality has said which, and it works for us today."""
    return next((unit for unit in g.municipality.units.values() if _runs_it(unit)), None)


def _runs_it(unit: Unit) -> bool:
    return unit.role == ROLE and unit.serves(g.municipality.id, today())
