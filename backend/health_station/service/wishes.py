"""Finding a wish again: by its link, by itself, by whose it is."""

from collections.abc import Mapping, Sequence
from hmac import compare_digest
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...core.db import db
from ...core.errors import Unknown
from ...core.secrets import keyed
from ..models import VisitWish


def token_of(wish_id: UUID) -> str:
    return keyed("wish", str(wish_id))[:32]


def path_of(wish: VisitWish) -> str:
    return f"/time/venteliste/{wish.reference}?token={token_of(wish.id)}"


def of_link(reference: str, token: str, lock: bool = False) -> VisitWish:
    """The wish that this link opens. Everything else is unknown."""
    found = db.session.scalar(whole(select(VisitWish).where(VisitWish.reference == reference[:12]), lock))
    if found is None or not token.isascii() or not compare_digest(token_of(found.id), token):
        raise Unknown()
    return found


def by_id(wish_id: UUID, lock: bool = False) -> VisitWish:
    found: VisitWish | None = db.session.scalar(whole(select(VisitWish).where(VisitWish.id == wish_id), lock))
    if found is None:
        raise Unknown()
    return found


def by_ids(ids: Sequence[UUID]) -> Mapping[UUID, VisitWish]:
    return {one.id: one for one in db.session.scalars(whole(select(VisitWish).where(VisitWish.id.in_(ids))))}


def wishes_of(person_id: UUID | None) -> list[VisitWish]:
    found = select(VisitWish).where(VisitWish.person_id == person_id).order_by(VisitWish.created_at)
    return list(db.session.scalars(whole(found)))


def whole(wanted: Any, lock: bool = False) -> Any:
    """With the people; locked where it shall be changed."""
    wanted = wanted.options(joinedload(VisitWish.person), joinedload(VisitWish.helper))
    return wanted.with_for_update(of=VisitWish) if lock else wanted
