"""A place belongs to one; a freed place goes to the next in line, once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.core import clock
from backend.core.db import db, transaction
from backend.core.errors import Busy
from backend.places.cells import ALWAYS, cells, moment_of
from backend.places.models import ClaimedSeat, HoldExpired, InLine, OfferGone, PlaceTaken
from backend.places.service import line, seats
from backend.places.service.seats import Wanted
from tests.people import House

from . import offer_next

NINE = datetime(2027, 2, 2, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def work(house: House) -> Iterator[None]:
    with house.work():
        yield


@pytest.fixture
def anne(work: None) -> UUID:
    return thing("staff:anne")


def thing(name: str, number: int = 1) -> UUID:
    return in_deed(lambda: seats.thing("health_station", name, number).id)


def visit(thing_id: UUID, start: datetime = NINE, length: timedelta = HOUR, number: int = 1) -> list[Wanted]:
    return [Wanted(thing_id, cells(start, start + length), number)]


def in_deed(do: Callable[[], Any]) -> Any:
    with transaction():
        return do()


def test_who_comes_second_does_not_get_the_same_hour(work: None, anne: UUID):
    in_deed(lambda: seats.take([visit(anne)]))
    with pytest.raises(PlaceTaken):
        in_deed(lambda: seats.take([visit(anne, NINE + HOUR / 2)]))
    in_deed(lambda: seats.take([visit(anne, NINE + HOUR)]))


def test_a_visit_needs_all_it_needs_or_nothing(house: House, work: None, anne: UUID):
    room = thing("room:2")
    in_deed(lambda: seats.take([visit(room)]))
    with pytest.raises(PlaceTaken):
        in_deed(lambda: seats.take([[*visit(anne), *visit(room)]]))
    assert house.count(ClaimedSeat, ClaimedSeat.thing_id == anne) == 0


def test_any_nurse_is_whichever_is_free(house: House, work: None, anne: UUID):
    berit = thing("staff:berit")
    first = in_deed(lambda: seats.take([visit(anne), visit(berit)]))[1]
    second = in_deed(lambda: seats.take([visit(anne), visit(berit)]))[1]
    assert {first[0].thing_id, second[0].thing_id} == {anne, berit}
    with pytest.raises(PlaceTaken):
        in_deed(lambda: seats.take([visit(anne), visit(berit)]))


def test_what_was_held_while_thinking_is_free_again_when_the_time_is_up(work: None, anne: UUID, monkeypatch: Any):
    claim_id = in_deed(lambda: seats.take([visit(anne)], clock.now() + timedelta(minutes=10))[0].id)
    with pytest.raises(PlaceTaken):
        in_deed(lambda: seats.take([visit(anne)]))
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr("backend.places.service.seats.now", lambda: later)
    assert seats.in_use([anne], cells(NINE, NINE + HOUR)) == {}
    in_deed(lambda: seats.take([visit(anne)]))
    with pytest.raises(HoldExpired):
        in_deed(lambda: seats.keep(claim_id))


def test_what_is_kept_in_time_stays(work: None, anne: UUID, monkeypatch: Any):
    claim_id = in_deed(lambda: seats.take([visit(anne)], clock.now() + timedelta(minutes=10))[0].id)
    in_deed(lambda: seats.keep(claim_id))
    later = clock.now() + timedelta(days=1)
    monkeypatch.setattr("backend.places.service.seats.now", lambda: later)
    assert in_deed(seats.let_go_of_old_holds) == 0
    with pytest.raises(PlaceTaken):
        in_deed(lambda: seats.take([visit(anne)]))


def test_a_move_to_a_time_that_is_taken_leaves_the_old_one(house: House, work: None, anne: UUID):
    mine = in_deed(lambda: seats.take([visit(anne)]))[0].id
    in_deed(lambda: seats.take([visit(anne, NINE + HOUR)]))
    with pytest.raises(PlaceTaken):
        in_deed(lambda: seats.move(mine, [visit(anne, NINE + HOUR)]))
    assert house.count(ClaimedSeat, ClaimedSeat.claim_id == mine) == 12


def test_a_move_of_half_an_hour_may_overlap_ones_own_time(work: None, anne: UUID):
    mine = in_deed(lambda: seats.take([visit(anne)]))[0].id
    moved = in_deed(lambda: seats.move(mine, [visit(anne, NINE + HOUR / 2)]))[0].id
    in_deed(lambda: seats.take([visit(anne, NINE, HOUR / 2)]))
    assert moved != mine


def test_one_more_is_squeezed_in_only_on_purpose(work: None, anne: UUID):
    in_deed(lambda: seats.take([visit(anne)]))
    in_deed(lambda: seats.take([visit(anne)], overbook=True))
    in_deed(lambda: seats.take([visit(anne)], overbook=True))
    assert set(seats.in_use([anne], cells(NINE, NINE + HOUR))[anne].values()) == {3}


def test_groups_of_one_to_three_fill_eight_seats_and_no_more(house: House, work: None):
    table = thing("activity:soup", 8)
    for number in (3, 3, 2):
        in_deed(lambda number=number: seats.take([[Wanted(table, ALWAYS, number)]]))
    with pytest.raises(PlaceTaken):
        in_deed(lambda: seats.take([[Wanted(table, ALWAYS)]]))


@pytest.mark.parametrize("night", [datetime(2027, 3, 28, 0, tzinfo=UTC), datetime(2027, 10, 31, 0, tzinfo=UTC)])
def test_the_nights_when_the_clock_is_changed_have_each_hour_once(night: datetime):
    hours = [cells(night + n * HOUR, night + (n + 1) * HOUR) for n in range(5)]
    assert [len(hour) for hour in hours] == [12] * 5
    assert not set(hours[0]) & set(hours[1])
    assert moment_of(hours[2].start) == night + 2 * HOUR


def test_a_time_that_does_not_last_is_no_time():
    for end in (NINE, NINE - HOUR):
        with pytest.raises(ValueError, match="must last"):
            cells(NINE, end)


def test_the_neighbours_nurse_is_not_ours(house: House, anne: UUID):
    with house.work("havnes"), pytest.raises(PlaceTaken):
        in_deed(lambda: seats.take([visit(anne)]))


def test_the_freed_place_is_offered_to_whoever_has_waited_longest(work: None, anne: UUID):
    first, second = (in_deed(lambda: line.join("visit", uuid4())).id for _ in range(2))
    until = clock.now() + HOUR
    offered = in_deed(lambda: offer_next("visit", {1: [visit(anne)]}, until))
    assert offered.id == first
    assert in_deed(lambda: offer_next("visit", {1: [visit(anne)]}, until)) is None
    in_deed(lambda: line.decline(first, stay=False))
    assert in_deed(lambda: offer_next("visit", {1: [visit(anne)]}, until)).id == second
    in_deed(lambda: line.accept(second))
    with pytest.raises(OfferGone):
        in_deed(lambda: line.accept(second))


def test_an_offer_nobody_answers_lapses_and_the_place_is_free(work: None, anne: UUID, monkeypatch: Any):
    in_deed(lambda: line.join("visit", uuid4()))
    entry = in_deed(lambda: offer_next("visit", {1: [visit(anne)]}, clock.now() + HOUR))
    later = clock.now() + 2 * HOUR
    monkeypatch.setattr("backend.places.service.line.now", lambda: later)
    assert [one.id for one in in_deed(lambda: line.lapse("visit"))] == [entry.id]
    assert in_deed(lambda: line.lapse("visit")) == []
    with pytest.raises(OfferGone):
        in_deed(lambda: line.accept(entry.id))
    in_deed(lambda: seats.take([visit(anne)]))


def test_a_couple_gets_two_seats_or_waits(house: House, work: None):
    table = thing("activity:walk", 3)
    in_deed(lambda: seats.take([[Wanted(table, ALWAYS, 2)]]))
    couple, alone = (in_deed(lambda number=number: line.join("walk", uuid4(), number)).id for number in (2, 1))
    ways = {number: [[Wanted(table, ALWAYS, number)]] for number in (1, 2)}
    assert in_deed(lambda: offer_next("walk", ways, clock.now() + HOUR)).id == alone
    entry = db.session.get(InLine, couple)
    assert entry is not None
    assert line.position(entry) == 1


# --- many at once


def together(house: House, deeds: list[Callable[[], Any]]) -> list[Any]:
    """All of them at the same moment, each as a process of its own would do it; refusals are answers too."""
    barrier = Barrier(min(len(deeds), 8))

    def one(number: int) -> Any:
        with house.app.app_context(), house.work():
            if number < barrier.parties:
                barrier.wait()
            while True:
                try:
                    return in_deed(deeds[number])
                except (PlaceTaken, OfferGone, HoldExpired) as refusal:
                    return refusal
                except Busy:
                    continue

    with ThreadPoolExecutor(8) as crowd:
        return list(crowd.map(one, range(len(deeds))))


def test_when_forty_ask_for_ten_hours_ten_get_one_each(house: House, anne: UUID):
    hours = [visit(anne, NINE + n * HOUR) for n in range(10)]
    answers = together(house, [lambda n=n: seats.take([hours[n % 10]])[0].id for n in range(40)])
    got = [answer for answer in answers if isinstance(answer, UUID)]
    assert len(got) == 10
    assert house.count(ClaimedSeat) == 120


def test_cancel_promote_and_ask_together_give_no_seat_twice(house: House, work: None):
    table = thing("activity:song", 8)
    way = [[Wanted(table, ALWAYS)]]
    mine = [in_deed(lambda: seats.take(way))[0].id for _ in range(8)]
    for _ in range(8):
        in_deed(lambda: line.join("song", uuid4()))

    def cancel_and_offer(claim_id: UUID) -> Any:
        seats.let_go(claim_id)
        return offer_next("song", {1: way}, clock.now() + HOUR)

    deeds = [lambda claim_id=claim_id: cancel_and_offer(claim_id) for claim_id in mine]
    together(house, [*deeds, *(lambda: seats.take(way)[0].id for _ in range(16))])
    offered = house.rows(InLine, InLine.state == "offered")
    assert len({entry.claim_id for entry in offered}) == len(offered)
    assert house.count(ClaimedSeat) == 8
