"""What people answered, by need: counted, and hidden where so few have answered that one could be guessed."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from ...core.clock import add_months, today
from ...core.db import current_municipality, db
from ...core.i18n import gettext, said
from ...core.rows import Question
from .. import catalogue
from ..models import VERDICTS, Verdict

LEAST = 5
"""Below so many answers about a need, none of its numbers is shown; nor is it told whether there were any."""
MONTHS = 12


@dataclass(frozen=True)
class Result:
    """The answers about one need; `counts` is None where they are too few to be shown."""

    need: str
    title: str
    counts: dict[str, int] | None

    @property
    def total(self) -> int | None:
        return sum(self.counts.values()) if self.counts else None


@cache
def _one_more(dialect: str) -> Any:
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[dialect]
    return insert(Verdict.__table__).on_conflict_do_update(
        index_elements=["municipality_id", "need", "month", "answer"], set_={"number": Verdict.number + 1}
    )


def count(need: str, answer: str) -> None:
    """One more of this answer in this month, in the open transaction."""
    connection = db.session.connection()
    told = {"municipality_id": current_municipality(), "need": need, "month": f"{today():%Y-%m}", "answer": answer}
    connection.execute(_one_more(connection.dialect.name), {**told, "number": 1})


_SUMS = Question(
    select(Verdict.need, Verdict.answer, func.sum(Verdict.number).label("number"))
    .where(Verdict.month >= bindparam("since")).group_by(Verdict.need, Verdict.answer)
)  # fmt: skip


def since() -> str:
    """The first of the twelve months that are counted; this one is the last."""
    return f"{add_months(today(), 1 - MONTHS):%Y-%m}"


def results() -> list[Result]:
    """Every need in the finder's order, and last those who did not say what it was for."""
    found: dict[str, dict[str, int]] = {}
    for row in _SUMS.rows(since=since()):
        found.setdefault(row.need, dict.fromkeys(VERDICTS, 0))[row.answer] = int(row.number)
    titles = {one.id: said(one.title) for one in catalogue.needs().values()}
    titles[""] = gettext("technology.results.no_need")
    return [Result(need, title, _shown(found.get(need))) for need, title in titles.items()]


def _shown(counts: dict[str, int] | None) -> dict[str, int] | None:
    return counts if counts and sum(counts.values()) >= LEAST else None
