"""Quiet hours: reminders wait for the morning; receipts and answers never do."""

from datetime import UTC, datetime, time, timedelta

from flask import g

from ...core.clock import local


def after_quiet_hours(moment: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours it falls in."""
    hours = g.municipality.quiet_hours
    if not hours:
        return moment
    begin, end = time.fromisoformat(hours["from"]), time.fromisoformat(hours["to"])
    wall = local(moment)
    quiet = wall.time() >= begin or wall.time() < end if begin > end else begin <= wall.time() < end
    if not quiet:
        return moment
    day = wall.date() + timedelta(days=begin > end and wall.time() >= begin)
    return datetime.combine(day, end, wall.tzinfo).astimezone(UTC)
