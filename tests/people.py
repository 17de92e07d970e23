"""The people of a demo municipality, each with a browser of their own, talking to the application under test."""

import io
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from backend.core.db import Base, db, every_municipality, transaction
from backend.desk.models import Case
from backend.housing.examples import request as example
from backend.identity.actor import Actor
from backend.identity.service import demo_people, entering
from backend.municipality.service import working_for

HOSTS = {"fjelldal": "localhost", "havnes": "havnes.localhost"}
POSTAL_CODES = {"fjelldal": "9993", "havnes": "9996"}
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class Browser:
    """Somebody's browser: their cookie, their municipality's host."""

    def __init__(self, client: FlaskClient, host: str) -> None:
        self._client, self._host = client, host

    def get(self, path: str, **asked: Any) -> TestResponse:
        return self._client.get(path, base_url=f"http://{self._host}", **asked)

    def post(self, path: str, **told: Any) -> TestResponse:
        headers = {**SAME_ORIGIN, **told.pop("headers", {})}
        return self._client.post(path, base_url=f"http://{self._host}", headers=headers, **told)

    def call(self, method: str, path: str, **told: Any) -> TestResponse:
        headers = {**SAME_ORIGIN, **told.pop("headers", {})}
        return self._client.open(path, method=method, base_url=f"http://{self._host}", headers=headers, **told)

    def command(self, path: str, told: Any, key: str | None = None) -> TestResponse:
        """A creating POST, with the key it was born with."""
        return self.post(path, json=told, headers={"Idempotency-Key": key or str(uuid4())})

    def ask(self, key: str | None = None, **changes: Any) -> TestResponse:
        """Ask for advice about a home."""
        told = example()
        told["person"] = {**told["person"], **changes.pop("person", {})}
        return self.command("/api/v1/housing/requests", {**told, **changes}, key)

    def send_photo(self, data: bytes, name: str = "trapp.jpg", key: str | None = None) -> TestResponse:
        boundary, body = encode_multipart({"photo": FileStorage(io.BytesIO(data), name)})
        return self.post(
            "/api/v1/files", data=body, content_type=f"multipart/form-data; boundary={boundary}",
            headers={"Idempotency-Key": key or str(uuid4())},
        )  # fmt: skip

    def deed(self, reference: str, name: str, **told: Any) -> TestResponse:
        """What staff do with a case, by the API: moves, notes, messages ..."""
        return self.post(f"/api/v1/desk/cases/{reference}/{name}", json=told)

    def do(self, case: str, name: str, **told: Any) -> TestResponse:
        """The same by the page's form."""
        return self.post(f"/ansatt/saker/{case}/{name}", data=told)

    def accepted(self, **changes: Any) -> dict[str, Any]:
        answer = self.ask(**changes)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return answer.get_json()


class House:
    """The application under test, and everybody who may come to its doors."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def anonymous(self, municipality: str = "fjelldal") -> Browser:
        return Browser(self.app.test_client(), HOSTS[municipality])

    def signed_in(self, mailbox: str, municipality: str = "fjelldal", known: str = "fjelldal") -> Browser:
        """`citizen`, `frontdesk` ... as the demo's sign-in lets them in. `known`: where the session was born."""
        with self.app.app_context():
            demo_people.ensure(known)
        email = f"{mailbox}@{known}.example"
        with self.work(known):
            found = next(one for one in demo_people.people(known) if one.email == email)
            return self._entered(entering.as_demo_person(found), HOSTS[municipality])

    def by_code(self, contact: str, municipality: str = "fjelldal") -> Browser:
        """Somebody who proved to own a phone or an address, and nothing else."""
        with self.work(municipality):
            return self._entered(Actor("contact", "contact", contact=contact), HOSTS[municipality])

    def _entered(self, who: Actor, host: str) -> Browser:
        with transaction():
            token = entering.enter(who, Actor()).token
        client = self.app.test_client()
        client.set_cookie("hundre_session", token, domain=host)
        return Browser(client, host)

    def work(self, municipality: str = "fjelldal") -> "Work":
        return Work(self.app, municipality)

    def case(self, reference: str, municipality: str = "fjelldal") -> Case:
        """The row as it is now."""
        with self.work(municipality):
            found = db.session.scalar(select(Case).where(Case.reference == reference).options(joinedload(Case.helper)))
            assert found is not None, f"no case {reference}"
            return found

    def change(self, case_id: UUID, **values: Any) -> None:
        """As if time had passed: set stamps of a case."""
        with every_municipality_of(self.app), transaction() as session:
            found = session.get(Case, case_id)
            assert found is not None
            for name, value in values.items():
                setattr(found, name, value)

    def count(self, table: type[Base], *conditions: Any) -> int:
        return len(self.rows(table, *conditions))

    def rows(self, table: type[Any], *conditions: Any) -> list[Any]:
        """Rows of all municipalities."""
        with every_municipality_of(self.app):
            return list(db.session.scalars(select(table).where(*conditions)))


class Work:
    """Work inside one municipality, outside any request."""

    def __init__(self, app: Flask, municipality: str) -> None:
        self._context = app.test_request_context(base_url=f"http://{HOSTS[municipality]}")
        self._municipality = municipality

    def __enter__(self) -> None:
        self._context.__enter__()
        self._working = working_for(self._municipality)
        self._working.__enter__()

    def __exit__(self, *error: Any) -> None:
        db.session.expunge_all()
        db.session.rollback()
        self._working.__exit__(*error)
        self._context.__exit__(*error)


class every_municipality_of:  # noqa: N801 - read like the function it wraps
    """Rows of all municipalities, in the application's context."""

    def __init__(self, app: Flask) -> None:
        self._context, self._every = app.app_context(), every_municipality()

    def __enter__(self) -> None:
        self._context.__enter__()
        self._every.__enter__()

    def __exit__(self, *error: Any) -> None:
        db.session.expunge_all()
        db.session.rollback()
        self._every.__exit__(*error)
        self._context.__exit__(*error)


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), colour: str = "#804020", **extra: Any) -> bytes:
    """A small photo that a phone could have taken."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **extra)
    return out.getvalue()
