"""The one job: does what a row asks for, and ticks it."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from backend.core.clock import now
from backend.core.db import db
from backend.core.outbox import Outbox
from tasks.jobs import NotDelivered, deliver

LATER = now() + timedelta(hours=1)


def test_news_is_done_once_and_ticked(
    topic: Callable[..., str], tell: Callable[[str], int], row: Callable[[int], Outbox]
) -> None:
    seen: list[int] = []
    number = tell(topic(lambda news: seen.append(news.id)))
    deliver(number)
    deliver(number)
    assert seen == [number]
    assert row(number).done_at is not None


@pytest.mark.parametrize("outside", [False, True])
def test_what_cannot_be_done_now_waits_for_its_hour(
    topic: Callable[..., str], tell: Callable[[str], int], row: Callable[[int], Outbox], outside: bool
) -> None:
    number = tell(topic(lambda _: LATER, outside=outside))
    deliver(number)
    assert (row(number).done_at, row(number).due_at) == (None, LATER)


@pytest.mark.parametrize("outside", [False, True])
def test_an_error_leaves_the_row_undone_and_its_words_at_home(
    topic: Callable[..., str],
    tell: Callable[[str], int],
    row: Callable[[int], Outbox],
    capsys: pytest.CaptureFixture[str],
    outside: bool,
) -> None:
    def fail(_: Outbox) -> datetime | None:
        raise ValueError("Kari Nordmann cannot shower")

    number = tell(topic(fail, outside=outside))
    with pytest.raises(NotDelivered) as told:
        deliver(number)
    assert "Kari" not in json.dumps([str(told.value), *capsys.readouterr()])
    assert told.value.__suppress_context__
    assert row(number).done_at is None


def test_work_inside_the_house_is_undone_together_with_its_tick(
    topic: Callable[..., str], tell: Callable[[str], int], row: Callable[[int], Outbox]
) -> None:
    def half(news: Outbox) -> datetime | None:
        news.ids = {"case_id": "half done"}
        db.session.flush()
        raise RuntimeError

    number = tell(topic(half))
    with pytest.raises(NotDelivered):
        deliver(number)
    assert row(number).ids == {"case_id": 1}


def test_no_transaction_is_open_while_somebody_outside_is_waited_for(
    topic: Callable[..., str], tell: Callable[[str], int]
) -> None:
    open_meanwhile: list[bool] = []
    number = tell(topic(lambda _: open_meanwhile.append(db.session().in_transaction()), outside=True))
    deliver(number)
    assert open_meanwhile == [False]
