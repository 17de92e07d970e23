"""The shape of the tables, one revision after the other; the same for both stores.

A revision must leave the release before it able to work on the new shape: add first, remove a release later.
New ones are drafted with `flask --app wsgi db revision --autogenerate -m "why"`.
"""

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import Migrate, upgrade
from sqlalchemy import Connection

from backend.core.db import db

FOLDER = Path(__file__).parent

migrate = Migrate(db=db, directory=str(FOLDER), render_as_batch=True)


def newest() -> str | None:
    """The revision this code was written for."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def present(connection: Connection) -> str | None:
    """The revision that the database has; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def bring_up_to_date(app: Flask) -> None:
    """Run what is missing. Several at once wait for each other, and the later ones find nothing to do."""
    with app.app_context():
        if "migrate" not in current_app.extensions:
            migrate.init_app(app)
        upgrade()
