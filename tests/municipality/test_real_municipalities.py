"""Four real municipalities serve their people with what is known of them, and invent nothing where it is not."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from backend.core.content import load
from backend.core.db import transaction
from backend.core.settings import CONTENT, Settings
from backend.identity.actor import Actor
from backend.identity.service import entering, staff
from backend.municipality.service import by_id
from backend.notifications.service import wording
from tests.people import HOSTS, Browser, House

REAL = ("melhus", "trondheim", "selbu", "hoylandet")
URGENT = {"110", "112", "113", "116117"}
EXAMPLE = "900 00 000"
"""How to write a number, as the form's own words for a mistake say it."""
PUBLIC = (
    "/", "/bolig", "/bolig/sjekk", "/bolig/soknad", "/ring-oss", "/time", "/personvern", "/uten-nett", "/logg-inn",
)  # fmt: skip
OURS = {
    "source", "source_date", "certainty", "checked_by", "checked_on", "next_check", "id", "fictional", "short_name",
    "hosts", "accent", "logo", "assurance", "shared_units", "closed_days", "facts",
}  # fmt: skip
"""What says nothing about the municipality, only about the file and how we try it out."""
REQUEST = {
    "for_whom": "self", "difficult[]": "bathroom", "person.name": "Kari Nordmann", "person.phone": "90000001",
    "person.postal_code": "0001", "channel": "sms",
}  # fmt: skip


@pytest.fixture(autouse=True)
def chosen(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """HUNDRE_MUNICIPALITIES names the four."""
    settings = replace(app.config["HUNDRE"], municipalities=REAL, default_municipality=REAL[0])
    monkeypatch.setitem(app.config, "HUNDRE", settings)
    for name in REAL:
        monkeypatch.setitem(HOSTS, name, f"{name}.localhost")


@pytest.fixture(params=REAL)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def visitor(house: House, name: str) -> Browser:
    return house.anonymous(name)


@pytest.fixture
def desk(house: House, name: str) -> Browser:
    return employed(house, name, "front_desk")


def employed(house: House, name: str, role: str) -> Browser:
    """Somebody the municipality has let in."""
    with house.work(name), transaction():
        member = staff.add(f"{role}@{name}.example", "Berit", role)
        who = Actor(role, "high", None, member.id, member.name)
        token = entering.enter(who, Actor()).token
    client = house.app.test_client()
    client.set_cookie("hundre_session", token, domain=HOSTS[name])
    return Browser(client, HOSTS[name])


def read(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return unescape(answer.get_data(as_text=True))


def numbers(page: str) -> set[str]:
    """Every number one could call: linked, or eight digits in a row as people write them."""
    text = re.sub(r"<[^>]+>", " ", page).replace(EXAMPLE, "")
    written = re.findall(r"(?<![\d-])\d(?:[ \u00a0.]?\d){7}(?![\d-])", text)
    return {*re.findall(r'href="tel:([^"]*)"', page), *written}


def asked_by_form(visitor: Browser) -> str:
    """Send the plain form; the receipt's address."""
    answer = visitor.post("/bolig/soknad", data={**REQUEST, "idempotency_key": str(uuid4())})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def reference_in(receipt: str) -> str:
    return receipt.split("/kvittering/")[1].split("?")[0]


def said_about(tree: Any, path: str = "") -> Iterator[str]:
    """The paths of everything a file claims; null, off by nobody's word and empty claim nothing."""
    if isinstance(tree, dict) and not tree.keys() & {"nb", "nn", "en"}:
        for key, inner in tree.items():
            yield from said_about(inner, f"{path}.{key}".lstrip("."))
    elif tree not in (None, [], "unknown") and not path.endswith("demo_only"):
        yield path


def test_nobody_serves_them_unless_chosen() -> None:
    assert not set(Settings.from_environ().municipalities) & set(REAL)


def test_choosing_them_is_enough_the_first_one_answers_on_localhost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUNDRE_MUNICIPALITIES", "selbu,melhus")
    assert Settings.from_environ().default_municipality == "selbu"


@pytest.mark.parametrize("language", ["", "/nn", "/en"])
def test_a_resident_can_read_every_public_page_and_meets_no_invented_number(visitor: Browser, language: str) -> None:
    for path in PUBLIC:
        page = read(visitor, language + path)
        assert numbers(page) <= URGENT, path
        assert "None" not in re.sub(r"<[^>]+>", " ", page), path


def test_a_resident_sees_the_name_a_neutral_house_and_no_coat_of_arms(visitor: Browser, name: str) -> None:
    assert by_id(name).short_name in read(visitor, "/")
    assert visitor.get("/logo.svg").data == (CONTENT / "municipalities/logos/house.svg").read_bytes()
    assert visitor.get("/manifest.webmanifest").json["name"].endswith(f"{by_id(name).short_name} kommune")


def test_a_resident_asks_and_is_promised_no_day(house: House, visitor: Browser, name: str) -> None:
    receipt = asked_by_form(visitor)
    page = read(visitor, receipt)
    assert "Vi tar kontakt så snart vi kan." in page
    assert "Innen" not in page
    assert numbers(page) <= URGENT
    case = house.case(reference_in(receipt), name)
    assert (case.answer_by, case.interim_by) == (None, None)


def test_a_resident_asks_to_be_called_and_is_promised_no_day(visitor: Browser) -> None:
    told = {"name": "Kari", "phone": "90000001", "idempotency_key": str(uuid4())}
    answer = visitor.post("/ring-oss", data=told, follow_redirects=True)
    assert "Vi ringer deg så snart vi kan." in answer.text
    assert numbers(answer.text) <= URGENT


def test_a_message_to_the_resident_is_whole_without_a_day_and_a_number(
    house: House, visitor: Browser, name: str
) -> None:
    case = house.case(reference_in(asked_by_form(visitor)), name)
    with house.work(name):
        told = wording.facts(case, f"person:{case.person_id}")
        assert told["deadline"] == "så snart vi kan"
        assert told["phone"] == "telefonen til kommunen"
        assert by_id(name).mail_domain == f"{name}.localhost"


def test_the_phone_without_coverage_leads_to_call_us_not_to_nothing(visitor: Browser) -> None:
    assert '"phone_link": "/nn/ring-oss"' in read(visitor, "/nn/bolig/soknad")


def test_the_desk_finds_the_case_in_its_inbox_without_a_deadline(visitor: Browser, desk: Browser) -> None:
    reference = reference_in(asked_by_form(visitor))
    inbox = read(desk, "/ansatt/innboks")
    assert f'id="case-{reference}"' in inbox
    assert "Ingen frist" in inbox
    assert "Regelen er ikke signert" in read(desk, f"/ansatt/saker/{reference}")


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("priority", {"priority": "P1", "reason": "Haster."}),
        ("calls", {"reached": True}),
        ("moves", {"to": "waiting", "waiting_for": "resident", "waiting_reason": "Venter."}),
    ],
)
def test_the_desk_can_work_with_a_case_that_nothing_is_promised_for(
    house: House, visitor: Browser, desk: Browser, name: str, deed: str, told: dict[str, Any]
) -> None:
    reference = reference_in(asked_by_form(visitor))
    assert desk.deed(reference, deed, **told).status_code == 200
    case = house.case(reference, name)
    assert (case.answer_by, case.interim_by, case.paused_on) == (None, None, None)


