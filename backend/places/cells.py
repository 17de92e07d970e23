"""Time in cells of five minutes, counted from 1970 in UTC: a night when the clock is put back has each cell once."""

from datetime import UTC, datetime, timedelta

MINUTES = 5
CELL = timedelta(minutes=MINUTES)
ALWAYS = range(1)
"""For what has no time of its own, such as the participants of one date of an activity."""


def cell_of(moment: datetime) -> int:
    return int(moment.timestamp()) // (MINUTES * 60)


def cells(start: datetime, end: datetime) -> range:
    """Every cell that the time touches. Raises ValueError for a time that does not last.

    Counted in UTC: two clocks on the same wall say nothing of how long a night with a changed clock is.
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if end <= start:
        raise ValueError("a time must last")
    last = cell_of(end - timedelta(seconds=1))
    return range(cell_of(start), last + 1)


def moment_of(cell: int) -> datetime:
    return datetime.fromtimestamp(cell * MINUTES * 60, UTC)
