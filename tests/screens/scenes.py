"""Every page, and how one gets to each state of it. `play` calls `look` wherever there is something to see."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from playwright.sync_api import Page

from . import booking, time_book, walks
from .lights import Look
from .stage import Stage, ready

Play = Callable[[Stage, Page, Look], None]


@dataclass(frozen=True)
class Scene:
    """`who`: one of the demo people, or nobody. `script`: whether the phone runs ours."""

    name: str
    play: Play
    who: str = ""
    script: bool = True

    @property
    def for_staff(self) -> bool:
        return self.who in ("frontdesk", "specialist", "leader", "admin")


def _open(path: str, stage: Stage, page: Page, look: Look) -> None:
    page.goto(path.format(**stage.facts))
    ready(page)
    look(page, "")


def _page(name: str, path: str, who: str = "") -> Scene:
    return Scene(name, partial(_open, path), who)


MAIN = {
    "home": "/", "housing": "/bolig", "call": "/ring-oss", "settings": "/innstillinger", "privacy": "/personvern",
    "receipt": "{receipt}", "results": "/hjelpemidler/finn/fallen/no", "thing": "/hjelpemidler/trygghetsalarm",
}  # fmt: skip
PAGES = (
    *(_page(name, path) for name, path in MAIN.items()),
    _page("accessibility", "/tilgjengelighet"),
    _page("offline", "/uten-nett"),
    _page("plan", "/plan"),
    _page("technology", "/hjelpemidler"),
    _page("finder", "/hjelpemidler/finn"),
    _page("question", "/hjelpemidler/finn/fallen"),
    _page("guide", "/rad/hvem-svarer"),
    _page("package", "/hjelpemidler/trygghetspakke"),
    _page("search-nothing", "/hjelpemidler?q=qzxwv"),
    _page("compare", "/hjelpemidler/sammenlign?type=rullator&type=trappeheis"),
    _page("guides", "/rad"),
    _page("ask-about-a-thing", "/hjelpemidler/spor?type=rullator"),
    _page("bought", "/hjelpemidler/skaffet?type=rullator"),
    _page("bought-noted", "/hjelpemidler/skaffet/takk"),
    _page("health-station", "/time"),
    _page("wish-for-a-time", "/time/onske?type=falls"),
    _page("free-times", "/time/velg?type=first_talk"),
    _page("wait", "/time/venteliste?type=first_talk"),
    _page("free-times-home", "/time/velg?type=home_visit&together=2"),
    _page("group-times", "/time/velg?type=balance_group"),
    _page("my-visits", "/min-side/avtaler", "citizen"),
    _page("activities", "/aktiviteter"),
    _page("volunteer", "/frivillig"),
    _page("feedback", "/skjema"),
    _page("not-found", "/finnes-ikke"),
    _page("worry-receipt", "{worry}"),
    _page("sign-in", "/logg-inn"),
    _page("sign-out", "/logg-ut", "citizen"),
    _page("my-page", "/min-side", "citizen"),
    _page("about-me", "/min-side/om-meg", "citizen"),
    _page("access-log", "/min-side/logg", "citizen"),
    _page("mailbox", "/dev/mailbox"),
    _page("api-docs", "/api/v1/docs"),
)
LANGUAGES = tuple(
    _page(f"{name}-{language}", f"/{language}{path}")
    for language in ("nn", "en")
    for name, path in {**MAIN, "request": "/bolig/soknad", "home-check": "/bolig/sjekk", "sign-in": "/logg-inn"}.items()
)
WALKS = (
    Scene("request", walks.request),
    Scene("request-other", walks.request_for_another),
    Scene("request-red", walks.red_flags),
    Scene("request-error", walks.request_mistakes),
    Scene("request-plain", walks.plain_request, script=False),
    Scene("request-offline", walks.kept_on_phone),
    Scene("check", walks.home_check),
    Scene("check-plain", walks.plain_home_check, script=False),
    Scene("call-back", walks.call_back),
    Scene("bought", walks.bought),
    Scene("helped", walks.helped),
    Scene("helped-plain", walks.helped, script=False),
    Scene("code", walks.sign_in_code),
    Scene("my-case", walks.my_case, "citizen"),
    Scene("visit-form", booking.form),
    Scene("visit-form-other", booking.for_another),
    Scene("visit-form-plain", booking.form, script=False),
    Scene("visit", booking.visit),
    Scene("visit-questions", booking.questions),
    Scene("wish-for-a-time-sent", booking.wish),
    Scene("wish-for-a-time-plain", booking.plain_wish, script=False),
)
STAFF = (
    _page("staff-inbox", "/ansatt/innboks", "frontdesk"),
    _page("staff-inbox-search", "/ansatt/innboks?q=Kari", "frontdesk"),
    _page("staff-inbox-empty", "/ansatt/innboks?q=zzz", "frontdesk"),
    _page("staff-case", "/ansatt/saker/{case}", "frontdesk"),
    _page("staff-register", "/ansatt/registrer", "frontdesk"),
    Scene("staff-register-error", walks.register_mistakes, "frontdesk"),
    Scene("staff-registered", walks.registered, "frontdesk"),
    Scene("staff-disclose", walks.disclosure, "frontdesk"),
    _page("staff-messages", "/ansatt/varsler", "frontdesk"),
    _page("staff-case-specialist", "/ansatt/innboks", "specialist"),
    Scene("staff-recommend", walks.recommend, "frontdesk"),
    _page("staff-helped", "/ansatt/hjelpemidler", "frontdesk"),
    _page("staff-leader", "/ansatt", "leader"),
    _page("staff-time-book", "/ansatt/timebok", "frontdesk"),
    _page("staff-book-for", "/ansatt/timebok/ny", "frontdesk"),
    Scene("staff-day", time_book.day, "frontdesk"),
    Scene("staff-ill", time_book.ill, "frontdesk"),
    Scene("staff-waits", time_book.waits, "frontdesk"),
    Scene("staff-book-for-mistakes", time_book.mistakes, "frontdesk"),
    _page("staff-week", "/ansatt/timebok/uke", "frontdesk"),
    _page("staff-unticked", "/ansatt/timebok/journal", "frontdesk"),
    _page("staff-visit-numbers", "/ansatt/timebok/tall", "leader"),
    _page("staff-waiting", "/ansatt/timebok/venteliste", "frontdesk"),
    _page("staff-wait-for", "/ansatt/timebok/venteliste/ny", "frontdesk"),
    _page("staff-plans", "/ansatt/timebok/planer", "frontdesk"),
    _page("staff-plan-new", "/ansatt/timebok/planer/ny?kind=staff", "frontdesk"),
    Scene("staff-plan", walks.plan_of_a_nurse, "frontdesk"),
    _page("staff-group-new", "/ansatt/timebok/planer/grupper/ny", "frontdesk"),
    _page("staff-content", "/ansatt/innhold", "admin"),
    _page("staff-setup", "/ansatt/oppsett", "admin"),
    _page("staff-log", "/ansatt/logg", "admin"),
)
SCENES = (*PAGES, *WALKS, *LANGUAGES, *STAFF)