def test_the_administrator_sees_what_is_not_set_up(house: House, name: str) -> None:
    page = read(employed(house, name, "administrator"), "/ansatt/oppsett")
    assert page.count("ikke satt opp") > 10
    for missing in ("phone.number", "hours", "promises.P1.working_days", "privacy.purpose", "services.short_loan"):
        assert f"<code>{missing}</code>" in page
    assert numbers(page) == set()


def test_programs_are_told_no_more_than_people(visitor: Browser) -> None:
    answer = visitor.get("/api/v1/municipality")
    assert (answer.json["phone"], answer.json["hours"]) == (None, {})


def test_whoever_lives_in_melhus_sees_neither_of_its_two_numbers(house: House) -> None:
    assert by_id("melhus").phone["number"] is None
    pages = [read(house.anonymous("melhus"), path) for path in PUBLIC]
    pages.append((CONTENT / "municipalities/melhus.yaml").read_text("utf-8"))
    told = re.sub(r"\D", "", "|".join(pages).replace(EXAMPLE, ""))
    assert not [two for two in ("72858085", "95711444") if two in told]


def test_housing_advice_is_told_of_only_where_the_municipality_has_it(house: House) -> None:
    """Trondheim's ended, Selbu has a team; of the other two nobody knows, so nothing is said either way."""
    off, on = "Her er det ikke et eget team", "Vi kan komme hjem til deg"
    told = {name: read(house.anonymous(name), "/bolig") for name in REAL}
    assert [name for name in REAL if off in told[name]] == ["trondheim"]
    assert [name for name in REAL if on in told[name]] == ["selbu"]


def test_no_one_is_told_that_a_health_station_is_missing_where_nobody_knows(visitor: Browser) -> None:
    assert "Her er det ikke helsestasjon" not in read(visitor, "/time")


@pytest.mark.parametrize(
    ("name", "ladder", "model", "first", "advice", "visit"),
    [
        ("melhus", "Mestringstrappa", "central", "Helse- og velferdskontoret", None, 78),
        ("trondheim", "", "service_first", "Helse- og velferdskontoret", False, 80),
        ("selbu", "Omsorgstrappa", "central", "Tildelings- og koordineringskontoret", True, None),
        ("hoylandet", "Omsorgstrappa", "central", "Inntaksteamet", None, None),
    ],
)
def test_each_stands_as_its_own_documents_say(
    house: House, name: str, ladder: str, model: str, first: str, advice: bool | None, visit: int | None
) -> None:
    own = by_id(name)
    with house.work(name):
        assert own.receiving_unit("0001", []).name["nb"] == first
    assert ((own.ladder["name"] or {}).get("nb", ""), own.routing["model"]) == (ladder, model)
    assert own.services["housing_advice"] is advice
    assert (own.services["preventive_home_visit"] or {}).get("birthday") == visit


def test_everything_said_about_them_has_its_source_date_and_certainty(name: str) -> None:
    tree = dict(load(f"municipalities/{name}"))
    facts = tree["facts"]
    units = {f"units.{unit['id']}": unit["name"] for unit in tree.pop("units")}
    claimed = {path for path in said_about(tree) if path.split(".")[0] not in OURS} | units.keys()
    assert not [path for path in claimed if not any(f"{path}.".startswith(f"{fact}.") for fact in facts)]
    assert not [fact for fact in facts if not any(f"{path}.".startswith(f"{fact}.") for path in claimed)]
    for fact in facts.values():
        assert fact["source"]
        assert "source_date" in fact
        assert fact["certainty"] in ("seed", "public", "assumed")
    assert (tree["fictional"], tree["checked_by"]) == (False, "nobody")
