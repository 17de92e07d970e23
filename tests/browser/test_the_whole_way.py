"""One request, the whole way: a phone without coverage, the desk, the unit's mailbox, and back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.people import picture
from tests.processes.installation import eventually
from tests.receivers import body
from tests.stores import make_store

from .installed import DESK, PHONE, Place, at, choose, installed, on_the_phone, onward, waiting

pytestmark = pytest.mark.browser

VISIT = re.compile("besøk", re.IGNORECASE)
NAME, WORDS, STREET, NUMBER = "Kari Fjelldal", "Jeg vil komme ut i hagen.", "Prøveveien 77", "41 23 45 67"
NOT_IN_A_MAIL = ("Kari", "hagen", "Prøveveien", "41234567", "41 23", "9993", "falt", "bad", "trapp")


@pytest.fixture(scope="module")
def place(store_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    store = make_store(store_name, tmp_path_factory.mktemp("store"))
    with installed(tmp_path_factory.mktemp("instance"), store) as made:
        yield made
    store.drop()


def answer_one_by_one(page: Page) -> None:
    """Each question as it comes, until the page where everything is looked over."""
    answers = {
        "for_whom": lambda: choose(page, "for_whom", "self"),
        "what_matters": lambda: page.locator('[name="what_matters"]').fill(WORDS),
        "difficult": lambda: [choose(page, "difficult[]", one) for one in ("bathroom", "stairs")],
        "signals": lambda: choose(page, "signals[]", "fell_twice"),
        "owner": lambda: choose(page, "owner", "own"),
        "hospital": lambda: choose(page, "hospital", "no"),
        "contact": lambda: tell_who_i_am(page),
    }
    while page.locator("[data-review]").is_hidden():
        answers.get(at(page), lambda: None)()
        onward(page)
    add_photos(page)


def tell_who_i_am(page: Page) -> None:
    for name, value in {"name": NAME, "phone": NUMBER, "address": STREET, "postal_code": "9993"}.items():
        page.locator(f'[name="person.{name}"]').fill(value)


def add_photos(page: Page) -> None:
    taken = [
        {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(1200, 900), colour=colour)}
        for name, colour in (("trapp", "#884422"), ("bad", "#224488"))
    ]
    page.locator("[data-photos] input[type=file]").set_input_files(taken)
    expect(page.locator("[data-thumbs] img")).to_have_count(2)


def test_a_request_goes_the_whole_way(place: Place) -> None:
    resident = place.visitor(PHONE)
    place.sign_in(resident, "citizen")
    resident.goto("/bolig")
    on_the_phone(resident)

    resident.context.set_offline(True)
    resident.locator('main a[href$="/bolig/soknad"]').first.click()
    resident.wait_for_selector("[data-next]")
    answer_one_by_one(resident)
    expect(resident.locator("[data-review]")).to_contain_text(WORDS)
    resident.locator("[data-review] [type=submit]").click()

    kept = resident.locator("#kept-on-phone")
    expect(kept).to_be_visible()
    expect(kept).to_contain_text("IKKE SENDT")
    expect(kept.locator('a[href^="tel:"]').first).to_be_visible()
    assert waiting(resident) == 1

    resident.reload()
    assert waiting(resident) == 1
    expect(resident.locator("body")).to_contain_text("IKKE SENDT")
    resident.goto("/")
    expect(resident.locator("#outbox-strip")).to_contain_text("IKKE SENDT")

    resident.context.set_offline(False)
    expect(resident.locator("#sent-strip")).to_be_visible()
    assert waiting(resident) == 0
    resident.locator("#sent-strip a").first.click()
    expect(resident.locator(".number b")).to_be_visible()
    reference, receipt = resident.locator(".number b").inner_text(), resident.url

    desk = place.visitor(DESK)
    place.sign_in(desk, "frontdesk")
    desk.goto("/ansatt/innboks")
    expect(desk.locator(f"#case-{reference}")).to_contain_text(NAME)
    once = desk.context.request.get("/api/v1/desk/cases", params={"q": STREET}).json()["items"]
    assert [case["reference"] for case in once] == [reference]
    desk.locator(f'#case-{reference} a[href$="/ansatt/saker/{reference}"]').first.click()
    expect(desk.locator("main")).to_contain_text(WORDS)
    photos = desk.locator('img[src*="/bilder/"]')
    expect(photos).to_have_count(2)
    for photo in photos.all():
        photo.scroll_into_view_if_needed()
        assert photo.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")

    the_units_mail_arrived(place, reference, desk.context.request.get(f"/api/v1/desk/cases/{reference}").json())

    desk.locator('form[action$="/take"] button').first.click()
    expect(desk.locator('form[action$="/take"]')).to_have_count(0)
    desk.locator('form[action$="/move"] button[value="visit_agreed"]').click()
    expect(desk.locator('form[action$="/move"] button[value="visit_held"]')).to_be_visible()

    stranger_with_the_link = place.visitor(PHONE)
    stranger_with_the_link.goto(receipt)
    expect(stranger_with_the_link.locator("h1")).to_contain_text(VISIT)
    assert WORDS not in stranger_with_the_link.content()
    resident.goto("/min-side")
    expect(resident.locator("main")).to_contain_text(reference)
    resident.locator(f'main a[href*="/min-side/saker/{reference}"]').first.click()
    expect(resident.locator("main")).to_contain_text(VISIT)
    expect(resident.locator("main")).to_contain_text(WORDS)


def the_units_mail_arrived(place: Place, reference: str, case: dict[str, str]) -> None:
    """Number, kind, deadline, link: and nothing else about anybody."""
    eventually(lambda: place.post.about(reference), "the unit's mail")
    letters = [letter for letter in place.post.about(reference) if "hvk@fjelldal.example" in str(letter["to"])]
    assert len(letters) == 1
    link = f"{place.hundre.url}/ansatt/saker/{reference}"
    lines = [line for line in body(letters[0]).splitlines() if line]
    assert lines[:3] == ["Ny sak til Helse- og velferdskontoret.", f"Nummer: {reference}", "Gjelder: Bolig"]
    assert re.fullmatch(rf"Frist for svar: [a-z]+dag {int(case['answer_by'][-2:])}\. [a-z]+( \d{{4}})?", lines[3])
    assert lines[4:] == [f"Åpne saken: {link}"]
    del letters[0]["Message-ID"]  # drawn by lot: any three letters may stand in it
    whole = letters[0].as_string()
    assert not letters[0].is_multipart()
    assert [secret for secret in NOT_IN_A_MAIL if secret in whole] == []


def test_the_mail_server_got_each_letter_once(place: Place) -> None:
    assert place.post.letters
    assert place.post.repeats == 0
    assert place.sms.repeats == 0


def test_nobody_elses_phone_was_asked(place: Place, tmp_path: Path) -> None:
    """Every page of the way asks only its own host."""
    page = place.visitor()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/bolig", "/bolig/soknad", "/bolig/sjekk", "/ring-oss", "/innstillinger", "/logg-inn"):
        page.goto(path)
        on_the_phone(page)
    assert asked
    assert [url for url in asked if not url.startswith((place.hundre.url, "blob:", "data:"))] == []
