"""The deeds of staff on a case, by name: page and program carry out the same ones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..core.db import transaction
from ..core.schema import Command, loaded
from ..identity.actor import Actor
from . import schemas
from .models import Case
from .service import moving, reading, writing

Do = Callable[[Case, dict[str, Any], Actor], Any]


@dataclass(frozen=True)
class Deed:
    """What comes in, and what is done with it."""

    schema: Command
    do: Do


DEEDS: dict[str, Deed] = {
    "move": Deed(schemas.Move(), lambda case, told, who: moving.move(case, told["to"], who, told)),
    "take": Deed(schemas.Deed(), lambda case, told, who: moving.take(case, who)),
    "assign": Deed(schemas.Assignment(), lambda case, told, who: moving.assign(case, told["staff_id"], who)),
    "hand_over": Deed(
        schemas.HandOver(), lambda case, told, who: moving.hand_over(case, told["unit"], who, told["reason"])
    ),
    "prioritise": Deed(
        schemas.Priority(), lambda case, told, who: moving.prioritise(case, told["priority"], who, told["reason"])
    ),
    "consider": Deed(schemas.Considered(), lambda case, told, who: moving.consider(case, who, told)),
    "note": Deed(schemas.Words(), lambda case, told, who: writing.note(case, told["text"], who)),
    "message": Deed(schemas.Words(), lambda case, told, who: writing.write_to_person(case, told["text"], who)),
    "call": Deed(
        schemas.PhoneContact(), lambda case, told, who: writing.log_call(case, who, told["reached"], told["text"])
    ),
    "disclose": Deed(
        schemas.Disclosure(), lambda case, told, who: writing.disclosure_confirmed(case, case.person, who, told)
    ),
    "may_know": Deed(schemas.MayKnow(), lambda case, told, who: writing.let_helper_know(case, told["until"], who)),
}


def carry_out(name: str, reference: str, told: Any, who: Actor) -> tuple[Case, Any]:
    """One deed in one transaction: the case as it then is, and what the deed answered."""
    deed = DEEDS[name]
    wanted = loaded(deed.schema, told)
    with transaction():
        case = reading.case_for(who, reference, lock=True)
        moving.same_revision(case, wanted.pop("revision", None))
        return case, deed.do(case, wanted, who)
