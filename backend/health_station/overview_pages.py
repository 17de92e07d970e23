"""The time book from further away: the week, what is not in the journal yet, and the numbers of a month."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request

from ..core.clock import add_months, local, today
from ..core.errors import Malformed
from ..desk.service import reading
from ..identity.actor import actor
from . import visit_types
from .desk_pages import asked_day
from .service import attending, counting, journal, plans

pages = Blueprint("time_book_overview", __name__, template_folder="templates")
EARLIEST_YEAR, LATEST_YEAR = 2020, 2100


@pages.get("/ansatt/timebok/uke")
def week() -> str:
    """Monday to Friday, each with its visits and how much is free."""
    day = asked_day()
    monday = day - timedelta(days=day.weekday())
    friday = monday + timedelta(days=4)
    visits = [one for one in attending.between(monday, friday, actor()) if one.state != "cancelled"]
    nurses = plans.resources("staff")
    days = [_day(monday + timedelta(days=ahead), visits, nurses) for ahead in range(5)]
    page = render_template(
        "health_station/week.html", days=days, monday=monday, friday=friday, before=monday - timedelta(days=7),
        after=monday + timedelta(days=7), today=today(), title=_title, number=monday.isocalendar().week,
    )  # fmt: skip
    reading.saw(actor(), "time_book.read", f"{monday.isoformat()}/{friday.isoformat()}")
    return page


def _day(day: date, visits: list[Any], nurses: list[Any]) -> dict[str, Any]:
    """The day's visits, and how many hours of those at work are free."""
    own = [one for one in visits if local(one.start).date() == day]
    works = list(plans.working_days(day, day))
    minutes = sum(counting.open_minutes(one, works) for one in nurses)
    booked = [one for one in own if one.state in counting.USED and one.claim_id]
    free = max(0, minutes - sum(one.minutes for one in booked))
    return {"day": day, "visits": own, "booked": len(booked), "open": minutes, "free": free}


def _title(type_id: str) -> object:
    return visit_types.by_id(type_id).title


@pages.get("/ansatt/timebok/journal")
def unticked() -> str:
    """Visits of days that are over whose tick is missing."""
    page = render_template("health_station/unticked.html", visits=journal.not_journaled(actor()), title=_title)
    reading.saw(actor(), "time_book.read", "journal")
    return page


@pages.get("/ansatt/timebok/tall")
def numbers() -> str:
    """How the station was used in a month. No person in it."""
    attending.may_see(actor())
    first = _month()
    return render_template(
        "health_station/numbers.html", first=first, month=counting.month(first), before=add_months(first, -1),
        after=add_months(first, 1), may_open_day=attending.is_theirs(actor()),
    )  # fmt: skip


def _month() -> date:
    text = request.args.get("month", "")
    try:
        found = date.fromisoformat(f"{text}-01") if text else today().replace(day=1)
    except ValueError:
        raise Malformed() from None
    if not EARLIEST_YEAR <= found.year < LATEST_YEAR:
        raise Malformed()
    return found
