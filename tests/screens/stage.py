"""A running demo installation with a few cases of its own, and browsers that are signed in to it."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import requests
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import select

from backend.app import create_app
from backend.core.db import db, every_municipality
from backend.core.settings import Settings
from backend.technology.models import FollowUp
from backend.technology.service.following import path_of
from tests.browser import ARGUMENTS, chromium
from tests.processes.installation import Installation, eventually

PHONE, DESK, NARROW = (390, 844), (1280, 800), (320, 700)
SETTLES = 120
"""Milliseconds until fonts and a change of light have been drawn."""
REQUEST: dict[str, Any] = {
    "for_whom": "self",
    "what_matters": "Jeg vil dusje selv, og komme ut i hagen.",
    "difficult": ["bathroom", "entrance"],
    "difficult_text": "Badekaret er for høyt.",
    "signals": ["fell_twice"],
    "since": "2026-05",
    "owner": "own",
    "hospital": "no",
    "channel": "sms",
    "person": {
        "name": "Kari Nordmann", "phone": "90000101", "email": "citizen@fjelldal.example",
        "address": "Granveien 3", "postal_code": "9993",
    },
}  # fmt: skip
WORRY: dict[str, Any] = {
    "for_whom": "worry",
    "what_matters": "Jeg ser ikke lys hos naboen lenger.",
    "helper": {"name": "Per Nabo", "phone": "90000102", "relation": "nabo"},
    "person": {"name": "Olav Nordmann", "address": "Granveien 5", "postal_code": "9993"},
}


class Stage:
    """Addresses that only exist once something has been sent are in `facts`."""

    def __init__(self, installation: Installation, browser: Browser) -> None:
        self.installation, self.browser = installation, browser
        self.facts = {"receipt": "", "worry": "", "case": ""}
        self._states: dict[str, Any] = {}

    @property
    def url(self) -> str:
        return self.installation.url

    def set_up(self) -> "Stage":
        asked, worried = self._sent(REQUEST), self._sent(WORRY)
        self.facts = {"receipt": asked["receipt"], "worry": worried["receipt"], "case": asked["reference"]}
        return self

    def _sent(self, told: dict[str, Any]) -> dict[str, Any]:
        answer = self.installation.ask(told)
        answer.raise_for_status()
        return answer.json()

    def question(self) -> str:
        """Somebody has got a thing; the link to the question that they get six weeks later."""
        told = {"type": "rullator", "phone": f"9{secrets.randbelow(10**7):07}", "channel": "sms"}
        headers = {"Idempotency-Key": str(uuid4())}
        requests.post(f"{self.url}/api/v1/technology/follow-ups", json=told, headers=headers).raise_for_status()
        with create_app(Settings.from_environ(data_dir=self.installation.folder)).app_context(), every_municipality():
            newest = select(FollowUp.id).where(FollowUp.answered.is_(False)).order_by(FollowUp.created_at.desc())
            return path_of(db.session.scalars(newest).first())

    def visitor(self, who: str = "", size: tuple[int, int] = PHONE, script: bool = True, **more: Any) -> BrowserContext:
        """A browser of one's own, signed in as one of Fjelldal's demo people."""
        return self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            base_url=self.url,
            java_script_enabled=script,
            storage_state=self._signed_in(who),
            locale="nb-NO",
            **more,
        )

    def _signed_in(self, who: str) -> Any:
        if who and who not in self._states:
            context = self.browser.new_context(base_url=self.url)
            answer = context.request.post("/dev/logg-inn", form={"email": f"{who}@fjelldal.example"})
            if not answer.ok:
                raise RuntimeError(f"{who} could not sign in: {answer.status}")
            self._states[who] = context.storage_state()
            context.close()
        return self._states.get(who)


@contextmanager
def open_stage(folder: Path | None = None) -> Iterator[Stage]:
    """Everything started as an operator starts it, on a free port, and stopped again."""
    installation = Installation(folder or Path(tempfile.mkdtemp(prefix="hundre-stage-")))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            installation.start()
            eventually(installation.answers, "the first answer")
            yield Stage(installation, browser).set_up()
            browser.close()
    finally:
        installation.end()


def ready(page: Page) -> None:
    """The page stands still: its fonts are there."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(SETTLES)
