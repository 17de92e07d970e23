"""What is locked is read anew: a row that was looked at a moment ago may have been changed while one waited for it."""

from typing import Any

from sqlalchemy import Select, event
from sqlalchemy.orm import ORMExecuteState


def watch(session_class: Any) -> None:
    """SQLAlchemy leaves an object it knows as it was, even when its row has just been locked; these sessions do not."""
    event.listen(session_class, "do_orm_execute", _read_anew)


def _read_anew(state: ORMExecuteState) -> None:
    statement = state.statement
    if isinstance(statement, Select) and statement._for_update_arg is not None:
        state.update_execution_options(populate_existing=True)
