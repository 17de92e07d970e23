"""The one job. It carries an id, may run twice, and lets errors out."""

from datetime import datetime

import structlog

from backend.core.db import db, every_municipality, transaction
from backend.core.outbox import Outbox, postpone, tick, undone
from backend.municipality.service import working_for

from .application import application
from .topics import TOPICS, Topic

log = structlog.get_logger("worker")


class NotDelivered(RuntimeError):
    """Told to the queue instead of the error itself, whose text might name a person."""


def deliver(outbox_id: int) -> None:
    """Do what this piece of news asks for, if it is still undone, and tick it.

    What fails comes back by itself: the row is due again half a minute after it was handed over.
    """
    with application().app_context():
        try:
            _deliver(outbox_id)
        except Exception as error:
            name = type(error).__name__
            log.error("not delivered", outbox_id=outbox_id, error=name, at=_place(error))
            raise NotDelivered(f"outbox {outbox_id}: {name}") from None


def _deliver(outbox_id: int) -> None:
    row = _look(outbox_id)
    if row is not None:
        with working_for(row.municipality_id):
            _do(TOPICS[row.topic], row)


def _look(outbox_id: int) -> Outbox | None:
    """The row as it is now, detached: no transaction is open behind it."""
    with every_municipality():
        row = db.session.get(Outbox, outbox_id)
        if row is not None:
            db.session.expunge(row)
        db.session.rollback()
    return row if row is not None and row.done_at is None else None


def _do(topic: Topic, row: Outbox) -> None:
    if topic.outside:
        _finish(row.id, topic.work(row))
        return
    with transaction():
        fresh = undone(row.id)
        if fresh is not None:
            _note(fresh, topic.work(fresh))


def _finish(outbox_id: int, until: datetime | None) -> None:
    with transaction():
        row = undone(outbox_id)
        if row is not None:
            _note(row, until)


def _note(row: Outbox, until: datetime | None) -> None:
    if until is None:
        tick(row)
    else:
        postpone(row, until)


def _place(error: BaseException) -> str:
    """Where it broke, without the words of the error."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
