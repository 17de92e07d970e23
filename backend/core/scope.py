"""Whose rows this work may see: the one layer that adds the municipality to every query.

On PostgreSQL row-level security asks the same question again from below.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import String, Table, event, text
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria
from sqlalchemy.sql import visitors

EVERY = "*"
_filtered: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()
"""Statements that were filtered before, by municipality: those kept by their owners are not put together again."""
_current: ContextVar[str] = ContextVar("municipality", default="")


class NoMunicipality(RuntimeError):
    """Work on municipal rows was begun without saying whose: a fault in our code, never in the input."""


class OfMunicipality:
    """A row that belongs to one municipality and is invisible to all others."""

    municipality_id: Mapped[str] = mapped_column(String(40))


def current_municipality() -> str:
    """The municipality whose rows are seen now, or `*` in processes that serve all of them."""
    chosen = _current.get()
    if not chosen:
        raise NoMunicipality("no municipality has been chosen for this work")
    return chosen


@contextmanager
def in_municipality(municipality_id: str) -> Iterator[None]:
    """See and write only the rows of this municipality until the block ends."""
    token = _current.set(municipality_id)
    try:
        yield
    finally:
        _current.reset(token)


def choose(municipality_id: str) -> None:
    """For the length of a request: `leave` ends it."""
    _current.set(municipality_id)


def leave() -> None:
    _current.set("")


def every_municipality() -> Any:
    """See the rows of all municipalities: for relay, workers, clockwork and the operator's commands."""
    return in_municipality(EVERY)


def watch(session_class: Any) -> None:
    """Put the filter on every query, and the municipality on every new row, of these sessions."""
    event.listen(session_class, "do_orm_execute", _filter)
    event.listen(session_class, "before_flush", _own)
    event.listen(session_class, "after_begin", _tell_postgresql)


def _filter(state: ORMExecuteState) -> None:
    """Add the municipality to whatever is asked; refuse a question that could not be filtered.

    SQLAlchemy puts the criterion on entities among the columns and their joins. A bare
    `select(func.count()).select_from(Case)` has none: write `select(func.count(Case.id))`.
    """
    if state.is_column_load or state.is_relationship_load or not state.is_orm_statement:
        return
    municipality = current_municipality() if _asks_for_municipal_rows(state) else EVERY
    if municipality == EVERY:
        return
    known = _filtered.setdefault(state.statement, {})
    if municipality not in known:
        if not state.all_mappers:
            raise NoMunicipality("a question about municipal rows needs one of their columns, to be filtered by it")
        known[municipality] = state.statement.options(_only(municipality))
    state.statement = known[municipality]


def _only(municipality: str) -> Any:
    return with_loader_criteria(OfMunicipality, lambda cls: cls.municipality_id == municipality, include_aliases=True)


def _asks_for_municipal_rows(state: ORMExecuteState) -> bool:
    """By the entities it names; only where it names none, every table in it is looked at."""
    if state.statement in _filtered:
        return True
    mappers = state.all_mappers
    if mappers:
        return any(issubclass(mapper.class_, OfMunicipality) for mapper in mappers)
    statement: Any = state.statement
    tables = (part for part in visitors.iterate(statement) if isinstance(part, Table))
    return any("municipality_id" in table.c for table in tables)


def _own(session: Session, *_: Any) -> None:
    for row in session.new:
        if not isinstance(row, OfMunicipality):
            continue
        current = current_municipality()
        if not row.municipality_id and current == EVERY:
            raise NoMunicipality(f"{type(row).__name__} needs a municipality")
        row.municipality_id = row.municipality_id or current
        if current not in (EVERY, row.municipality_id):
            raise NoMunicipality(f"{type(row).__name__} of another municipality")


def _tell_postgresql(session: Session, _: Any, connection: Any) -> None:
    if connection.dialect.name == "postgresql":
        chosen = _current.get()
        connection.execute(text("SELECT set_config('hundre.municipality', :chosen, true)"), {"chosen": chosen})
