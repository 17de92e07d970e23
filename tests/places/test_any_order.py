"""Whatever people and clocks do, in whatever order: the invariants of scarce things, as sentences."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from backend.core.db import db, transaction
from backend.places.cells import cells
from backend.places.models import Claim, ClaimedSeat, HoldExpired, InLine, OfferGone, PlaceTaken, ScarceThing
from backend.places.service import line, seats
from backend.places.service.seats import Wanted
from tests.people import House

from . import offer_next

MORNING = datetime(2027, 3, 1, 8, tzinfo=UTC)
SEATS = {"staff:anne": 1, "room:1": 2}
REFUSALS = (PlaceTaken, HoldExpired, OfferGone)
things = st.sampled_from(sorted(SEATS))
quarters = st.integers(0, 7)
lengths = st.integers(1, 4)
numbers = st.integers(1, 2)


class AnyOrder(RuleBasedStateMachine):
    """`moment` is the clock of all; `people` are claims in the order they were made."""

    clock: ClassVar[Any]

    def __init__(self) -> None:
        super().__init__()
        self.moment = MORNING
        self.people: list[UUID] = []
        self.overbooked: set[UUID] = set()
        AnyOrder.clock(lambda: self.moment)
        with transaction() as session:
            for table in (InLine, ClaimedSeat, Claim):
                session.execute(delete(table))
            self.things = {name: seats.thing("health_station", name, number).id for name, number in SEATS.items()}

    def way(self, name: str, quarter: int, length: int, number: int) -> list[Wanted]:
        start = MORNING + timedelta(minutes=15 * quarter)
        return [Wanted(self.things[name], cells(start, start + timedelta(minutes=15 * length)), number)]

    def deed(self, do: Any) -> Any:
        try:
            with transaction():
                return do()
        except REFUSALS:
            return None

    @rule(name=things, quarter=quarters, length=lengths, number=numbers, held=st.booleans())
    def take(self, name: str, quarter: int, length: int, number: int, held: bool) -> None:
        until = self.moment + timedelta(minutes=10) if held else None
        if claim_id := self.deed(lambda: seats.take([self.way(name, quarter, length, number)], until)[0].id):
            self.people.append(claim_id)

    @rule(quarter=quarters, length=lengths)
    def squeeze_in(self, quarter: int, length: int) -> None:
        way = self.way("staff:anne", quarter, length, 1)
        self.overbooked.add(self.deed(lambda: seats.take([way], overbook=True)[0].id))

    @rule(who=st.integers(0, 30), quarter=quarters, length=lengths)
    def move(self, who: int, quarter: int, length: int) -> None:
        if self.people:
            place = who % len(self.people)
            way = self.way("room:1", quarter, length, 1)
            if moved := self.deed(lambda: seats.move(self.people[place], [way])[0].id):
                self.people[place] = moved

    @rule(who=st.integers(0, 30), keeps=st.booleans())
    def decide(self, who: int, keeps: bool) -> None:
        if self.people:
            claim_id = self.people[who % len(self.people)]
            self.deed(lambda: seats.keep(claim_id) if keeps else seats.let_go(claim_id))

    @rule(number=numbers)
    def join(self, number: int) -> None:
        self.deed(lambda: line.join("visit", uuid4(), number))

    @rule(quarter=quarters, length=lengths)
    def offer(self, quarter: int, length: int) -> None:
        ways = {number: [self.way("room:1", quarter, length, number)] for number in (1, 2)}
        self.deed(lambda: offer_next("visit", ways, self.moment + timedelta(minutes=20)))

    @rule(who=st.integers(0, 30), says=st.sampled_from(["yes", "no", "not this one"]))
    def answer(self, who: int, says: str) -> None:
        entries = list(db.session.scalars(select(InLine.id).where(InLine.state != "waiting")))
        if entries:
            one = entries[who % len(entries)]
            self.deed(lambda: line.accept(one) if says == "yes" else line.decline(one, stay=says != "no"))

    @rule(minutes=st.integers(1, 15))
    def time_passes(self, minutes: int) -> None:
        self.moment += timedelta(minutes=minutes)

    @rule()
    def clockwork(self) -> None:
        self.deed(lambda: line.lapse("visit"))
        self.deed(seats.let_go_of_old_holds)

    @invariant()
    def no_thing_has_more_people_than_seats_but_for_those_squeezed_in(self) -> None:
        used = Counter(
            (row.thing_id, row.cell)
            for row in db.session.execute(select(ClaimedSeat.thing_id, ClaimedSeat.cell, ClaimedSeat.claim_id))
            if row.claim_id not in self.overbooked
        )
        most = {found.id: found.seats for found in db.session.scalars(select(ScarceThing))}
        assert all(number <= most[thing_id] for (thing_id, _), number in used.items())

    @invariant()
    def every_claim_has_seats_and_every_seat_a_claim(self) -> None:
        claims = set(db.session.scalars(select(Claim.id)))
        assert claims == set(db.session.scalars(select(ClaimedSeat.claim_id)))

    @invariant()
    def whoever_is_offered_or_has_accepted_has_a_place_of_their_own(self) -> None:
        entries = list(db.session.execute(select(InLine.state, InLine.claim_id)))
        placed = [entry.claim_id for entry in entries if entry.state == "accepted"]
        assert None not in placed
        offered = [entry.claim_id for entry in entries if entry.state == "offered" and entry.claim_id]
        assert len(set(placed + offered)) == len(placed + offered)

    def teardown(self) -> None:
        db.session.rollback()


def test_whatever_happens_nobody_sits_on_anothers_seat(house: House, monkeypatch: pytest.MonkeyPatch):
    def set_clock(now: Any) -> None:
        for module in ("seats", "line"):
            monkeypatch.setattr(f"backend.places.service.{module}.now", now)

    AnyOrder.clock = staticmethod(set_clock)
    with house.work():
        run_state_machine_as_test(
            AnyOrder,
            settings=settings(
                max_examples=30, stateful_step_count=30, deadline=None, derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
