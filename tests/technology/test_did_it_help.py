"""Six weeks after: one question, answered once, counted, and nobody's."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from backend.core.audit import AuditEntry
from backend.core.clock import add_months, now, today
from backend.core.db import db, every_municipality, transaction
from backend.core.outbox import Outbox, tick
from backend.desk.models import Case, CaseEvent, DeskTask
from backend.identity.models import Person
from backend.notifications.models import Message
from backend.notifications.service import delivering, wording
from backend.technology.models import VERDICTS, FollowUp, Verdict
from backend.technology.service import following
from backend.technology.service.counting import LEAST
from tasks import jobs
from tests.people import Browser, House

BOUGHT = "/api/v1/technology/follow-ups"
TICKS = {"benefit": "yes", "consent": "yes", "training": "yes", "after": "yes"}
RECOMMENDATION = {"type": "rullator", "need": "fear_of_falling", **TICKS}
HEALTH_WORDS = re.compile(r"rullator|falle|hjelpemid|hjelpt|hjalp|syk|helse|Kari|H-\d|B-\d", re.IGNORECASE)


def bought(house: House, municipality: str = "fjelldal", **changes: Any) -> None:
    told = {"type": "rullator", "need": "fear_of_falling", "phone": "90000044", "channel": "sms", **changes}
    answer = house.anonymous(municipality).command(BOUGHT, told)
    assert answer.status_code == 201, answer.get_data(as_text=True)


def recommended(house: House, reference: str = "", **changes: Any) -> str:
    reference = reference or house.anonymous().accepted()["reference"]
    form = {name: value for name, value in {**RECOMMENDATION, **changes}.items() if value}
    answer = house.signed_in("frontdesk").do(reference, "anbefalinger", **form)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return reference


def six_weeks_later(house: House) -> int:
    """The days pass, then the clockwork comes by; how many it asked."""
    with house.app.app_context(), every_municipality():
        with transaction() as session:
            for one in session.scalars(select(FollowUp)):
                one.due_on = today()
        return following.ask_if_it_helped()


def told(house: House, municipality: str = "fjelldal") -> list[Message]:
    """What the news worker makes of the questions that were announced."""
    with house.work(municipality), transaction():
        news = select(Outbox).where(Outbox.topic == "technology.follow_up", Outbox.done_at.is_(None))
        for row in db.session.scalars(news):
            following.tell(row)
            tick(row)
    return house.rows(Message, Message.template == "follow_up")


def the_link(house: House, municipality: str = "fjelldal") -> str:
    one = house.rows(FollowUp)[-1]
    with house.work(municipality):
        return following.path_of(one.id)


def pressed(visitor: Browser, link: str, answer: str) -> Any:
    return visitor.post(link, data={"answer": answer})


def results(house: House, municipality: str = "fjelldal") -> dict[str, Any]:
    desk = house.signed_in("frontdesk", municipality, municipality)
    return {one["need"]: one for one in desk.get("/api/v1/desk/technology").json["items"]}


# --- who is asked, and how often --------------------------------------------------------------------------


def test_six_weeks_after_buying_the_person_gets_one_question_by_their_own_channel(house: House) -> None:
    bought(house)
    assert [one.due_on for one in house.rows(FollowUp)] == [today() + timedelta(days=42)]
    assert six_weeks_later(house) == 1
    (message,) = told(house)
    assert (message.channel, message.case_id) == ("sms", None)
    assert [row.ids for row in house.rows(Outbox, Outbox.topic == "message.sms")] == [{"message_id": str(message.id)}]


def test_before_the_day_nobody_is_asked(house: House) -> None:
    bought(house)
    with house.app.app_context(), every_municipality():
        assert following.ask_if_it_helped() == 0


def test_six_weeks_after_staff_recommended_a_thing_the_person_is_asked(house: House) -> None:
    reference = recommended(house)
    assert six_weeks_later(house) == 1
    (message,) = told(house)
    case = house.case(reference)
    assert (message.case_id, message.receiver) == (case.id, f"person:{case.person_id}")


def test_two_clockworks_at_once_ask_once(house: House) -> None:
    for number in range(4):
        bought(house, phone=f"9000005{number}")
    start, asked = threading.Barrier(2), []
    with house.app.app_context(), every_municipality(), transaction() as session:
        for one in session.scalars(select(FollowUp)):
            one.due_on = today()

    def clockwork() -> None:
        start.wait()
        with house.app.app_context(), every_municipality():
            asked.append(following.ask_if_it_helped())

    threads = [threading.Thread(target=clockwork) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(asked) == 4
    assert house.count(Outbox, Outbox.topic == "technology.follow_up") == 4
    assert six_weeks_later(house) == 0


def test_nobody_is_asked_twice_about_the_same_thing(house: House) -> None:
    bought(house)
    bought(house)
    bought(house, type="nokkelfinner")
    assert six_weeks_later(house) == 2
    citizen = house.signed_in("citizen")
    for _ in range(2):
        assert citizen.command(BOUGHT, {"type": "rullator"}).status_code == 201
    assert house.count(FollowUp, FollowUp.guest.is_(False)) == 1


def test_the_same_key_is_the_same_question(house: House) -> None:
    told, key = {"type": "rullator", "phone": "90000044", "channel": "sms"}, str(uuid4())
    first, second = (house.anonymous().command(BOUGHT, told, key) for _ in range(2))
    assert first.json == second.json
    assert house.anonymous().command(BOUGHT, {**told, "type": "nokkelfinner"}, key).status_code == 422
    assert house.anonymous().post(BOUGHT, json=told).status_code == 400
    assert house.count(FollowUp) == 1


def test_a_strangers_phone_can_not_be_filled_with_questions(house: House) -> None:
    types = ("rullator", "nokkelfinner", "dorapner", "tidsbryter")
    told = [{"type": one, "phone": "90000044", "channel": "sms"} for one in types]
    assert [house.anonymous().command(BOUGHT, one).status_code for one in told] == [201, 201, 201, 429]


def test_whoever_is_signed_in_need_give_no_contact(house: House) -> None:
    citizen = house.signed_in("citizen")
    assert citizen.command(BOUGHT, {"type": "rullator", "channel": "own"}).status_code == 201
    by_code = house.by_code("+4790000066")
    assert by_code.command(BOUGHT, {"type": "rullator", "channel": "own"}).status_code == 201
    assert {person.phone for person in house.rows(Person, Person.id.in_(_asked(house)))} >= {"+4790000066"}


def _asked(house: House) -> list[UUID]:
    return [one.person_id for one in house.rows(FollowUp)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "", "channel": ""}, "phone"),
        ({"channel": "email"}, "email"),
        ({"channel": "own"}, "channel"),
        ({"phone": "12"}, "phone"),
        ({"type": "finnes-ikke"}, "type"),
        ({"type": ""}, "type"),
    ],
)
def test_who_can_not_be_asked_is_told_so_at_the_field(house: House, changes: dict[str, str], field: str) -> None:
    told = {"type": "rullator", "phone": "90000044", "channel": "sms", **changes}
    answer = house.anonymous().command(BOUGHT, told)
    assert answer.status_code == 422
    assert [" " in words for words in answer.json["errors"][field]] == [True]
    page = house.anonymous().post("/hjelpemidler/skaffet", data={**told, "idempotency_key": str(uuid4())})
    assert page.status_code == 422
    assert f'id="f-{field}-error"' in page.text
    assert (house.count(FollowUp), house.count(Person, Person.phone == "+4790000044")) == (0, 0)


def test_the_plain_form_says_what_will_happen_and_thanks(house: House) -> None:
    page = house.anonymous().get("/hjelpemidler/skaffet?type=rullator")
    assert "Om seks uker spør vi om den hjalp. Vi lagrer ikke svaret på deg." in page.text
    assert '<option value="rullator" selected>' in page.text
    form = {"type": "rullator", "phone": "900 00 044", "channel": "sms", "idempotency_key": str(uuid4())}
    answer = house.anonymous().post("/hjelpemidler/skaffet", data=form)
    assert (answer.status_code, answer.location) == (303, "/hjelpemidler/skaffet/takk")
    assert house.anonymous().get(answer.location).status_code == 200
    assert "/hjelpemidler/skaffet?type=rullator" in house.anonymous().get("/hjelpemidler/rullator").text


def test_at_night_the_question_waits_for_the_morning(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    morning = now() + timedelta(hours=9)
    monkeypatch.setattr(following, "after_quiet_hours", lambda moment: morning)
    bought(house)
    six_weeks_later(house)
    told(house)
    assert [row.due_at for row in house.rows(Outbox, Outbox.topic == "message.sms")] == [morning]


def test_the_worker_knows_the_topic_and_telling_twice_writes_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "application", lambda: house.app)
    bought(house)
    six_weeks_later(house)
    (news,) = house.rows(Outbox, Outbox.topic == "technology.follow_up")
    for _ in range(2):
        jobs.deliver(news.id)
    assert len(told(house)) == 1


def test_the_helper_who_was_to_be_told_is_asked_in_the_persons_place(house: House) -> None:
    helper = {"name": "Datter", "phone": "90000099"}
    asked = house.anonymous().accepted(for_whom="other", consent=True, helper=helper, call_whom="helper")
    reference = recommended(house, asked["reference"])
    six_weeks_later(house)
    (message,) = told(house)
    assert message.receiver == f"person:{house.case(reference).helper_id}"
    assert "<h1>Hjalp den?</h1>" in house.anonymous().get(the_link(house)).text


@pytest.mark.parametrize("channel", ["call", "letter"])
def test_a_call_and_a_letter_go_to_the_desks_lists(house: House, channel: str) -> None:
    with house.work(), transaction() as session:
        person = Person(id=uuid4(), name="Kari", phone="+4790000001", address="Granveien 3", channel=channel)
        session.add(person)
        session.flush()
        following.follow_up("bought", "rullator", "fear_of_falling", person)
    six_weeks_later(house)
    (message,) = told(house)
    desk = house.signed_in("frontdesk")
    page = desk.get("/ansatt/varsler").text
    assert message.channel == channel
    assert (the_link(house) in page.replace("&amp;", "&")) == (channel == "call")
    if channel == "letter":
        letter = desk.get(f"/ansatt/varsler/{message.id}/brev")
        assert letter.status_code == 200
        assert "Vi har ett spørsmål til deg" in letter.text
        assert not re.search("rullator|falle", letter.text, re.IGNORECASE)
    assert house.signed_in("specialist").get(f"/ansatt/varsler/{message.id}/brev").status_code == 404
    assert desk.post(f"/ansatt/varsler/{message.id}/done").status_code == 303
    assert [one.state for one in told(house)] == ["done"]


def test_nobody_can_be_reached_any_more_becomes_a_task(house: House) -> None:
    bought(house)
    with house.work(), transaction() as session:
        session.get(Person, _asked(house)[0]).phone = ""
    six_weeks_later(house)
    assert [one.state for one in told(house)] == ["undeliverable"]
    assert [task.kind for task in house.rows(DeskTask)] == ["unreachable"]
    assert "ingen måte å nå" in house.signed_in("frontdesk").get("/ansatt/innboks").text


# --- what leaves the house --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("channel", ["email", "sms"])
def test_what_goes_out_has_no_name_no_need_no_thing_and_no_health_word(
    house: House, monkeypatch: pytest.MonkeyPatch, channel: str, language: str
) -> None:
    said: list[str] = []
    monkeypatch.setattr(wording.mail, "send", lambda url, *rest: said.extend(map(str, rest[3:])))
    monkeypatch.setattr(wording.http, "send_sms", lambda url, *rest: said.append(rest[-1]))
    bought(house, name="Kari Nordmann", email="kari@eksempel.no", channel=channel)
    with house.work(), transaction() as session:
        session.get(Person, _asked(house)[0]).language = language
    six_weeks_later(house)
    told(house)
    with house.work():
        delivering.deliver(house_row(house, f"message.{channel}"))
    words = "\n".join(said)
    link = ("" if language == "nb" else f"/{language}") + the_link(house)
    assert f"http://localhost{link}" in words
    assert not HEALTH_WORDS.search(words.replace(link, ""))
    assert [one.state for one in told(house)] == ["sent"]


def house_row(house: House, topic: str) -> Outbox:
    return house.rows(Outbox, Outbox.topic == topic)[0]


# --- the question -----------------------------------------------------------------------------------------


def test_one_question_with_four_buttons_in_the_readers_language(house: House) -> None:
    bought(house)
    visitor, link = house.anonymous(), the_link(house)
    for prefix, name, asks in (("", "Rullator", "Hjalp den deg?"), ("/en", "Rollator", "Did it help you?")):
        page = visitor.get(prefix + link).text
        assert asks in page
        assert name in page
        assert re.findall(r'name="answer" value="(\w+)"', page) == list(VERDICTS)
        assert f'action="{prefix}{link}"' in page
        assert all(visitor.get(other).status_code == 200 for other in re.findall(r'href="([^"]+)" lang="', page))
    assert "hjelpte" in visitor.get("/nn" + link).text.lower()


@pytest.mark.parametrize("answer", VERDICTS)
def test_an_answer_is_counted_and_thanked_for(house: House, answer: str) -> None:
    bought(house)
    page = pressed(house.anonymous(), the_link(house), answer)
    assert page.status_code == 200
    assert "Takk for svaret" in page.text
    assert ("/hjelpemidler/finn" in page.text) == (answer in ("no", "not_used"))
    assert [(one.need, one.answer, one.number) for one in house.rows(Verdict)] == [("fear_of_falling", answer, 1)]


def test_a_second_answer_changes_nothing_and_is_thanked_for_too(house: House) -> None:
    bought(house)
    link = the_link(house)
    for answer in ("yes", "no", "yes"):
        assert pressed(house.anonymous(), link, answer).status_code == 200
    page = house.anonymous().get(link)
    assert "Takk for svaret" in page.text
    assert "Hjalp den deg" not in page.text
    assert [(one.answer, one.number) for one in house.rows(Verdict)] == [("yes", 1)]


def test_many_presses_at_once_are_one_answer(house: House) -> None:
    bought(house)
    link, start, said = the_link(house), threading.Barrier(5), []

    def press() -> None:
        start.wait()
        said.append(pressed(house.anonymous(), link, "yes").status_code)

    threads = [threading.Thread(target=press) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [200] * 5
    assert [one.number for one in house.rows(Verdict)] == [1]


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "å" * 32, "\ud7ff"])
def test_a_wrong_token_is_as_if_nothing_were_there(house: House, token: str) -> None:
    bought(house)
    path = the_link(house).partition("?")[0]
    assert house.anonymous().get(f"{path}?token={token}").status_code == 404
    assert house.anonymous().post(path, data={"token": token, "answer": "yes"}).status_code == 404
    assert pressed(house.anonymous(), f"{path}?token={token}", "yes").status_code == 404
    assert house.count(Verdict) == 0


def test_an_unknown_question_and_another_ones_token_are_unknown(house: House) -> None:
    bought(house)
    link = the_link(house)
    token = link.partition("?token=")[2]
    assert house.anonymous().get(f"/hjelpemidler/hjalp-den/{uuid4()}?token={token}").status_code == 404
    assert house.anonymous("havnes").get(link).status_code == 404
    assert pressed(house.anonymous("havnes"), link, "yes").status_code == 404


@pytest.mark.parametrize("answer", ["", "maybe", "x" * 5000])
def test_only_the_four_answers_are_answers(house: House, answer: str) -> None:
    bought(house)
    assert pressed(house.anonymous(), the_link(house), answer).status_code == 422
    assert (house.count(Verdict), house.rows(FollowUp)[0].answered) == (0, False)


def test_the_answer_can_not_be_traced_to_anybody(house: House) -> None:
    reference = recommended(house)
    six_weeks_later(house)
    told(house)
    link = the_link(house)
    pressed(house.anonymous(), link, "not_used")
    (row,) = house.rows(FollowUp)
    assert house.count(Verdict) == 1
    assert (row.person_id, row.case_id, row.type, row.need, row.answered) == (None, None, "", "", True)
    assert {column.key for column in Verdict.__table__.columns} == {
        "id", "municipality_id", "need", "month", "answer", "number",
    }  # fmt: skip
    events = [str(one.facts) for one in house.rows(CaseEvent)]
    audited = [(one.what, one.actor, str(one.details)) for one in house.rows(AuditEntry)]
    assert not [line for line in [*events, *map(str, audited)] if "not_used" in line]
    assert ("technology.answered", "anonymous", "{}") in audited
    assert "fear_of_falling" not in str(events)
    page = house.signed_in("frontdesk").get(f"/ansatt/saker/{reference}").text
    assert "Besvart" in page
    assert "Jeg bruker den ikke" not in page


def test_answers_are_counted_together_so_none_has_a_moment_of_its_own(house: House) -> None:
    for number in range(3):
        bought(house, phone=f"9000006{number}")
        pressed(house.anonymous(), the_link_of(house, f"+479000006{number}"), "yes")
    assert [(one.month, one.number) for one in house.rows(Verdict)] == [(f"{today():%Y-%m}", 3)]


def the_link_of(house: House, phone: str) -> str:
    (person,) = house.rows(Person, Person.phone == phone)
    (one,) = house.rows(FollowUp, FollowUp.person_id == person.id)
    with house.work():
        return following.path_of(one.id)


def test_a_phone_that_was_given_for_the_question_alone_is_forgotten_with_the_answer(house: House) -> None:
    bought(house, name="Kari Nordmann")
    pressed(house.anonymous(), the_link(house), "a_little")
    (person,) = house.rows(Person)
    assert (person.phone, person.name, person.email) == ("", "", "")
    bought(house)
    assert six_weeks_later(house) == 1


def test_and_with_the_question_nobody_answered(house: House) -> None:
    bought(house)
    recommended(house)
    six_weeks_later(house)
    told(house)
    with house.app.app_context(), every_municipality():
        following.forget_unanswered()
        with transaction() as session:
            for one in session.scalars(select(FollowUp)):
                one.asked_at = now() - timedelta(days=61)
        following.forget_unanswered()
    assert house.count(Person, Person.phone == "+4790000044") == 0
    assert [one.origin for one in house.rows(FollowUp)] == ["recommended"]


def test_a_citizen_who_answers_stays_a_citizen(house: House) -> None:
    citizen = house.signed_in("citizen")
    citizen.command(BOUGHT, {"type": "rullator"})
    pressed(house.anonymous(), the_link(house), "yes")
    assert citizen.get("/api/v1/me").json["name"] == "Kari Fjelldal"


def test_what_still_waits_for_the_morning_is_not_sent_once_it_is_answered(house: House) -> None:
    bought(house)
    six_weeks_later(house)
    told(house)
    pressed(house.anonymous(), the_link(house), "yes")
    assert [one.state for one in told(house)] == ["not_needed"]


# --- those who left ---------------------------------------------------------------------------------------


def test_who_was_erased_is_never_asked(house: House) -> None:
    citizen = house.signed_in("citizen")
    reference = recommended(house, citizen.accepted()["reference"])
    citizen.command(BOUGHT, {"type": "nokkelfinner"})
    assert citizen.call("DELETE", "/api/v1/me").status_code == 200
    assert (house.count(FollowUp), six_weeks_later(house)) == (0, 0)
    assert "Vi spør ikke" in house.signed_in("frontdesk").get(f"/ansatt/saker/{reference}").text


def test_nor_who_is_erased_between_the_asking_and_the_sending(house: House) -> None:
    citizen = house.signed_in("citizen")
    citizen.command(BOUGHT, {"type": "rullator"})
    six_weeks_later(house)
    citizen.call("DELETE", "/api/v1/me")
    assert told(house) == []


def test_nor_who_took_the_case_back(house: House) -> None:
    asked = house.anonymous().accepted()
    recommended(house, asked["reference"])
    receipt = asked["receipt"].partition("?")[0]
    house.anonymous().post(receipt, data={"token": asked["token"], "deed": "withdraw"})
    assert six_weeks_later(house) == 0


def test_i_take_along_what_i_will_be_asked_about(house: House) -> None:
    citizen = house.signed_in("citizen")
    citizen.command(BOUGHT, {"type": "rullator"})
    assert citizen.get("/api/v1/me/export").json["technology"] == [
        {"type": "Rullator", "origin": "bought", "ask_on": str(today() + timedelta(days=42)), "asked": False}
    ]
    assert "sa at noe er skaffet" in citizen.get("/min-side/logg").text


# --- the desk ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", TICKS)
def test_staff_can_not_recommend_before_all_four_are_seen_to(house: House, missing: str) -> None:
    reference = house.anonymous().accepted()["reference"]
    form = {**RECOMMENDATION, missing: ""}
    page = house.signed_in("frontdesk").do(reference, "anbefalinger", **form)
    assert page.status_code == 422
    assert f'id="recommend-{missing}-error"' in page.text
    assert f'href="#recommend-{missing}"' in page.text
    assert '<option value="rullator" selected>' in page.text
    assert (house.count(FollowUp), house.case(reference).journaled) == (0, False)


@pytest.mark.parametrize("changes", [{"type": "finnes-ikke"}, {"need": "alt"}, {"type": ""}, {"need": ""}])
def test_nor_a_thing_or_a_need_that_is_not_there(house: House, changes: dict[str, str]) -> None:
    reference = house.anonymous().accepted()["reference"]
    page = house.signed_in("frontdesk").do(reference, "anbefalinger", **{**RECOMMENDATION, **changes})
    assert page.status_code == 422
    assert f'id="recommend-{next(iter(changes))}-error"' in page.text
    assert house.count(FollowUp) == 0


def test_a_recommendation_stands_in_the_case_its_history_and_the_log(house: House) -> None:
    reference = recommended(house)
    page = house.signed_in("frontdesk").get(f"/ansatt/saker/{reference}").text
    assert "anbefalte et hjelpemiddel" in page
    assert "Vi spør" in page
    (event,) = house.rows(CaseEvent, CaseEvent.what == "recommended")
    assert event.facts == {"type": "rullator", "confirmed": list(TICKS)}
    assert house.count(AuditEntry, AuditEntry.what == "case.recommended") == 1


def test_the_same_thing_is_recommended_to_the_same_person_once(house: House) -> None:
    reference = recommended(house)
    page = house.signed_in("frontdesk").do(reference, "anbefalinger", **RECOMMENDATION)
    assert page.status_code == 409
    assert "bare én gang" in page.text
    assert house.count(CaseEvent, CaseEvent.what == "recommended") == 1


def test_two_colleagues_at_once_do_not_overwrite_each_other(house: House) -> None:
    reference = house.anonymous().accepted()["reference"]
    desk = house.signed_in("frontdesk")
    desk.do(reference, "note", text="Først", revision="1")
    assert desk.do(reference, "anbefalinger", **RECOMMENDATION, revision="1").status_code == 409
    assert house.count(FollowUp) == 0


def _call_back(house: House) -> str:
    told = {"name": "Kari", "phone": "90000001"}
    return str(house.anonymous().command("/api/v1/contact-requests", told).json["reference"])


def _question(house: House) -> str:
    told = {"name": "Kari", "phone": "90000001", "channel": "sms"}
    return str(house.anonymous().command("/api/v1/technology/questions", told).json["reference"])


@pytest.mark.parametrize("case_of_a_kind", [_call_back, _question])
def test_on_every_kind_of_case(house: House, case_of_a_kind: Callable[[House], str]) -> None:
    reference = recommended(house, case_of_a_kind(house))
    assert "Anbefalte hjelpemidler" in house.signed_in("frontdesk").get(f"/ansatt/saker/{reference}").text
    assert six_weeks_later(house) == 1
    assert len(told(house)) == 1


def test_after_a_worry_the_person_knows_nothing_so_nothing_is_recommended(house: House) -> None:
    reference = house.anonymous().accepted(for_whom="worry", helper={"phone": "90000044"})["reference"]
    desk = house.signed_in("frontdesk")
    assert "Anbefal et hjelpemiddel" not in desk.get(f"/ansatt/saker/{reference}").text
    assert desk.do(reference, "anbefalinger", **RECOMMENDATION).status_code == 403
    assert house.count(FollowUp) == 0


def test_nor_in_a_case_that_has_ended(house: House) -> None:
    reference = house.anonymous().accepted()["reference"]
    house.change(house.case(reference).id, open=False, status="closed")
    assert house.signed_in("frontdesk").do(reference, "anbefalinger", **RECOMMENDATION).status_code == 409


def test_only_those_who_see_the_case_can_recommend_in_it(house: House) -> None:
    reference = house.anonymous().accepted()["reference"]
    house.change(house.case(reference).id, unit="kommuneoverlege")
    assert house.signed_in("specialist").do(reference, "anbefalinger", **RECOMMENDATION).status_code == 404
    neighbour = house.signed_in("frontdesk", "havnes", "havnes")
    assert neighbour.do(reference, "anbefalinger", **RECOMMENDATION).status_code == 404
    assert house.signed_in("leader").do(reference, "anbefalinger", **RECOMMENDATION).status_code == 403


# --- results ----------------------------------------------------------------------------------------------


def counted(house: House, month: str = "", municipality: str = "fjelldal", **answers: int) -> None:
    with house.work(municipality), transaction() as session:
        for answer, number in answers.items():
            month = month or f"{today():%Y-%m}"
            session.add(Verdict(need="fallen", month=month, answer=answer, number=number))


def test_four_answers_are_hidden_and_look_like_none_and_five_are_shown(house: House) -> None:
    counted(house, yes=3, no=LEAST - 4)
    hidden = results(house)
    assert {name: value for name, value in hidden["fallen"].items() if name not in ("need", "title")} == {
        name: value for name, value in hidden["fire"].items() if name not in ("need", "title")
    }
    assert hidden["fallen"]["total"] is None
    counted(house, a_little=1)
    assert results(house)["fallen"] | {"title": ""} == {
        "need": "fallen", "title": "", "total": 5, "yes": 3, "a_little": 1, "no": 1, "not_used": 0,
    }  # fmt: skip


def test_the_page_says_fewer_than_five(house: House) -> None:
    leader = house.signed_in("leader")
    page = leader.get("/ansatt/hjelpemidler").text
    assert page.count("færre enn fem") == 15
    counted(house, yes=5)
    page = leader.get("/ansatt/hjelpemidler").text
    assert page.count("færre enn fem") == 14
    assert '<td class="num" data-label="Ja">5</td>' in page


def test_answers_older_than_twelve_months_no_longer_count(house: House) -> None:
    counted(house, month=f"{add_months(today(), -12):%Y-%m}", yes=9)
    assert results(house)["fallen"]["total"] is None
    counted(house, month=f"{add_months(today(), -11):%Y-%m}", yes=5)
    assert results(house)["fallen"]["total"] == 5


def test_another_municipality_sees_nothing_of_it(house: House) -> None:
    counted(house, yes=7)
    assert results(house, "havnes")["fallen"]["total"] is None
    bought(house, "havnes")
    pressed(house.anonymous("havnes"), the_link(house, "havnes"), "yes")
    assert {one.municipality_id: one.number for one in house.rows(Verdict)} == {"fjelldal": 7, "havnes": 1}
    assert results(house)["fallen"]["total"] == 7


def test_the_numbers_are_for_staff(house: House) -> None:
    for visitor, status in ((house.anonymous(), 401), (house.signed_in("citizen"), 403)):
        assert visitor.get("/api/v1/desk/technology").status_code == status
    for mailbox in ("frontdesk", "specialist", "leader", "admin"):
        assert house.signed_in(mailbox).get("/api/v1/desk/technology").status_code == 200
        assert "Hjalp hjelpemidlene?" in house.signed_in(mailbox).get("/ansatt/hjelpemidler").text


def test_five_people_answer_and_the_desk_sees_five_and_no_one(house: House) -> None:
    for number in range(LEAST):
        bought(house, phone=f"9000007{number}")
        pressed(house.anonymous(), the_link_of(house, f"+479000007{number}"), "yes")
    shown = results(house)["fear_of_falling"]
    assert (shown["total"], shown["yes"]) == (5, 5)
    assert house.count(Case) == 0
