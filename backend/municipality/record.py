"""A municipality as its file says it is. Missing values are None: staff see "ikke satt opp"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from typing import Any

from flask import current_app

from ..core import content
from ..core.clock import add_months, add_working_days, is_working_day, local, today

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PHOTOS_DAYS = 180
"""How long photos are kept where the municipality has not said: never for good."""
VISIT_NOTES_DAYS = 30
"""The same for what was noted before a visit, from the day that what matters stands in the journal."""


@dataclass(frozen=True)
class Unit:
    """Those who do the work: an office, a team, a store."""

    tree: Mapping[str, Any]
    host: str

    @property
    def id(self) -> str:
        return str(self.tree["id"])

    @property
    def name(self) -> Mapping[str, str]:
        return self.tree["name"]

    @property
    def role(self) -> str:
        return str(self.tree["role"])

    @property
    def targets(self) -> Mapping[str, Any]:
        return self.tree.get("targets") or {}

    def serves(self, municipality_id: str, day: date) -> bool:
        """Whether the unit works for this municipality on this day."""
        return any(
            spell["municipality"] == municipality_id and _from(spell) <= day <= _to(spell)
            for spell in self.tree["serves"]
        )


def _from(spell: Mapping[str, Any]) -> date:
    return date.fromisoformat(str(spell["from"])) if spell["from"] else date.min


def _to(spell: Mapping[str, Any]) -> date:
    return date.fromisoformat(str(spell["to"])) if spell["to"] else date.max


@dataclass(frozen=True)
class Municipality:
    """One municipality. `tree` is the whole file; the properties are what the rooms ask for."""

    tree: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.tree["id"])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.tree.get(name)

    @property
    def phone_number(self) -> str | None:
        """The number to call, as it is written; unverified numbers only in demo."""
        return shown_number(self.tree["phone"])

    @property
    def phone_link(self) -> str:
        return phone_link(self.phone_number)

    @property
    def emergency_number(self) -> str | None:
        return shown_number(self.tree["emergency_clinic"])

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """Own units and those that others run for us, by id."""
        own = {u["id"]: Unit(u, self.id) for u in self.tree["units"]}
        shared = {s["id"]: by_id(s["host"]).units[s["id"]] for s in self.tree.get("shared_units") or []}
        return {**own, **shared}

    def unit(self, unit_id: str | None, day: date | None = None) -> Unit | None:
        """The unit, if it works for us on that day."""
        unit = self.units.get(unit_id or "")
        return unit if unit and unit.serves(self.id, day or today()) else None

    def working_units(self) -> list[Unit]:
        return [unit for unit in self.units.values() if unit.serves(self.id, today())]

    def receiving_unit(self, postal_code: str, signals: list[str]) -> Unit:
        """Who gets a new request: by signal, by area, by the first unit; never nobody."""
        routing = self.tree["routing"]
        wishes = [routing["by_signal"].get(signal) for signal in signals]
        wishes += [routing["by_area"].get(postal_code), routing["first_unit"] if not routing["by_area"] else None]
        found = next((unit for wish in wishes if (unit := self.unit(wish))), None)
        return found or self.units[routing["fallback_unit"]]

    def closed_dates(self, around: date) -> frozenset[date]:
        """Own closed days of the year before, this and the next."""
        days = [entry["day"] for entry in self.tree.get("closed_days") or []]
        years = (around.year - 1, around.year, around.year + 1)
        yearly = {date.fromisoformat(f"{year}-{day}") for day in days if len(day) == 5 for year in years}
        return frozenset(yearly | {date.fromisoformat(day) for day in days if len(day) == 10})

    def answer_by(self, priority: str, start: date) -> date | None:
        """The day we have promised a first answer; None while the rule is unsigned."""
        days = self._promised(priority, "working_days")
        return add_working_days(start, days, self.closed_dates(start)) if days else None

    def interim_by(self, start: date) -> date | None:
        """The day we have promised to write if we are not done; None while the rule is unsigned."""
        months = self._promised("interim_reply", "months")
        return add_months(start, months) if months else None

    def _promised(self, what: str, unit: str) -> int | None:
        promises = self.tree["promises"]
        return (promises.get(what) or {}).get(unit) if promises.get("signed_on") else None

    @property
    def pauses_for(self) -> list[str]:
        return list(self.tree["promises"].get("pause_while_waiting_for") or [])

    def opening(self, day: date) -> tuple[time, time] | None:
        hours = self.hours.get(DAYS[day.weekday()])
        if not hours or not is_working_day(day, self.closed_dates(day)):
            return None
        return time.fromisoformat(hours[0]), time.fromisoformat(hours[1])

    def is_open(self, moment: datetime) -> bool:
        wall = local(moment)
        hours = self.opening(wall.date())
        return hours is not None and hours[0] <= wall.time() < hours[1]

    def next_opening(self, moment: datetime) -> tuple[date, time] | None:
        """The next day and time somebody answers the phone, within two weeks."""
        wall = local(moment)
        for ahead in range(15):
            day = wall.date() + timedelta(days=ahead)
            hours = self.opening(day)
            if hours and (ahead or wall.time() < hours[0]):
                return day, hours[0]
        return None

    def assurance_for(self, what: str, default: str) -> str:
        return str((self.tree.get("assurance") or {}).get(what, default))

    @property
    def hours(self) -> Mapping[str, list[str]]:
        """When somebody answers, by day; empty while nobody has said."""
        return self.tree["hours"] or {}

    @property
    def postal_codes(self) -> Mapping[str, str]:
        """The places where people live; empty while nobody has said."""
        return self.tree["postal_codes"] or {}

    @property
    def mail_domain(self) -> str:
        """Where our messages come from: the municipality's own domain, or the address it answers at."""
        return str(self.tree["email"] or self.tree["hosts"][0]).rsplit("@", 1)[-1]

    @property
    def photos_days(self) -> int:
        return (self.tree["retention"] or {}).get("photos_days") or PHOTOS_DAYS

    @property
    def visit_notes_days(self) -> int:
        return (self.tree["retention"] or {}).get("visit_notes_days") or VISIT_NOTES_DAYS


def shown_number(entry: Mapping[str, Any] | None) -> str | None:
    """A number that may be shown: verified, or plainly a demo's."""
    if not entry or not entry.get("number"):
        return None
    settings = current_app.config["HUNDRE"]
    return str(entry["number"]) if entry.get("verified_on") or settings.demo else None


def phone_link(number: str | None) -> str:
    """`tel:` address of a number as people write it; short numbers stay short."""
    digits = "".join(sign for sign in number or "" if sign.isdigit() or sign == "+")
    if not digits:
        return ""
    return f"tel:{digits}" if len(digits) < 8 or digits.startswith("+") else f"tel:+47{digits}"


@cache
def by_id(municipality_id: str) -> Municipality:
    return Municipality(content.load(f"municipalities/{municipality_id}"))
