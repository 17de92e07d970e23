"""Those without e-ID sign in by a code on the phone or in the mailbox."""

from datetime import timedelta

import pytest

from backend.core.outbox import Outbox
from backend.identity.models import OneTimeCode
from backend.identity.service import codes
from tests.identity.conftest import Town, who
from tests.people import Browser

ASK, VERIFY = "/api/v1/sign-in/code", "/api/v1/sign-in/verify"
NORA = "nora@example.com"


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06d}"


def ask(browser: Browser, contact: str = NORA):
    return browser.post(ASK, json={"contact": contact})


def verify(browser: Browser, code: str, contact: str = NORA):
    return browser.post(VERIFY, json={"contact": contact, "code": code})


def test_a_code_by_e_mail_lets_its_owner_in(town: Town, visitor: Browser):
    assert ask(visitor).status_code == 202
    answer = verify(visitor, town.code_sent_to(NORA))
    assert (answer.status_code, answer.json["role"], answer.json["assurance"]) == (200, "contact", "contact")
    assert who(visitor)["owner"] == answer.json["owner"]


def test_a_phone_number_is_the_same_however_it_is_typed(town: Town, visitor: Browser):
    ask(visitor, "900 12 345")
    assert verify(visitor, town.code_sent_to("+4790012345"), "+47 90012345").status_code == 200


def test_the_page_works_without_script(town: Town, visitor: Browser):
    asked = visitor.post("/logg-inn/kode", data={"contact": NORA, "next": "/min-side"})
    assert NORA in asked.text
    told = {"contact": NORA, "code": town.code_sent_to(NORA), "next": "/min-side"}
    answer = visitor.post("/logg-inn/kode/bekreft", data=told)
    assert (answer.status_code, answer.location) == (303, "/min-side")
    assert who(visitor)["role"] == "contact"


def test_known_and_unknown_people_get_the_same_answer(town: Town, visitor: Browser):
    town.signed_in("citizen")
    known, unknown = ask(visitor, "citizen@fjelldal.example"), ask(visitor, "nobody@fjelldal.example")
    assert (known.status_code, known.json) == (unknown.status_code, unknown.json) == (202, {"status": "sent"})


def test_wrong_digits_let_nobody_in(town: Town, visitor: Browser):
    ask(visitor)
    answer = verify(visitor, wrong(town.code_sent_to(NORA)))
    assert answer.status_code == 422
    assert answer.json["errors"]["code"]
    assert who(visitor) is None


def test_the_page_asks_again_when_the_digits_are_wrong(town: Town, visitor: Browser):
    ask(visitor)
    told = {"contact": NORA, "code": wrong(town.code_sent_to(NORA))}
    answer = visitor.post("/logg-inn/kode/bekreft", data=told)
    assert answer.status_code == 422
    assert "Koden stemmer ikke" in answer.text


def test_after_five_tries_even_the_right_digits_are_worth_nothing(town: Town, visitor: Browser):
    ask(visitor)
    code = town.code_sent_to(NORA)
    assert {verify(visitor, wrong(code)).status_code for _ in range(5)} == {422}
    assert verify(visitor, code).status_code == 422
    assert town.sessions() == 0


def test_a_code_is_used_once(town: Town, visitor: Browser):
    ask(visitor)
    code = town.code_sent_to(NORA)
    assert verify(visitor, code).status_code == 200
    assert verify(town.anonymous(), code).status_code == 422


def test_a_code_dies_after_ten_minutes(town: Town, visitor: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(codes, "LIVES", timedelta(seconds=-1))
    ask(visitor)
    assert verify(visitor, town.code_sent_to(NORA)).status_code == 422


def test_a_new_code_makes_the_old_one_worthless(town: Town, visitor: Browser):
    ask(visitor)
    old = town.code_sent_to(NORA)
    ask(visitor)
    fresh = town.code_sent_to(NORA)
    if old != fresh:
        assert verify(visitor, old).status_code == 422
    assert verify(visitor, fresh).status_code == 200


def test_a_code_opens_only_the_contact_it_was_sent_to(town: Town, visitor: Browser):
    ask(visitor)
    code = town.code_sent_to(NORA)
    ask(visitor, "ola@example.com")
    if town.code_sent_to("ola@example.com") != code:
        assert verify(visitor, code, "ola@example.com").status_code == 422


def test_a_code_is_worth_nothing_in_another_municipality(town: Town, visitor: Browser):
    ask(visitor)
    elsewhere = town.anonymous("havnes")
    assert verify(elsewhere, town.code_sent_to(NORA)).status_code == 422
    assert who(elsewhere) is None


def test_a_contact_is_not_flooded(town: Town, visitor: Browser):
    answers = [ask(visitor) for _ in range(codes.CODES_PER_CONTACT + 1)]
    assert [answer.status_code for answer in answers] == [202] * codes.CODES_PER_CONTACT + [429]
    assert answers[-1].headers["Retry-After"]
    assert town.count(OneTimeCode) == codes.CODES_PER_CONTACT


def test_one_address_can_not_flood_everybody(town: Town, visitor: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(codes, "CODES_PER_ADDRESS", 2)
    answers = [ask(visitor, f"n{number}@example.com").status_code for number in range(3)]
    assert answers == [202, 202, 429]


def test_one_address_can_not_guess_for_ever(town: Town, visitor: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(codes, "TRIES_PER_ADDRESS", 2)
    answers = [verify(visitor, "000000", f"n{number}@example.com").status_code for number in range(3)]
    assert answers == [422, 422, 429]


NO_CONTACT = ["", "12345", "nora@", "@example.com", "a b@example.com", "nøra@example.com", 4, None, "x" * 300, [NORA]]


@pytest.mark.parametrize("contact", NO_CONTACT)
def test_what_is_no_contact_is_refused_in_words(town: Town, visitor: Browser, contact: object):
    answer = visitor.post(ASK, json={"contact": contact})
    assert answer.status_code in (400, 422)
    assert town.count(OneTimeCode) == 0


def test_half_a_letter_is_no_contact(visitor: Browser):
    answer = visitor.post(ASK, data=b'{"contact": "\\ud800@example.com"}', content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", 123456, None, "12 34 5"])
def test_what_is_no_code_is_refused_in_words(visitor: Browser, code: object):
    assert visitor.post(VERIFY, json={"contact": NORA, "code": code}).status_code == 422


def test_neither_contact_nor_digits_lie_open_in_the_store(town: Town, visitor: Browser):
    ask(visitor)
    digits = town.code_sent_to(NORA)
    kept = [*town.rows(OneTimeCode), *town.rows(Outbox)]
    words = " ".join(str(value) for row in kept for value in vars(row).values())
    assert NORA not in words
    assert digits not in [str(value) for row in kept for value in vars(row).values()]


def test_a_contact_that_staff_use_is_only_a_contact_outside_demo(town: Town, visitor: Browser):
    town.signed_in("admin")
    with town.settings(demo=False):
        ask(visitor, "admin@fjelldal.example")
        answer = verify(visitor, town.code_sent_to("admin@fjelldal.example"), "admin@fjelldal.example")
    assert answer.json["role"] == "contact"
