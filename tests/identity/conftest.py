"""People at the door, and the issuers that vouch for them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import requests
from flask import Flask
from sqlalchemy import select

from backend.core.db import db
from backend.core.outbox import Outbox
from backend.core.secrets import opened
from backend.core.settings import Oidc
from backend.identity.models import LoginSession, OneTimeCode
from backend.identity.service import demo_people, issuers
from tasks.processes import die_with
from tests.identity.fake_issuer import SECRET, FakeIssuer
from tests.people import Browser, House

ID_PORTEN, STAFF = "/logg-inn/id-porten", "/logg-inn/ansatt"


class Town(House):
    """Everybody who may come to the doors, and what the house keeps of it."""

    @contextmanager
    def settings(self, **changes: Any) -> Iterator[None]:
        """The same installation, set up otherwise."""
        before = self.app.config["HUNDRE"]
        self.app.config["HUNDRE"] = replace(before, **changes)
        issuers.forget()
        try:
            yield
        finally:
            self.app.config["HUNDRE"] = before

    def sessions(self) -> int:
        return self.count(LoginSession)

    def code_sent_to(self, contact: str, municipality: str = "fjelldal") -> str:
        """The six digits of the latest message that was announced."""
        with self.work(municipality):
            news = db.session.scalars(select(Outbox).where(Outbox.topic == "sign_in.code").order_by(Outbox.id)).all()
            assert news, "no code was announced"
            code = next(c for c in db.session.scalars(select(OneTimeCode)) if str(c.id) == news[-1].ids["code_id"])
            assert opened("contact", code.contact_sealed) == contact
            return opened("code", code.code_sealed)


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Each request gets a context and a session of its own, as in life; pytest-flask would lend them all one."""


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


@pytest.fixture
def visitor(town: Town) -> Browser:
    return town.anonymous()


@pytest.fixture
def kari(town: Town) -> Browser:
    return town.signed_in("citizen")


@pytest.fixture(scope="session")
def _fake() -> Iterator[FakeIssuer]:
    issuer = FakeIssuer()
    yield issuer
    issuer.stop()


@pytest.fixture
def issuer(_fake: FakeIssuer, town: Town) -> Iterator[FakeIssuer]:
    """ID-porten and the staff's issuer in one, as far as we can tell."""
    _fake.behave()
    citizen = Oidc(_fake.url, "hundre", SECRET, "", "idporten-loa-substantial")
    with town.settings(oidc_citizen=citizen, oidc_staff=Oidc(_fake.url, "hundre-staff", SECRET)):
        yield _fake


class Door:
    """One browser on its way to an issuer and back."""

    def __init__(self, browser: Browser, issuer: FakeIssuer, path: str = ID_PORTEN) -> None:
        self.browser, self.issuer, self.path = browser, issuer, path

    def depart(self, onward: str = "") -> str:
        answer = self.browser.get(f"{self.path}?next={onward}" if onward else self.path)
        assert answer.status_code == 303, answer.text
        return answer.location

    def arrive(self, answer: dict[str, str], path: str = "") -> Any:
        return self.browser.get(f"{path or self.path}/svar", query_string=answer)

    def through(self, onward: str = "", **changes: str | None) -> Any:
        """All the way: there, signed in, and back."""
        return self.arrive(self.issuer.answer(self.depart(onward), **changes))


@pytest.fixture
def id_porten(visitor: Browser, issuer: FakeIssuer) -> Door:
    return Door(visitor, issuer)


@pytest.fixture
def staff_door(visitor: Browser, issuer: FakeIssuer) -> Door:
    return Door(visitor, issuer, STAFF)


def who(browser: Browser) -> dict[str, Any] | None:
    """Who the house believes this browser to be; None for nobody."""
    answer = browser.get("/api/v1/me")
    return answer.json if answer.status_code == 200 else None


@pytest.fixture(scope="session")
def real_provider() -> Iterator[str]:
    """oidc-provider-mock as a program of its own; it dies with the tests."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    parent = os.getpid()
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=lambda: die_with(parent),
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    _wait_for(url, process)
    yield url
    process.terminate()
    process.wait(20)


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        try:
            requests.get(f"{url}/jwks", timeout=5)
            return
        except requests.ConnectionError:
            assert process.poll() is None, "the provider did not start"
            time.sleep(0.05)
    raise AssertionError("the provider does not answer")


def person_id(mailbox: str, municipality: str = "fjelldal") -> UUID:
    return next(one.id for one in demo_people.people(municipality) if one.email.startswith(f"{mailbox}@"))


def path_of(address: str) -> str:
    place = urlsplit(address)
    return f"{place.path}?{place.query}"
