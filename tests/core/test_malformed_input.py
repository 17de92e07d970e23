"""Whatever is sent: an answer in words, never a fault of ours, and everything still works afterwards."""

import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from backend.desk import deeds
from backend.housing.examples import request as example
from tests.core.poison import (
    BODIES,
    FORM_WORDS,
    HEADERS,
    VALUES,
    address,
    crooked,
    leaves,
    mailbox_for,
    poisoned,
    rules,
)
from tests.people import Browser, House

LONGEST = 15.0
LISTS = ("/api/v1/desk/cases", "/ansatt/innboks", "/api/v1/desk/cases?view=closed", "/ansatt/varsler")
MINE = ("/api/v1/me/cases", "/min-side")


class Attack:
    """Everybody who may come, one case they may know of, and what went wrong so far."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.browsers: dict[str | None, Browser] = {}
        self.reference = self.browser("citizen").accepted()["reference"]
        self.faults: list[str] = []
        self.tried = 0

    def browser(self, mailbox: str | None) -> Browser:
        if mailbox not in self.browsers:
            self.browsers[mailbox] = self.house.signed_in(mailbox) if mailbox else self.house.anonymous()
        return self.browsers[mailbox]

    def begin(self, rule: Rule) -> str:
        """Its address. Doors of identity end sessions, so whoever knocked there signs in anew."""
        if rule.endpoint.split(".")[0] in ("identity", "identity_api", "my_data"):
            self.browsers.clear()
        return address(rule, self.reference)

    def try_it(self, method: str, rule: Rule, path: str, what: object, **told: object) -> TestResponse:
        began = time.monotonic()
        answer = self.browser(mailbox_for(rule, method)).call(method, path, **told)
        spent = time.monotonic() - began
        self.tried += 1
        if answer.status_code >= 500 or spent > LONGEST:
            self.faults.append(f"{answer.status_code} {spent:.1f}s {method} {path[:80]} {str(what)[:120]}")
        return answer

    def harmless(self) -> None:
        """No fault, and every list still answers, whatever was stored."""
        assert self.faults == [], f"{len(self.faults)} of {self.tried}"
        self.browsers.clear()
        for path in LISTS:
            assert self.browser("frontdesk").get(path).status_code == 200, path
        for path in MINE:
            assert self.browser("citizen").get(path).status_code == 200, path


@pytest.fixture
def attack(house: House, app: Flask) -> Iterator[Attack]:
    before = app.config["HUNDRE"]
    app.config["HUNDRE"] = replace(before, rate_limit=False)
    yield Attack(house)
    app.config["HUNDRE"] = before


def json_headers() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}


def test_commands_with_one_bad_value_each(attack: Attack, app: Flask) -> None:
    for rule in rules(app, "POST", api=True):
        view = app.view_functions[rule.endpoint]
        told = getattr(view, "told", None)
        if told is None:
            continue
        with attack.house.work():
            good = (
                view.example()
                if getattr(view, "example", None)
                else {"text": "x", "reason": "x", "to": "assessed", "unit": "boligteam"}
            )
        path = attack.begin(rule)
        for body in poisoned(good, told()):
            attack.try_it("POST", rule, path, body, data=body, headers=json_headers())
    assert attack.tried > 1000
    attack.harmless()


def test_bodies_that_are_no_command(attack: Attack, app: Flask) -> None:
    for rule in rules(app, "POST", api=True):
        path = attack.begin(rule)
        for body in BODIES:
            attack.try_it("POST", rule, path, body[:60], data=body, headers=json_headers())
            attack.try_it("POST", rule, path, body[:60], data=body, headers={"Content-Type": "text/plain"})
    attack.harmless()


def test_refusals_are_in_words_and_name_the_field(attack: Attack) -> None:
    told = {**example(), "person": {**example()["person"], "name": "a\x00b", "birth_year": 2**63}}
    answer = attack.browser(None).command("/api/v1/housing/requests", told)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert set(answer.json["errors"]) == {"person.name", "person.birth_year"}
    assert all(" " in line for lines in answer.json["errors"].values() for line in lines), "words, not keys"


@pytest.mark.parametrize("api", [True, False], ids=["program", "page"])
def test_addresses_that_were_bent(attack: Attack, app: Flask, api: bool) -> None:
    for rule in rules(app, "GET", api):
        attack.begin(rule)
        for path in crooked(rule, attack.reference):
            attack.try_it("GET", rule, path, "")
    assert attack.tried > 300
    attack.harmless()


def test_forms_with_bad_fields(attack: Attack, app: Flask) -> None:
    names = sorted(
        FORM_NAMES | {".".join(place) for rule in rules(app, "POST", api=True) for place in fields_of(app, rule)}
    )
    doors = [(rule, deed) for rule in rules(app, "POST", api=False) for deed in DEEDS.get(rule.endpoint, ("note",))]
    for turn, (rule, deed) in enumerate(doors):
        attack.begin(rule)
        path = address(rule, attack.reference, deed)
        for form in bad_forms(names, turn):
            attack.try_it(
                "POST", rule, path, form, data=urlencode(form), content_type="application/x-www-form-urlencoded"
            )
    attack.harmless()


DEEDS = {"desk.do": tuple(deeds.DEEDS), "notifications.do": ("again", "done")}
FORM_NAMES = {
    "photos[]", "difficult[]", "deed", "token", "idempotency_key", "kind", "came_by", "contact", "code", "email",
    "sure", "next",
}  # fmt: skip


def bad_forms(names: list[str], turn: int) -> Iterator[dict[str, str]]:
    """All fields wrong in the same way, then every fourth field in a way of its own."""
    key = {"idempotency_key": str(uuid4())}
    for word in FORM_WORDS[turn % 2 :: 2]:
        yield dict.fromkeys(names, word) | key
    for place, name in enumerate(names[turn % 4 :: 4]):
        yield key | {name: FORM_WORDS[(place + turn) % len(FORM_WORDS)]}


def fields_of(app: Flask, rule: Rule) -> list[tuple[str, ...]]:
    told = getattr(app.view_functions[rule.endpoint], "told", None)
    return list(leaves(told())) if told else []


ODD_FORMS = (
    b"", b"a", b"=", b"&&&", b"person=x&person.name=y", b"person.name=x&person=y", b"a.b.c.d.e.f=1", b"..=1", b".=1",
    b"[]=1",
    b"person[]=1&person.name=2", b"%00=1", b"x=%00", b"x=%ED%A0%80", b"%FF=%FF",
    b"&".join(b"x%d=1" % n for n in range(1000)),
    b"x=" + b"y" * 2_100_000, b"difficult[]=" + b"&difficult[]=".join([b"x"] * 500),
)  # fmt: skip


def test_odd_forms(attack: Attack, app: Flask) -> None:
    for rule in rules(app, "POST", api=False):
        path = attack.begin(rule)
        for form in ODD_FORMS:
            attack.try_it("POST", rule, path, form[:40], data=form, content_type="application/x-www-form-urlencoded")
            attack.try_it("POST", rule, path, form[:40], data=form, content_type="multipart/form-data; boundary=x")
            attack.try_it("POST", rule, path, form[:40], data=form, content_type="multipart/form-data")
    attack.harmless()


def test_odd_headers(attack: Attack, app: Flask) -> None:
    for api in (True, False):
        for rule in rules(app, "GET", api):
            for headers in HEADERS:
                attack.try_it("GET", rule, address(rule, attack.reference), headers, headers=headers)
    attack.harmless()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW", "OPTIONS", "HEAD"])
def test_methods_nobody_asked_for(attack: Attack, app: Flask, method: str) -> None:
    for rule in app.url_map.iter_rules():
        answer = attack.browser("frontdesk").call(method, address(rule, attack.reference))
        assert answer.status_code < 500, f"{method} {rule.rule}"
        if answer.status_code == 405:
            assert answer.headers.get("Allow"), f"{method} {rule.rule}"


def anything(dice: random.Random, depth: int = 4) -> object:
    """Whatever JSON can hold."""
    if depth and dice.random() < 0.4:
        size = dice.randrange(4)
        if dice.random() < 0.5:
            return [anything(dice, depth - 1) for _ in range(size)]
        return {dice.choice(NAMES): anything(dice, depth - 1) for _ in range(size)}
    return dice.choice((*VALUES, dice.random() * 10**9, dice.getrandbits(80), chr(dice.randrange(0xD7FF))))


NAMES = (*example(), *example()["person"], "helper", "photos", "home_check", "consent", "call_whom", "", "a.b", "\x00")


def test_anything_at_all_in_a_request(attack: Attack) -> None:
    dice = random.Random(20261122)
    rule = next(rule for rule in rules(attack.house.app, "POST", api=True) if rule.rule == "/api/v1/housing/requests")
    for _ in range(400):
        told = {**example(), **{dice.choice(NAMES): anything(dice) for _ in range(dice.randrange(1, 4))}}
        body = json.dumps(told).encode()
        attack.try_it("POST", rule, rule.rule, body[:120], data=body, headers=json_headers())
    attack.harmless()
