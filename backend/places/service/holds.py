"""What is kept while somebody thinks: until when, and letting it go before its time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from ...core.clock import now
from ...core.db import db
from ..models import Claim
from . import seats


def until(claim_id: UUID) -> datetime | None:
    """Until when it is held; None where it has been let go, or is taken for good."""
    found = db.session.scalar(select(Claim.until).where(Claim.id == claim_id))
    return found if found and found > now() else None


def give_up(claim_id: UUID) -> None:
    """What is only held is free again; what is taken for good stays."""
    held = select(Claim.id).where(Claim.id == claim_id, Claim.until.is_not(None)).with_for_update()
    if db.session.scalar(held):
        seats.let_go(claim_id)
