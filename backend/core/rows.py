"""Columns asked for, and rows written, all day long: without the ORM, at a quarter of its cost.

The municipality is part of each, as it is of every other question: it is put in when the question is put
together, and bound each time it is asked.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import FromClause, Insert, Join, Row, Select, Table, bindparam, insert, or_
from sqlalchemy.sql import visitors

from .db import db
from .scope import EVERY, NoMunicipality, current_municipality

OURS, OURS_COLUMN = "municipality", "municipality_id"


class Question:
    """One question about columns, put together once. `facts` fill its `bindparam`s.

    Raises NoMunicipality when it is made, if another question stands inside it, which would go unfiltered,
    and when it is asked by a process that serves all municipalities: such ask through the ORM.
    """

    def __init__(self, wanted: Select[*tuple[Any, ...]]) -> None:
        if any(isinstance(part, Select) and part is not wanted for part in visitors.iterate(wanted)):
            raise NoMunicipality("a question inside the question could not be filtered")
        sources = [source for start in wanted.get_final_froms() for source in _sources(start, optional=False)]
        self._wanted = wanted.where(*(_only_ours(*source) for source in sources if OURS_COLUMN in source[0].c))

    def rows(self, **facts: Any) -> Sequence[Row[Any]]:
        return db.session.connection().execute(self._wanted, {OURS: _whose(), **facts}).all()

    def one(self, **facts: Any) -> Row[Any] | None:
        """The first row, or None."""
        return next(iter(self.rows(**facts)), None)


def put(model: Any, municipality_id: str = "", **values: Any) -> None:
    """Write one row that nobody needs to hold afterwards, at once, in the open transaction."""
    db.session.connection().execute(_insert(model.__table__), {OURS_COLUMN: _whose(municipality_id), **values})


@cache
def _insert(table: Table) -> Insert:
    return insert(table)


def _whose(named: str = "") -> str:
    current = current_municipality()
    if current == EVERY and not named:
        raise NoMunicipality("this work serves every municipality; say whose row it is")
    if named and current not in (EVERY, named):
        raise NoMunicipality("a row of another municipality")
    return named or current


def _sources(source: FromClause, optional: bool) -> Iterator[tuple[FromClause, bool]]:
    """Tables and their aliases in a FROM, and whether each may be missing (an outer join's right side)."""
    if isinstance(source, Join):
        yield from _sources(source.left, optional)
        yield from _sources(source.right, optional or source.isouter)
    else:
        yield source, optional


def _only_ours(source: FromClause, optional: bool) -> Any:
    owner = source.c[OURS_COLUMN]
    ours = owner == bindparam(OURS)
    return or_(ours, owner.is_(None)) if optional else ours
