"""Where a visit is: the address people come to, and a map of it for whoever presses the link."""

from urllib.parse import quote_plus

from flask import g

from ..core.i18n import said
from .models import Visit

MAP = "https://www.openstreetmap.org/search?query="
"""Asked only by whoever presses; it is told where the station is, and not who asks."""


def address_of(visit: Visit) -> str:
    """Only for a visit at the station; nobody else's address is ever written on a page or in a calendar."""
    return said(g.municipality.visiting_address) if visit.place == "station" else ""


def map_of(visit: Visit) -> str:
    address = address_of(visit)
    return MAP + quote_plus(address) if address else ""
