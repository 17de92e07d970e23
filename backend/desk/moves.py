"""The one table of moves. Read it like a map: from where one stands, to where one may go.

`waiting` steps aside and comes back to where it was; `closed` may be opened again.
"Avslag" is no move here: granting or refusing is a decision (`decided`) in the municipality's case system.
"""

from ..core.errors import Conflict, Invalid

ASIDE = ("waiting", "closed")

NEXT: dict[str, dict[str, tuple[str, ...]]] = {
    "advice": {
        "received": ("assessed", "visit_agreed", *ASIDE),
        "assessed": ("visit_agreed", "proposed", "applied", *ASIDE),
        "visit_agreed": ("visit_held", *ASIDE),
        "visit_held": ("proposed", "applied", *ASIDE),
        "proposed": ("applied", "ordered", "done", *ASIDE),
        "applied": ("decided", *ASIDE),
        "decided": ("ordered", "done", "applied", *ASIDE),
        "ordered": ("done", *ASIDE),
        "done": ("confirmed", "ordered", "closed"),
        "confirmed": (),
        "waiting": ("closed",),
        "closed": ("assessed",),
        "withdrawn": (),
    },
    "call_back": {
        "received": ("done", "waiting"),
        "waiting": ("done",),
        "done": ("received",),
        "withdrawn": (),
    },
}

STAMPS = {
    "visit_held": "visited_at",
    "proposed": "proposed_at",
    "applied": "applied_at",
    "decided": "decided_at",
    "done": "done_at",
    "confirmed": "confirmed_at",
}
FIRST_CONTACT = ("visit_agreed", "visit_held", "proposed")
ENDED = ("closed", "withdrawn", "confirmed")

WAITING_FOR = ("resident", "relative", "nav", "supplier", "other_unit")
CLOSED_BECAUSE = ("solved_self", "moved", "not_wanted", "died", "other")
ROUTES = ("nav", "municipality", "self")


class MoveNotAllowed(Conflict):
    """The table has no such move; `choices` are the moves it has."""

    key = "move_not_allowed"


class ReasonMissing(Invalid):
    key = "reason_missing"


def choices(path: str, status: str, before_waiting: str | None = None) -> tuple[str, ...]:
    """Where a case may go now; from waiting first of all back to where it was."""
    allowed = NEXT[path].get(status, ())
    return (before_waiting, *allowed) if status == "waiting" and before_waiting else allowed


def check(path: str, status: str, to: str, before_waiting: str | None = None) -> None:
    allowed = choices(path, status, before_waiting)
    if to not in allowed:
        raise MoveNotAllowed(list(allowed))
