"""A visit's own page, for whoever holds its link: what and when, its calendar file, another time, calling off."""

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..core.clock import now, today
from ..core.errors import Invalid
from ..core.schema import loaded
from ..core.web import nested
from ..places.models import PlaceTaken
from . import calendar, commands, on_phone, visit_types, where
from .models import Visit
from .pages import MOST_DAYS, SHOWN_AHEAD, by_day, slots_of
from .schemas import AnotherTimeSchema
from .service import booking, changing, finding

pages = Blueprint("visit", __name__, template_folder="templates")
MOVE = AnotherTimeSchema()


@pages.get("/time/<reference>")
def show(reference: str) -> str:
    """The visit, for whoever holds the link."""
    return _page(reference, request.args.get("token", ""))


def _page(reference: str, token: str, **more: object) -> str:
    visit = booking.of_link(reference, token)
    visit_type = visit_types.by_id(visit.type)
    return render_template(
        "health_station/visit.html", visit=visit, type=visit_type, token=token, where=where,
        kept=on_phone.facts(visit, visit_type),
        changeable=visit.state == "booked" and visit.start > now(), **more,
    )  # fmt: skip


@pages.get("/time/<reference>/kalender.ics")
def calendar_file(reference: str) -> Response:
    visit = booking.of_link(reference, request.args.get("token", ""))
    response = make_response(calendar.file_of(visit))
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{visit.reference}.ics"'
    return response


@pages.get("/time/<reference>/flytt")
def other_times(reference: str) -> str:
    """Free times for a visit that shall be moved."""
    return _others(booking.of_link(reference, request.args.get("token", "")))


def _others(visit: Visit, gone: bool = False) -> str:
    visit_type = visit_types.by_id(visit.type)
    found = finding.free(visit_type, visit.place, today(), today() + SHOWN_AHEAD, together=visit.together)
    return render_template(
        "health_station/times.html", type=visit_type, place=visit.place, gone=gone, moving=visit, search=None,
        token=booking.token_of(visit.id), days=by_day(found, MOST_DAYS), left={}, more=False, kept=None, drop_in=[],
        alternatives=[],
    )  # fmt: skip


@pages.post("/time/<reference>")
def change(reference: str) -> ResponseReturnValue:
    """Move or call off, for whoever holds the link."""
    token, deed = request.form.get("token", ""), request.form.get("deed", "")
    visit = booking.of_link(reference, token)
    try:
        if deed == "cancel":
            commands.cancel(visit)
        elif deed == "move":
            commands.move(visit, loaded(MOVE, nested(request.form))["slot"])
        else:
            raise Invalid({"deed": ["field.choice"]})
    except PlaceTaken as taken:
        return _page(reference, token, taken=slots_of(taken)), 409
    except finding.NoSuchSlot:
        return _others(visit, gone=True), 409
    except changing.VisitOver:
        return _page(reference, token, over=True), 409
    return redirect(request.script_root + booking.path_of(visit), 303)
