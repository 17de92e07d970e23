"""When all times are taken: who waited longest is asked first, has time to answer, and never loses by saying no."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from backend.health_station.models import Visit, VisitWish
from backend.notifications.models import Message
from backend.places.models import Claim, InLine
from tests.people import House

from .lines import (
    API,
    book,
    cancel,
    clockwork,
    fill,
    free,
    one_nurse,
    say,
    state,
    time_runs_out,
    told,
    visits,
    wait,
    wish_of,
    work_off,
    workers,
)  # fmt: skip


@pytest.fixture(autouse=True)
def full(app: Flask, house: House, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    workers(app, monkeypatch)
    one_nurse(app)
    return fill(house)


def test_whoever_has_waited_longest_is_offered_the_freed_time_and_says_yes(house: House, full: list[dict[str, Any]]):
    first, second = wait(house, "Kari", "900 00 001"), wait(house, "Per", "900 00 002")
    assert (first["status"], first["position"], second["position"]) == ("waiting", 1, 2)
    cancel(house, full[0])
    assert (state(house, first), state(house, second)) == ("offered", "waiting")
    page = house.anonymous().get(first["receipt"]).text
    assert "Ja, jeg tar timen" in page
    assert "Du er den neste" in house.anonymous().get(second["receipt"]).text
    assert say(house, first, "accept").status_code == 303
    assert "Se timen din" in house.anonymous().get(first["receipt"]).text
    visit = house.rows(Visit, Visit.id == wish_of(house, first).visit_id)[0]
    assert (visit.state, visit.start.isoformat()[:16]) == ("booked", full[0]["start"][:16])
    assert visit.asked_at == wish_of(house, first).created_at


def test_nobody_who_passes_by_gets_the_time_while_it_is_offered(house: House, full: list[dict[str, Any]]):
    wait(house, "Kari", "900 00 001")
    cancel(house, full[0])
    assert free(house.anonymous()) == []
    slot = f"{int(house.rows(VisitWish)[0].offered_start.timestamp()) // 300}-first_talk-station"
    late = house.anonymous().command(f"{API}/bookings", {"slot": slot, "name": "Ola", "phone": "900 00 003"})
    assert late.status_code == 409


def test_who_says_no_keeps_the_place_and_the_next_is_asked(house: House, full: list[dict[str, Any]]):
    first, second = wait(house, "Kari", "900 00 001"), wait(house, "Per", "900 00 002")
    cancel(house, full[0])
    assert say(house, first, "decline").status_code == 303
    assert (state(house, first), state(house, second)) == ("waiting", "offered")
    cancel(house, full[1])
    assert state(house, first) == "offered"
    again = say(house, second, "accept"), say(house, second, "accept"), say(house, second, "decline")
    assert [answer.status_code for answer in again] == [303, 409, 409]
    assert "Du har alt svart ja" in again[1].text


def test_a_time_nobody_wants_is_free_for_all(house: House, full: list[dict[str, Any]]):
    first = wait(house, "Kari", "900 00 001")
    cancel(house, full[0])
    say(house, first, "decline")
    assert [one["start"][:16] for one in free(house.anonymous())] == [full[0]["start"][:16]]


def test_who_does_not_answer_keeps_the_place_once_and_is_then_called(house: House, full: list[dict[str, Any]]):
    first = wait(house, "Kari", "900 00 001")
    assert told(house, first) == [("wish_joined", "sms", "waiting")]
    cancel(house, full[0])
    assert told(house, first) == [("wish_joined", "sms", "not_needed"), ("wish_offered", "sms", "waiting")]
    time_runs_out(house)
    late = say(house, first, "accept")
    assert late.status_code == 409
    assert "Du beholder plassen din" in late.text
    clockwork(house)
    assert state(house, first) == "waiting"
    assert told(house, first)[-1] == ("wish_lapsed", "sms", "waiting")
    cancel(house, full[1])
    time_runs_out(house)
    clockwork(house)
    assert state(house, first) == "lapsed"
    assert told(house, first)[-1] == ("wish_call", "call", "waiting")
    desk = house.signed_in("frontdesk")
    assert "Har ikke svart på to ledige timer" in desk.get("/ansatt/varsler").text
    assert "Vi ringer deg" in house.anonymous().get(first["receipt"]).text
    path = f"/ansatt/timebok/venteliste/{wish_of(house, first).id}"
    assert "Må ringes" in desk.get("/ansatt/timebok/venteliste").text
    assert desk.post(path, data={"deed": "wait_again"}).status_code == 303
    assert state(house, first) == "waiting"
    assert told(house, first)[-1] == ("wish_call", "call", "not_needed")
    assert desk.post(path, data={"deed": "wait_again"}).status_code == 409


def test_only_staff_can_put_somebody_back(house: House):
    assert say(house, wait(house, "Kari", "900 00 001"), "wait_again").status_code == 422
    assert say(house, wait(house, "Kari", "900 00 001"), "fly").status_code == 422


def test_the_desk_calls_whoever_wants_a_call_and_answers_for_them(house: House, full: list[dict[str, Any]]):
    first = wait(house, "Kari", "900 00 001", channel="call")
    assert told(house, first) == []
    cancel(house, full[0])
    assert told(house, first) == [("wish_offered", "call", "waiting")]
    desk = house.signed_in("frontdesk")
    assert "Spør om den passer" in desk.get("/ansatt/varsler").text
    path = f"/ansatt/timebok/venteliste/{wish_of(house, first).id}"
    assert "Si ja for" in desk.get("/ansatt/timebok/venteliste").text
    assert desk.post(path, data={"deed": "accept"}).status_code == 303
    assert told(house, first) == [("wish_offered", "call", "not_needed")]
    assert desk.post(path, data={"deed": "accept"}).status_code == 409
    assert house.signed_in("specialist").post(path, data={"deed": "leave"}).status_code == 404
    assert house.signed_in("specialist").get("/ansatt/timebok/venteliste").status_code == 404
    assert house.signed_in("specialist").get("/ansatt/timebok/venteliste/ny").status_code == 404


def test_the_desk_puts_a_caller_on_the_list(house: House):
    desk = house.signed_in("frontdesk")
    assert "Sett på lista" in desk.get("/ansatt/timebok/venteliste/ny").text
    sent = {"visit_type": "first_talk", "place": "station", "name": "Kari", "phone": "900 00 001", "channel": "call"}
    key = {"idempotency_key": str(uuid4())}
    nameless = desk.post("/ansatt/timebok/venteliste/ny", data={**sent, "name": "", **key})
    assert nameless.status_code == 422
    answer = desk.post("/ansatt/timebok/venteliste/ny", data={**sent, **key})
    assert "står på lista" in desk.get(answer.location).text
    assert [wish.channel for wish in house.rows(VisitWish)] == ["phone"]


def test_a_couple_waits_for_a_time_that_is_long_enough_for_two(house: House, full: list[dict[str, Any]]):
    couple = wait(house, "Kari", "900 00 001", together=2, with_name="Ola")
    alone = wait(house, "Per", "900 00 002")
    cancel(house, full[0])
    assert (state(house, couple), state(house, alone)) == ("waiting", "offered")
    say(house, alone, "leave")
    cancel(house, full[1])
    assert state(house, couple) == "offered"
    say(house, couple, "accept")
    assert [(one.together, one.with_name) for one in visits(house) if one.together > 1] == [(2, "Ola")]
    refused = house.anonymous().command(
        f"{API}/waiting-list", {"visit_type": "first_talk", "name": "Kari", "phone": "900 00 001", "together": 3}
    )
    assert refused.status_code == 422


def test_leaving_gives_what_was_offered_to_the_next(house: House, full: list[dict[str, Any]]):
    first, second = wait(house, "Kari", "900 00 001"), wait(house, "Per", "900 00 002")
    cancel(house, full[0])
    for _ in range(2):
        assert say(house, first, "leave").status_code == 303
    assert (state(house, first), state(house, second)) == ("left", "offered")
    assert "Du står ikke på ventelista lenger" in house.anonymous().get(first["receipt"]).text


def test_the_plain_form_for_oneself_and_for_another(house: House):
    kari = house.anonymous()
    assert "/time/venteliste?type=first_talk" in kari.get("/time/velg?type=first_talk").text
    page = kari.get("/time/venteliste?type=first_talk").text
    sent = {
        "visit_type": "first_talk", "place": "station", "name": "Datter", "phone": "900 00 004", "channel": "sms",
        "idempotency_key": re.findall(r'name="idempotency_key" value="([^"]+)"', page)[0],
    }  # fmt: skip
    nameless = kari.post("/time/venteliste", data={**sent, "name": ""})
    assert (nameless.status_code, "900 00 004" in nameless.text) == (422, True)
    mine = kari.post("/time/venteliste", data=sent)
    assert kari.post("/time/venteliste", data=sent).location == mine.location
    assert "Du er den neste" in kari.get(mine.location).text
    other = {**sent, "for_whom": "other", "idempotency_key": str(uuid4())}
    missing = kari.post("/time/venteliste", data={**other, "other.name": ""})
    assert missing.status_code == 422
    kari.post("/time/venteliste", data={**other, "other.name": "Mor", "other.phone": "900 00 005"})
    work_off(house, "wish.joined")
    people = sorted(message.receiver for message in house.rows(Message))
    assert (len(people), len(set(people))) == (3, 3)
    wish = house.rows(VisitWish, VisitWish.helper_id.is_not(None))[0]
    assert wish.tell == "both"


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "å"])
def test_without_the_link_nobody_sees_or_answers(house: House, token: str):
    first = wait(house, "Kari", "900 00 001")
    path = f"/time/venteliste/{first['reference']}"
    assert house.anonymous().get(f"{path}?token={token}").status_code == 404
    assert house.anonymous().post(path, data={"token": token, "deed": "leave"}).status_code == 404
    assert house.anonymous("havnes").get(f"{path}?token={first['token']}").status_code == 404
    other = house.signed_in("frontdesk", "havnes", "havnes")
    forged = f"/ansatt/timebok/venteliste/{wish_of(house, first).id}"
    assert other.post(forged, data={"deed": "leave"}).status_code == 404
    assert state(house, first) == "waiting"


def test_three_clockworks_at_once_offer_each_who_waits_one_time(house: House, app: Flask):
    waiting = [wait(house, f"Nummer {number}", f"900 00 01{number}") for number in range(4)]
    one_nurse(app, "Bente")
    with ThreadPoolExecutor(3) as three:
        assert sum(three.map(lambda _: clockwork(house), range(3))) == 3
    assert [state(house, one) for one in waiting] == ["offered", "offered", "offered", "waiting"]
    assert [wish_of(house, one).offers for one in waiting] == [1, 1, 1, 0]
    time_runs_out(house)
    with ThreadPoolExecutor(3) as three:
        list(three.map(lambda _: clockwork(house), range(3)))
    wishes = [wish_of(house, one) for one in waiting]
    assert [wish.unanswered for wish in wishes] == [1, 1, 1, 0]
    offered = [wish.offered_start for wish in wishes if wish.offered_start]
    assert len(offered) == len(set(offered)) == house.count(Claim, Claim.until.is_not(None)) == 3


def test_cancelling_booking_and_answering_at_once_leave_no_time_with_two(house: House, full: list[dict[str, Any]]):
    waiting = [wait(house, f"Nummer {number}", f"900 00 01{number}") for number in range(6)]
    start = full[0]["start"]
    slot = f"{int(house.rows(Visit, Visit.reference == full[0]['reference'])[0].start.timestamp()) // 300}"

    def one(number: int) -> int:
        browser = house.anonymous()
        if number % 3 == 0 and full[number // 3 % len(full) :]:
            gone = full[number // 3 % len(full)]
            return browser.call("DELETE", f"{API}/bookings/{gone['reference']}?token={gone['token']}").status_code
        if number % 3 == 1:
            told = {"slot": f"{slot}-first_talk-station", "name": "Forbi", "phone": "900 00 008"}
            return browser.command(f"{API}/bookings", told).status_code
        return say(house, waiting[number % len(waiting)], "accept").status_code

    with ThreadPoolExecutor(6) as crowd:
        answers = list(crowd.map(one, range(36)))
    assert set(answers) <= {200, 201, 303, 409, 422}, answers
    starts = [(visit.start, visit.resource_id) for visit in visits(house)]
    assert len(starts) == len(set(starts))
    accepted = house.rows(InLine, InLine.state == "accepted")
    got = {wish.visit_id for wish in house.rows(VisitWish) if wish.visit_id}
    assert len(accepted) == len(got)
    assert start


def test_what_is_said_by_sms_fits_what_a_phone_shows(house: House, full: list[dict[str, Any]]):
    from backend.core.db import db
    from backend.core.i18n import gettext, speaking
    from backend.notifications.service import wording

    first = wait(house, "Kari", "900 00 001")
    cancel(house, full[0])
    told(house, first)
    message = house.rows(Message, Message.template == "wish_offered")[0]
    for language in ("nb", "nn", "en"):
        with house.work(), speaking(language):
            facts = wording.told(message, None, language)
            for template, most in (
                ("wish_offered", 306), ("wish_joined", 160), ("wish_lapsed", 160), ("wish_declined", 160),
                ("wish_left", 160), ("sms_passed_on", 160),
            ):  # fmt: skip
                assert len(gettext(f"notifications.{template}.sms", **facts)) <= most, (template, language)
            db.session.rollback()


def test_whoever_books_for_another_is_told_as_was_asked(house: House, app: Flask):
    one_more = book_for_mother(house, app)
    work_off(house, "visit.booked")
    found = house.rows(Message, Message.subject_id == one_more.id, Message.template == "visit_booked")
    assert {message.receiver for message in found} == {f"person:{one_more.helper_id}", f"person:{one_more.person_id}"}


def book_for_mother(house: House, app: Flask) -> Visit:
    cancel(house, one_of_them(house))
    slot = free(house.anonymous())[0]
    helper = {"name": "Datter", "phone": "900 00 004", "channel": "sms"}
    made = book(house.anonymous(), slot, name="Mor", phone="900 00 005", for_whom="other", helper=helper, tell="both")
    return house.rows(Visit, Visit.reference == made["reference"])[0]


def one_of_them(house: House) -> dict[str, Any]:
    from backend.health_station.service.booking import token_of

    visit = visits(house)[0]
    with house.work():
        return {"reference": visit.reference, "token": token_of(visit.id)}
