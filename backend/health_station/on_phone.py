"""What one needs of a visit where there is no coverage: the page says it once more, for the phone to keep sealed."""

from typing import Any

from flask import g, request

from ..core.i18n import gettext, said, spoken_moment, spoken_phone
from . import where
from .models import Visit
from .service.booking import path_of
from .visit_types import VisitType


def facts(visit: Visit, visit_type: VisitType) -> dict[str, Any]:
    """In the words of the page; never an answer. `state` says if it is cancelled, `start` when to let it go."""
    place = [gettext(f"health_station.place.{visit.place}"), where.address_of(visit)]
    return {
        "reference": visit.reference, "state": visit.state, "start": visit.start.isoformat(),
        "when": spoken_moment(visit.start), "title": said(visit_type.title), "place": ". ".join(filter(None, place)),
        "who": visit.resource.name, "before": gettext(f"health_station.booking.prepare.{visit.place}"),
        "prepare": [said(one) for one in visit_type.prepare],
        "phone": spoken_phone(g.municipality.phone_number or ""), "phone_link": g.municipality.phone_link,
        "url": request.script_root + path_of(visit),
    }  # fmt: skip
