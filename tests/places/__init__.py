"""Scarce things under test; and the walk along a line that every owning room does in its own way."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from backend.places.models import InLine, PlaceTaken
from backend.places.service import line
from backend.places.service.seats import Way


def offer_next(name: str, ways: Mapping[int, Sequence[Way]], until: datetime) -> InLine | None:
    """To the first whom it fits. `ways`: how many come together -> how they can be seated."""
    for entry in line.waiting(name):
        try:
            line.offer(entry, ways.get(entry.seats, ()), until)
        except PlaceTaken:
            continue
        return entry
    return None
