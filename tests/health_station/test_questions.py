"""Ten questions one may skip: kept for those one will meet, shown to nobody else, and a number where it is urgent."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from backend import demo
from backend.core.clock import now
from backend.core.content import load
from backend.core.db import transaction
from backend.core.outbox import Outbox
from backend.health_station import questions, telling
from backend.health_station.models import Visit
from backend.municipality.service import working_for
from backend.notifications.models import Message
from tests.people import Browser, House, every_municipality_of

API = "/api/v1/health-station"
MARKS = ("Zebrafink", "Kvartsurverk")
NUMBER = {question["id"]: place for place, question in enumerate(load("health_station/questions")["questions"], 1)}


@pytest.fixture(autouse=True)
def station(app: Flask) -> None:
    with app.app_context(), working_for("fjelldal"):
        demo.station()


def booked(browser: Browser, **more: Any) -> dict[str, Any]:
    slot = browser.get(f"{API}/slots?visit_type=first_talk").get_json()["items"][0]["id"]
    told = {"slot": slot, "name": "Kari", "phone": "900 00 001", **more}
    return dict(browser.command(f"{API}/bookings", told).get_json())


def page(browser: Browser, mine: dict[str, Any], question: str = "") -> Any:
    number = f"&n={NUMBER[question]}" if question else ""
    return browser.get(f"/time/{mine['reference']}/sporsmal?token={mine['token']}{number}")


def answered(browser: Browser, mine: dict[str, Any], question: str, **told: Any) -> Any:
    sent = {"token": mine["token"], "n": str(NUMBER[question]), **told}
    return browser.post(f"/time/{mine['reference']}/sporsmal", data=sent)


def kept(house: House) -> dict[str, Any]:
    return dict(house.rows(Visit)[0].answers)


def test_one_question_at_a_time_and_each_answer_is_kept(house: House):
    kari = house.anonymous()
    mine = booked(kari)
    assert "Ti korte spørsmål" in kari.get(mine["receipt"]).text
    assert "Hva er viktig for deg?" in page(kari, mine).text
    answer = answered(kari, mine, "what_matters", what_matters="Gå til butikken")
    assert answer.location.endswith("n=2")
    answered(kari, mine, "harder", **{"harder[]": ["walking", "stairs"]})
    assert kept(house) == {"what_matters": "Gå til butikken", "harder": ["walking", "stairs"]}
    assert "Gå til butikken" in page(kari, mine, "what_matters").text
    assert page(kari, mine).text.count("Du har svart") == 2


def test_everything_may_be_skipped_and_what_is_emptied_is_gone(house: House):
    kari = house.anonymous()
    mine = booked(kari)
    for question in NUMBER:
        assert answered(kari, mine, question).status_code == 303
    assert kept(house) == {}
    answered(kari, mine, "what_matters", what_matters="Gå")
    answered(kari, mine, "what_matters", what_matters="")
    assert kept(house) == {}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("memory", {"memory": "x"}), ("harder", {"harder[]": ["walking", "flying"]}),
        ("what_matters", {"what_matters": "x" * 4001}), ("memory", {"memory[]": ["no"]}),
        ("harder", {"harder": "walking"}), ("what_matters", {"what_matters.x": "1"}),
    ],
)  # fmt: skip
def test_what_can_not_be_answered_is_refused_in_words(house: House, question: str, told: dict[str, Any]):
    kari = house.anonymous()
    answer = answered(kari, booked(kari), question, **told)
    assert answer.status_code == 422
    assert "ds-error-summary" in answer.text
    assert kept(house) == {}


def test_what_was_not_asked_is_left_aside(house: House):
    kari = house.anonymous()
    mine = booked(kari)
    answered(kari, mine, "memory", memory="a_lot", alcohol="never", red_shown="1", state="arrived")
    assert kept(house) == {"memory": "a_lot"}
    assert answered(kari, mine, "memory", n="11").status_code == 404
    assert answered(kari, mine, "memory", n="x").status_code == 404


@pytest.mark.parametrize(
    ("question", "told", "number"),
    [
        ("harder", {"harder[]": ["walking", "much_worse_now"]}, "113"), ("falls", {"falls[]": ["broken_now"]}, "113"),
        ("safe_at_home", {"safe_at_home[]": ["danger_now"]}, "112"),
        ("safe_at_home", {"safe_at_home[]": ["alone", "hurt_by_someone"]}, "112"),
    ],
)  # fmt: skip
def test_what_cannot_wait_shows_the_number_at_once_and_is_not_kept(
    house: House, question: str, told: dict[str, Any], number: str
):
    kari = house.anonymous()
    answer = answered(kari, booked(kari), question, **told)
    assert answer.text.split('href="tel:')[2].split('"')[0] == number
    assert kept(house) == {"red_shown": True}


@pytest.mark.parametrize("question", ["memory", "safe_at_home", "alcohol"])
def test_a_sore_answer_is_not_shown_again_but_can_be_given_anew_or_taken_back(house: House, question: str):
    kari = house.anonymous()
    mine, field = booked(kari), questions.numbered(NUMBER[question])["fields"][0]
    first, second = (choice["value"] for choice in field["choices"][:2])
    answered(kari, mine, question, **{field["name"]: first})
    again = page(kari, mine, question).text
    assert "Du har svart" in again
    assert " checked" not in again
    answered(kari, mine, question)
    assert first in str(kept(house))
    answered(kari, mine, question, **{field["name"]: second})
    assert second in str(kept(house))
    answered(kari, mine, question, deed="erase")
    assert kept(house) == {}


def test_whoever_booked_for_another_never_sees_an_answer(house: House):
    liv = house.anonymous()
    mine = booked(liv, for_whom="other", helper={"name": "Liv", "phone": "900 00 002"})
    answered(house.anonymous(), mine, "what_matters", what_matters=MARKS[0])
    shown = page(liv, mine, "what_matters").text
    assert MARKS[0] not in shown
    assert "Du har svart" in shown


def test_when_the_visit_has_begun_or_is_called_off_nothing_more_is_answered(house: House):
    kari = house.anonymous()
    mine = booked(kari)
    with every_municipality_of(house.app), transaction() as session:
        session.query(Visit).one().start = now() - timedelta(minutes=1)
    assert answered(kari, mine, "what_matters", what_matters="Gå").status_code == 409
    assert page(kari, mine).status_code == 409
    assert kept(house) == {}


def test_without_the_link_nobody_is_asked(house: House):
    kari = house.anonymous()
    mine = booked(kari)
    for token in ("", "x", "0" * 32, "å"):
        assert page(kari, {**mine, "token": token}).status_code == 404
        assert answered(kari, {**mine, "token": token}, "memory", memory="no").status_code == 404
    assert page(house.anonymous("havnes"), mine).status_code == 404


def everything_answered(browser: Browser, mine: dict[str, Any]) -> None:
    """Every question, with words in the texts that stand nowhere else."""
    marks = iter(MARKS)
    for question in load("health_station/questions")["questions"]:
        for field in question["fields"]:
            given = next(marks) if field["type"] == "textarea" else field["choices"][1]["value"]
            assert answered(browser, mine, question["id"], **{field["name"]: given}).status_code == 303


def test_no_answer_reaches_a_relative_a_calendar_a_slip_a_message_or_another_unit(house: House):
    kari, liv = house.signed_in("citizen"), house.anonymous()
    own = booked(kari, email="kari@post.example")
    for_another = booked(liv, for_whom="other", helper={"name": "Liv", "phone": "900 00 002"})
    everything_answered(kari, own)
    everything_answered(house.anonymous(), for_another)
    tell(house)
    links = [one for mine in (own, for_another) for one in _pages(mine)]
    looked = [liv.get(path).text for path in links]
    looked += [kari.get(path).text for path in ("/min-side", "/min-side/avtaler", "/api/v1/me/bookings")]
    desk = house.signed_in("frontdesk")
    looked += [desk.get(path).text for path in ("/ansatt/innboks", "/ansatt/varsler", "/ansatt/timebok")]
    looked += [house.signed_in("specialist").get(path).text for path in ("/ansatt/innboks", "/ansatt/timebok")]
    looked += [str(vars(message)) for message in house.rows(Message)] + [str(vars(news)) for news in house.rows(Outbox)]
    assert house.count(Message) > 0
    assert not [mark for mark in (*MARKS, *_labels()) for text in looked if mark in text]
    assert MARKS[0] in kari.get("/api/v1/me/export").text
    visit_id = house.rows(Visit)[0].id
    assert house.signed_in("specialist").get(f"/ansatt/timebok/{visit_id}").status_code == 404
    assert MARKS[0] in desk.get(f"/ansatt/timebok/{visit_id}").text


def _labels() -> list[str]:
    """What was answered to the sore questions, as the page words it."""
    sore = [one for one in load("health_station/questions")["questions"] if one.get("sensitive")]
    return [field["choices"][1]["label"]["nb"] for one in sore for field in one["fields"]]


def _pages(mine: dict[str, Any]) -> list[str]:
    path, token = f"/time/{mine['reference']}", f"token={mine['token']}"
    return [f"{path}?{token}", f"{path}/kalender.ics?{token}", f"{path}/flytt?{token}", f"{path}/sporsmal?{token}"]


def tell(house: House) -> None:
    """What the worker does with the news of visits."""
    with house.work():
        from backend.core.db import db

        for row in house.rows(Outbox, Outbox.topic.in_(telling.TEMPLATES), Outbox.done_at.is_(None)):
            with transaction():
                telling.tell(db.session.get_one(Outbox, row.id))
