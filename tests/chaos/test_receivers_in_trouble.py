"""Those we write to are away, slow or say no. The others notice nothing, and a human sees what was given up."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from backend.housing.examples import request as example
from tests.processes.installation import Installation, eventually
from tests.stores import sqlite_store

from .storm import World, world


@pytest.fixture(scope="module")
def soon_given_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Patience of a few seconds, so that its end can be seen. On SQLite only: the store plays no part in it."""
    folder: Path = tmp_path_factory.mktemp("given-up")
    with world(folder, sqlite_store(tmp_path_factory.mktemp("store")), HUNDRE_RETRY_SCHEDULE="1,1,2") as made:
        yield made


@pytest.fixture(autouse=True)
def _well_again(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    for name in {"running", "soon_given_up"} & set(request.fixturenames):
        there = request.getfixturevalue(name)
        there.post.says, there.sms.says = "250 kept", 202


def asked(there: World) -> str:
    answer = there.hundre.ask(example())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["reference"])


def desk(hundre: Installation) -> requests.Session:
    """Staff at their own screen."""
    session = requests.Session()
    session.headers["Sec-Fetch-Site"] = "same-origin"
    answer = session.post(f"{hundre.url}/dev/logg-inn", data={"email": "frontdesk@fjelldal.example"}, timeout=60)
    assert answer.ok
    return session


def test_a_gateway_that_is_down_is_tried_again_and_stops_nobody_else(running: World) -> None:
    running.sms.says = 503
    reference = asked(running)
    eventually(lambda: reference in running.told_by_mail(), "the unit's e-mail, while SMS is down")
    turned_away = running.sms.turned_away
    eventually(lambda: running.sms.turned_away > turned_away + 1, "another try")
    assert reference not in running.told_by_sms()
    running.sms.says = 202
    eventually(lambda: reference in running.told_by_sms(), "the resident's SMS once the gateway is back")


def test_a_mail_server_that_is_down_is_tried_again_and_stops_nobody_else(running: World) -> None:
    running.post.says = "451 come back later"
    reference = asked(running)
    eventually(lambda: reference in running.told_by_sms(), "the resident's SMS, while mail is down")
    eventually(lambda: running.post.turned_away(reference) > 1, "another try")
    running.post.says = "250 kept"
    eventually(lambda: reference in running.told_by_mail(), "the unit's e-mail once the server is back")
    assert len(running.told_by_mail()[reference]) == 1


def test_what_is_given_up_becomes_a_task_and_one_click_sends_it_again(soon_given_up: World) -> None:
    there, hundre = soon_given_up, soon_given_up.hundre
    there.post.says = "451 come back later"
    reference, staff = asked(there), desk(soon_given_up.hundre)

    def given_up() -> str:
        """Where to click beside this case."""
        page = staff.get(f"{hundre.url}/ansatt/varsler", timeout=60).text
        shown = re.findall(r'(B-\d\d-\d{4})|action="(/ansatt/varsler/[0-9a-f-]{36}/again)"', page)
        about = ""
        for number, address in shown:
            about = number or about
            if address and about == reference:
                return str(address)
        return ""

    eventually(given_up, "what was given up on the desk's list")
    assert reference in staff.get(f"{hundre.url}/ansatt/innboks", timeout=60).text
    assert there.post.turned_away(reference) == 4, "once, and three times more by the schedule"
    there.post.says = "250 kept"
    time.sleep(3)
    assert reference not in there.told_by_mail(), "nothing goes out by itself after that"
    assert staff.post(hundre.url + given_up(), timeout=60).ok
    eventually(lambda: reference in there.told_by_mail(), "the letter after one click")
    assert len(there.told_by_mail()[reference]) == 1
    assert given_up() == ""


def test_an_address_that_does_not_exist_is_given_up_at_once(soon_given_up: World) -> None:
    soon_given_up.post.says = "550 no such mailbox"
    reference, staff = asked(soon_given_up), desk(soon_given_up.hundre)
    page = f"{soon_given_up.hundre.url}/ansatt/saker/{reference}"
    eventually(lambda: soon_given_up.post.turned_away(reference), "the refusal")
    eventually(lambda: "varsler" in staff.get(page, timeout=60).text, "the case page")
    time.sleep(3)
    assert soon_given_up.post.turned_away(reference) == 1
    assert reference in staff.get(f"{soon_given_up.hundre.url}/ansatt/varsler", timeout=60).text
