"""Ways through the forms, step by step, as a person would go them."""

from playwright.sync_api import Page, expect

from tests.people import picture

from .lights import Look
from .stage import Stage, ready

NEXT = "[data-next]"


def _begin(page: Page, path: str) -> None:
    page.goto(path)
    ready(page)
    page.wait_for_selector(NEXT)


def _choose(page: Page, name: str, value: str) -> None:
    page.locator(f'[name="{name}"][value="{value}"]').check(force=True)


def _here(page: Page) -> str:
    return page.evaluate("location.hash.slice(1)")


def _on(page: Page) -> None:
    before = _here(page)
    page.locator(NEXT).click()
    page.wait_for_function("before => location.hash.slice(1) !== before", arg=before)


def _to_contact(page: Page, look: Look | None = None) -> None:
    _choose(page, "for_whom", "self")
    answers = {
        "what_matters": lambda: page.locator('[name="what_matters"]').fill("Jeg vil dusje selv."),
        "difficult": lambda: [_choose(page, "difficult[]", one) for one in ("bathroom", "stairs")],
        "signals": lambda: _choose(page, "signals[]", "fell_once"),
        "since": lambda: page.locator('[name="since.year"]').fill("2025"),
        "owner": lambda: _choose(page, "owner", "own"),
        "hospital": lambda: _choose(page, "hospital", "no"),
    }
    while (here := _here(page)) != "contact":
        answers.get(here, lambda: None)()
        if look:
            look(page, here)
        _on(page)


def _fill_contact(page: Page) -> None:
    page.locator('[name="person.name"]').fill("Kari Nordmann")
    page.locator('[name="person.phone"]').fill("900 00 101")
    page.locator('[name="person.postal_code"]').fill("9993")


