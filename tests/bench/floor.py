"""The floor: Flask, SQLAlchemy and Jinja showing a page of 30 rows. No session, no language, no rights.

Served with the product's own server settings, on the product's kind of store (FLOOR_DATABASE_URL).
"""

import os
from typing import Any

from flask import Flask
from jinja2 import Template
from sqlalchemy import String, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

ROWS = 30
PAGE = """<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Rows</title></head><body><h1>Rows</h1>
<table>{% for row in rows %}<tr><td>{{ row.id }}</td><td>{{ row.name }}</td><td>{{ row.place }}</td>
<td>{{ row.state }}</td></tr>{% endfor %}</table></body></html>"""


class Base(DeclarativeBase):
    pass


class Row(Base):
    __tablename__ = "floor_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(20))


def _calm(connection: Any, _: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def create_floor(url: str) -> Flask:
    app = Flask("floor")
    engine = create_engine(url)
    if url.startswith("sqlite"):
        event.listen(engine, "connect", _calm)
    template: Template = app.jinja_env.from_string(PAGE)

    @app.get("/")
    def rows() -> str:
        with Session(engine) as session:
            return template.render(rows=session.scalars(select(Row).order_by(Row.id).limit(ROWS)).all())

    @app.get("/plain")
    def plain() -> str:
        """A page with neither styles nor scripts, for the phone's floor."""
        return "<!doctype html><html lang=nb><title>Plain</title><h1>Plain</h1><p>Words.</p></html>"

    return app


def fill(url: str) -> None:
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        numbers = range(1, ROWS + 1)
        session.add_all(Row(id=n, name=f"Kari {n}", place=f"Granveien {n}", state="received") for n in numbers)
    engine.dispose()


if "FLOOR_DATABASE_URL" in os.environ:
    app = create_floor(os.environ["FLOOR_DATABASE_URL"])
