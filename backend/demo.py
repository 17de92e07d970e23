"""The two fictional municipalities with something true to show on every page. Doing it twice changes nothing."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flask import Flask, g
from sqlalchemy import select

from .core.clock import now, today
from .core.content import load
from .core.db import transaction
from .core.idempotency import once
from .core.schema import loaded
from .desk.kind import CallBackSchema, ask_for_call
from .desk.models import Case
from .desk.service import moving, writing
from .desk.service.deadlines import set_due
from .health_station.models import StationResource
from .health_station.service import group_dates, groups, plans
from .health_station.visit_types import by_id
from .housing import service as housing
from .housing.schemas import AdviceRequestSchema
from .identity.actor import CLOCKWORK, Actor
from .identity.service import demo_people
from .municipality.record import DAYS
from .municipality.service import served, working_for
from .places.models import PlaceTaken
from .places.service import seats
from .technology.schemas import QuestionSchema
from .technology.service.asking import ask_about

SCHEMA = AdviceRequestSchema()


def fill(app: Flask) -> None:
    with app.app_context():
        for municipality in served():
            if municipality.fictional:
                with working_for(municipality.id):
                    demo_people.ensure(municipality.id)
                    _cases(municipality.id)
                    if municipality.services.get("health_station") is True:
                        station()
                        group()


def _cases(municipality_id: str) -> None:
    """Cases from the content file, each opened once and walked as far as it says."""
    for entry in load("demo/cases")["cases"]:
        key = uuid5(NAMESPACE_URL, f"demo:{municipality_id}:{entry['id']}")
        once("demo.case", key, entry["id"], partial(_open, entry))


def station() -> None:
    """Nurses, rooms, equipment and open hours; the days are the station's own opening hours."""
    with transaction() as session:
        known = set(session.scalars(select(StationResource.name)))
        for one in load("demo/health_station")["resources"]:
            if one["name"] not in known:
                thing = seats.thing("health_station", f"{one['kind']}:{one['name']}")
                told = {"types": [], **one}
                session.add(StationResource(**told, thing_id=thing.id))


def group() -> None:
    """One date of a group to come, some days ahead, at an hour when its leader is free."""
    told = load("demo/health_station")["group"]
    with transaction() as session:
        if group_dates.coming():
            return
        leader = session.scalars(select(StationResource).where(StationResource.name == told["leader"])).one()
        for day in plans.working_days(today() + timedelta(days=3), today() + timedelta(days=60)):
            if DAYS[day.weekday()] == told["weekday"]:
                with suppress(PlaceTaken):
                    start = plans.at(day, told["clock"])
                    groups.set_up(by_id(told["type"]), leader, start, told["place"], told["size"], CLOCKWORK)
                    return


def _open(entry: dict[str, Any]) -> dict[str, Any]:
    case = _asked(entry)
    staff = _member("specialist" if entry.get("by") == "specialist" else "front_desk")
    for step in entry.get("steps", []):
        _take_step(case, step, staff)
    _grow_old(case, entry.get("days_ago", 0))
    return {"reference": case.reference}


def _asked(entry: dict[str, Any]) -> Case:
    who = _citizen() if entry.get("own") else Actor()
    if entry["kind"] == "call_back":
        return ask_for_call(loaded(CallBackSchema(), _named(entry["told"])), who, entry["channel"])
    if entry["kind"] == "technology":
        return ask_about(loaded(QuestionSchema(), _named(entry["told"])), who, entry["channel"])
    told = loaded(SCHEMA, _placed(entry["told"]))
    return housing.ask_for_advice(told, _member("front_desk") if entry["channel"] != "web" else who, entry["channel"])


def _named(told: dict[str, Any]) -> dict[str, Any]:
    """Nobody real: the surname is the municipality's own name."""
    return {**told, "name": told["name"] % {"place": g.municipality.short_name}}


def _placed(told: dict[str, Any]) -> dict[str, Any]:
    """Names and postal codes of this municipality."""
    codes = list(g.municipality.postal_codes)
    person = _named(told["person"])
    if "postal_code" in person:
        person["postal_code"] = codes[int(person["postal_code"]) % len(codes)]
    return {**told, "person": person}


def _take_step(case: Case, step: dict[str, Any], staff: Actor) -> None:
    name, told = next(iter(step.items()))
    if name == "take":
        moving.take(case, staff)
    elif name == "note":
        writing.note(case, told, staff)
    elif name == "message":
        writing.write_to_person(case, told, staff)
    elif name == "call":
        writing.log_call(case, staff, reached=True, text=told)
    else:
        moving.move(case, name, staff, {"decision_on": today(), **(told or {})})


def _grow_old(case: Case, days: int) -> None:
    """As if it had come in some days ago."""
    if not days:
        return
    case.contacted_at = now() - timedelta(days=days)
    case.answer_by = g.municipality.answer_by(case.priority, case.contacted_at.date())
    set_due(case)


def _member(role: str) -> Actor:
    one = next(one for one in demo_people.people(g.municipality.id) if one.role == role)
    return Actor(one.role, one.assurance, None, one.id, one.name, one.unit, one.email)


def _citizen() -> Actor:
    one = next(one for one in demo_people.people(g.municipality.id) if one.role == "citizen")
    return Actor(one.role, one.assurance, one.id, None, one.name)
