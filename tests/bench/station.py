"""Free times of a large and nearly full health station: the worst it can be asked."""

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from backend.app import create_app
from backend.core.clock import today
from backend.core.db import db, transaction
from backend.core.settings import Settings
from backend.health_station.models import StationResource
from backend.health_station.service import plans
from backend.municipality.service import working_for
from backend.places.cells import CELL, cells
from backend.places.models import Claim, ClaimedSeat, ClaimedSpell, ScarceThing

from .load import get
from .processes import cpu_seconds
from .report import Report
from .servers import Product

STAFF, DAYS, HERE = 20, 90, "fjelldal"
OPENS, CLOSES, VISIT = "08:00", "16:00", 8
"""A short talk with its notes takes eight cells; twelve of them fill the day."""
ROUNDS, PER_ROUND = 5, 20


def availability(report: Report, product: Product) -> None:
    """Half of it taken, as on a common day; then every time of every nurse, so that all must be looked through.

    The middle of the rounds counts.
    """
    report.heading(f"Free times, {STAFF} staff (CPU ms per request; {ROUNDS} x {PER_ROUND} requests)")
    _hire(product, every=2)
    report.at_most(f"{DAYS} days, half taken", median(_cost(product, DAYS) for _ in range(ROUNDS)), 50, " ms")
    _hire(product, every=1)
    costs = {days: median(_cost(product, days) for _ in range(ROUNDS)) for days in (DAYS // 3, DAYS)}
    report.at_most(f"{DAYS} days, all taken", costs[DAYS], 50, " ms")
    growth = costs[DAYS] / costs[DAYS // 3]
    report.at_most(f"{DAYS} days over {DAYS // 3}", growth, 3.0, " x", f"{costs[DAYS // 3]:.1f} ms for {DAYS // 3}")


def _cost(product: Product, days: int) -> float:
    last = today() + timedelta(days=days)
    path = f"/api/v1/health-station/slots?visit_type=short_talk&place=phone&to={last.isoformat()}"
    get(product.port, path, 4)
    before = cpu_seconds(product.web_pids)
    get(product.port, path, PER_ROUND)
    return (cpu_seconds(product.web_pids) - before) / PER_ROUND * 1000


def _hire(product: Product, every: int) -> None:
    """Everybody before them stops working here."""
    store = product.store
    urls = {"database_url": store.url, "migrate_database_url": store.owner_url}
    app = create_app(Settings.from_environ(data_dir=product.installation.folder, demo=True, **urls))
    with app.app_context(), working_for(HERE), transaction():
        for found in db.session.query(StationResource):
            found.active = False
        week = {day: [[OPENS, CLOSES]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
        days = list(plans.working_days(today(), today() + timedelta(days=DAYS)))
        for number in range(STAFF):
            thing = ScarceThing(id=uuid4(), room="health_station", name=f"staff:{every}:{number}")
            db.session.add(thing)
            db.session.flush()
            db.session.add(StationResource(kind="staff", name=f"Ansatt {every}.{number}", week=week, thing_id=thing.id))
            _fill(thing.id, days, every)
        db.session.flush()


def _fill(thing_id: UUID, days: list[date], every: int) -> None:
    visits = [(uuid4(), visit) for day in days for visit in list(_visits(day))[::every]]
    db.session.execute(insert(Claim), [{"id": claim, "municipality_id": HERE} for claim, _ in visits])
    rows: list[dict[str, Any]] = [
        {"thing_id": thing_id, "cell": cell, "seat": 0, "claim_id": claim, "municipality_id": HERE}
        for claim, visit in visits for cell in visit
    ]  # fmt: skip
    db.session.execute(insert(ClaimedSeat), rows)
    spells = [
        {"thing_id": thing_id, "first": visit.start, "stop": visit.stop, "claim_id": claim, "municipality_id": HERE}
        for claim, visit in visits
    ]  # fmt: skip
    db.session.execute(insert(ClaimedSpell), spells)


def _visits(day: date) -> Iterator[range]:
    begins, ends = plans.at(day, OPENS), plans.at(day, CLOSES)
    while begins + VISIT * CELL <= ends:
        yield cells(begins, begins + VISIT * CELL)
        begins += VISIT * CELL