def request(stage: Stage, page: Page, look: Look) -> None:
    """Each question, the last look, the receipt."""
    _begin(page, "/bolig/soknad")
    look(page, "begin")
    _to_contact(page, look)
    _fill_contact(page)
    look(page, "contact")
    _on(page)
    look(page, "review")
    page.locator("[data-photos] input[type=file]").set_input_files(
        {"name": "trapp.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.wait_for_selector("[data-thumbs] li")
    look(page, "review-photo")
    page.locator("[data-review] [type=submit]").click()
    page.wait_for_url("**/bolig/kvittering/**")
    ready(page)
    look(page, "receipt")


def request_for_another(stage: Stage, page: Page, look: Look) -> None:
    _begin(page, "/bolig/soknad")
    _choose(page, "for_whom", "other")
    look(page, "helper")
    _choose(page, "for_whom", "worry")
    look(page, "worry")
    _on(page)
    look(page, "worry-what")


def red_flags(stage: Stage, page: Page, look: Look) -> None:
    _begin(page, "/bolig/soknad")
    _choose(page, "for_whom", "self")
    while _here(page) != "signals":
        _on(page)
    _choose(page, "signals[]", "danger_now")
    page.wait_for_selector("#red-flags:not([hidden])")
    look(page, "numbers")


def request_mistakes(stage: Stage, page: Page, look: Look) -> None:
    _begin(page, "/bolig/soknad")
    page.locator(NEXT).click()
    page.wait_for_selector(".ds-error-summary")
    look(page, "first")
    _to_contact(page)
    page.locator('[name="person.phone"]').fill("90")
    page.locator(NEXT).click()
    page.wait_for_selector(".ds-error-summary")
    look(page, "contact")


def plain_request(stage: Stage, page: Page, look: Look) -> None:
    """Without script: one long form, and what the server says about mistakes."""
    page.goto("/bolig/soknad")
    look(page, "form")
    page.locator("#flow [type=submit]").click()
    page.wait_for_selector(".ds-error-summary")
    look(page, "mistakes")
    _choose(page, "for_whom", "self")
    _fill_contact(page)
    page.locator("#flow [type=submit]").click()
    page.wait_for_url("**/bolig/kvittering/**")
    look(page, "receipt")


def kept_on_phone(stage: Stage, page: Page, look: Look) -> None:
    """No coverage when it is sent: said as it is, here and on the next page."""
    _begin(page, "/bolig/soknad")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    _to_contact(page)
    _fill_contact(page)
    _on(page)
    page.context.set_offline(True)
    page.locator("[data-review] [type=submit]").click()
    page.wait_for_selector("#kept-on-phone:not([hidden])")
    look(page, "kept")
    page.goto("/")
    ready(page)
    look(page, "home")
    page.context.set_offline(False)


def home_check(stage: Stage, page: Page, look: Look) -> None:
    _begin(page, "/bolig/sjekk")
    number = 0
    while page.locator("[data-result]").is_hidden():
        number += 1
        page.locator(".question:visible input[type=radio]").nth(number % 3).check(force=True)
        if number in (1, 2):
            look(page, f"question-{number}")
        _on(page)
    look(page, "result")


def plain_home_check(stage: Stage, page: Page, look: Look) -> None:
    page.goto("/bolig/sjekk")
    look(page, "form")
    for question in page.locator("fieldset").all()[:4]:
        question.locator("input").nth(1).check(force=True)
    page.locator("#flow [type=submit]").last.click()
    expect(page.locator("h1")).to_be_visible()
    look(page, "result")


def call_back(stage: Stage, page: Page, look: Look) -> None:
    page.goto("/ring-oss")
    ready(page)
    page.locator("main form [type=submit]").click()
    page.wait_for_selector(".ds-error-summary")
    look(page, "mistakes")
    page.locator('[name="name"]').fill("Kari Nordmann")
    page.locator('[name="phone"]').fill("900 00 101")
    page.locator("main form [type=submit]").click()
    page.wait_for_url("**/ring-oss/kvittering/**")
    ready(page)
    look(page, "receipt")


def sign_in_code(stage: Stage, page: Page, look: Look) -> None:
    page.goto("/logg-inn")
    page.locator('[name="contact"]').fill("citizen@fjelldal.example")
    page.locator('form[action*="/logg-inn/kode"] [type=submit]').click()
    page.wait_for_selector('[name="code"]')
    ready(page)
    look(page, "digits")
    page.locator('[name="code"]').fill("000000")
    page.locator('form[action*="bekreft"] [type=submit]').first.click()
    page.wait_for_selector(".ds-error-summary, .ds-validation-message")
    look(page, "wrong")


def my_case(stage: Stage, page: Page, look: Look) -> None:
    page.goto("/min-side")
    page.locator('a[href*="/min-side/saker/"]').first.click()
    ready(page)
    look(page, "")


def register_mistakes(stage: Stage, page: Page, look: Look) -> None:
    page.goto("/ansatt/registrer")
    ready(page)
    page.locator("main form [type=submit]:not([formaction])").last.click()
    page.wait_for_selector(".ds-error-summary")
    ready(page)
    look(page, "")


def registered(stage: Stage, page: Page, look: Look) -> None:
    page.goto(f"/ansatt/registrert/{stage.facts['case']}")
    ready(page)
    look(page, "")


def disclosure(stage: Stage, page: Page, look: Look) -> None:
    """What may be said to whom on the phone."""
    page.goto(f"/ansatt/saker/{stage.facts['case']}")
    ready(page)
    for fold in page.locator("main details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
    look(page, "")


def bought(stage: Stage, page: Page, look: Look) -> None:
    """ "Jeg har skaffet denne", from the thing's own page; a mistake first."""
    page.goto("/hjelpemidler/rullator")
    page.locator('a[href*="/hjelpemidler/skaffet"]').click()
    ready(page)
    look(page, "begin")
    _on(page)
    page.locator(NEXT).click()
    page.wait_for_selector(".ds-error-summary")
    look(page, "mistakes")
    _choose(page, "channel", "sms")
    page.locator('[name="phone"]').fill("900 00 104")
    _on(page)
    look(page, "review")
    page.locator("[data-review] [type=submit]").click()
    page.wait_for_url("**/hjelpemidler/skaffet/takk")
    ready(page)
    look(page, "noted")


def helped(stage: Stage, page: Page, look: Look) -> None:
    """Six weeks later: one question, one press, thanks; and thanks again."""
    link = stage.question()
    page.goto(link)
    ready(page)
    look(page, "question")
    page.locator('button[value="no"]').click()
    expect(page.locator("h1")).to_contain_text("Takk")
    ready(page)
    look(page, "thanks")
    page.goto(link)
    expect(page.locator("h1")).to_contain_text("Takk")
    look(page, "again")


def recommend(stage: Stage, page: Page, look: Look) -> None:
    """Staff recommend a thing: refused before all is seen to, then in the case."""
    page.goto(f"/ansatt/saker/{stage.facts['case']}")
    ready(page)
    if page.locator("#recommend-type").count() and not page.locator("#recommend-type").is_visible():
        page.locator("summary", has_text="Anbefal").click()
    page.locator("form[action$='/anbefalinger'] [type=submit]").click()
    page.wait_for_selector(".ds-error-summary")
    ready(page)
    look(page, "mistakes")
    page.locator("#recommend-type").select_option(index=1 + page.locator("ul.plain li").count() % 40)
    page.locator("#recommend-need").select_option("fear_of_falling")
    for name in ("benefit", "consent", "training", "after"):
        page.locator(f"#recommend-{name}").check()
    page.locator("form[action$='/anbefalinger'] [type=submit]").click()
    page.wait_for_url("**#recommended")
    ready(page)
    look(page, "done")


def plan_of_a_nurse(stage: Stage, page: Page, look: Look) -> None:
    """A nurse's working plan: as it is, with a line nobody can read, and with a day away."""
    page.goto("/ansatt/timebok/planer")
    page.get_by_role("link", name="Sykepleier Anne").first.click()
    ready(page)
    look(page, "")
    page.locator("#save-monday").fill("9-8")
    page.locator("button[value=save]").click()
    page.wait_for_selector(".ds-error-summary")
    ready(page)
    look(page, "mistakes")
