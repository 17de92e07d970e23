"""Addresses for those who run it: alive, ready, figures."""

import os

from flask import Blueprint, Response, abort, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select, text

from .db import db
from .outbox import Outbox, longest_wait_seconds
from .scope import every_municipality

pages = Blueprint("operation", __name__)
LOOPBACK = ("127.0.0.1", "::1")


@pages.get("/healthz")
def alive() -> Response:
    return jsonify({"status": "alive"})


@pages.get("/readyz")
def ready() -> tuple[Response, int]:
    """Only what the web needs: database and disk. A mail server that is away takes nothing down."""
    faults = [name for name, works in (("database", _database), ("disk", _disk)) if not works()]
    return jsonify({"status": "ready" if not faults else "not ready", "faults": faults}), 503 if faults else 200


def _database() -> bool:
    try:
        db.session.execute(text("SELECT version_num FROM alembic_version")).one()
        db.session.rollback()
    except Exception:  # whatever is wrong with it, it is not ready
        db.session.rollback()
        return False
    return True


def _disk() -> bool:
    data_dir = current_app.config["HUNDRE"].data_dir
    room = os.statvfs(data_dir)
    return os.access(data_dir, os.W_OK) and room.f_bavail * room.f_frsize > 50_000_000


@pages.get("/metrics")
def metrics() -> Response:
    """Prometheus figures, for a scraper on the same machine."""
    if request.remote_addr not in LOOPBACK or request.headers.get("X-Forwarded-For"):
        abort(404)
    figures = CollectorRegistry()
    Gauge("hundre_outbox_undone", "news not finished yet", registry=figures).set(_undone())
    waited = Gauge("hundre_outbox_oldest_seconds", "how long the oldest has waited past its hour", registry=figures)
    waited.set(longest_wait_seconds())
    return Response(generate_latest(figures), content_type=CONTENT_TYPE_LATEST)


def _undone() -> int:
    with every_municipality():
        number = db.session.scalar(select(func.count()).select_from(Outbox).where(Outbox.done_at.is_(None)))
        db.session.rollback()
    return number or 0
