"""A made-up person goes the whole way. Nothing of her is left but in the database and on signed-in pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Page, Request, Response, expect
from redis import Redis

from tests.browser.installed import DESK, PHONE, Place, at, choose, installed, on_the_phone, onward
from tests.people import picture
from tests.processes.installation import eventually
from tests.receivers import body
from tests.stores import make_store

pytestmark = [pytest.mark.browser, pytest.mark.processes]

NAME, NEED, STREET, PHONE_NUMBER, EMAIL = (
    "Kanarine Gulfugl", "Gulfuglen vil bade", "Fjærkroken 7", "41987654", "kanarine@gulfugl.example",
)  # fmt: skip
STAFFS_NOTE, STAFFS_WORDS, PHOTO_NAME, PHOTO_SAYS = "Fuglenotat", "Fuglesvar", "kanarifugl.jpg", "Kanarikamera"
CANARIES = tuple(
    word.lower()
    for word in (
        "Kanarine", "Gulfugl", "Fjærkroken", PHONE_NUMBER, "41 98 76 54", STAFFS_NOTE, STAFFS_WORDS,
        "kanarifugl", PHOTO_SAYS,
    )
)  # fmt: skip


def found_in(text: str) -> list[str]:
    return [word for word in CANARIES if word in text.lower()]


@dataclass
class Ears:
    """Everything that went over the wire where others may see or keep it."""

    urls: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.context.on("request", self._asked)
        page.context.on("response", self._answered)
        page.on("framenavigated", lambda frame: self.urls.append(frame.url))

    def _asked(self, request: Request) -> None:
        self.urls.append(request.url)
        self.headers += [f"{name}: {value}" for name, value in request.headers.items()]

    def _answered(self, response: Response) -> None:
        self.headers += [f"{name}: {value}" for name, value in response.headers.items()]


@dataclass
class Gone:
    """What the whole way left behind."""

    place: Place
    ears: Ears
    resident: Page
    desk: Page
    reference: str


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x0110] = PHOTO_SAYS
    return picture(size=(900, 700), exif=exif.tobytes())


def told(page: Page) -> str:
    """One request, answered question by question, with a photo; the number it got."""
    page.goto("/bolig/soknad")
    page.wait_for_selector("[data-next]")
    while page.locator("[data-review]").is_hidden():
        here = at(page)
        if here == "for_whom":
            choose(page, "for_whom", "self")
        if here == "what_matters":
            page.locator('[name="what_matters"]').fill(NEED)
        if here == "contact":
            who = {"name": NAME, "phone": PHONE_NUMBER, "email": EMAIL, "address": STREET, "postal_code": "9993"}
            for name, value in who.items():
                page.locator(f'[name="person.{name}"]').fill(value)
        if page.locator("[data-photos] input[type=file]").locator("visible=true").count():
            page.locator("[data-photos] input[type=file]").set_input_files(
                [{"name": PHOTO_NAME, "mimeType": "image/jpeg", "buffer": photo()}]
            )
            expect(page.locator("[data-thumbs] img")).to_have_count(1)
        onward(page)
    page.locator("[data-review] [type=submit]").click()
    page.wait_for_url("**/bolig/kvittering/**")
    return page.locator(".number b").inner_text()


def treated(desk: Page, reference: str) -> None:
    """Staff look, write, move; another call is kept half-way; an e-mail goes out too."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    desk.goto("/ansatt/innboks")
    desk.goto(f"/ansatt/saker/{reference}")
    expect(desk.locator("main")).to_contain_text(NAME)
    request = desk.context.request
    deeds: dict[str, dict[str, Any]] = {
        "take": {}, "note": {"text": STAFFS_NOTE}, "message": {"text": STAFFS_WORDS}, "move": {"to": "visit_agreed"},
        "disclose": {"way": "fact", "reference": reference, "fact": STREET}, "call": {"reached": "true", "text": NAME},
    }  # fmt: skip
    for deed, form in deeds.items():
        assert request.post(f"/ansatt/saker/{reference}/{deed}", form=form, headers=headers).ok, deed
    half = {"kind": "housing", "idempotency_key": "11111111-1111-4111-8111-111111111111", "person.name": NAME}
    assert request.post("/ansatt/registrer/behold", form=half, headers=headers).ok
    bad = {"kind": "housing", "idempotency_key": half["idempotency_key"], "person.name": NAME, "person.phone": STREET}
    assert request.post("/ansatt/registrer", form=bad, headers=headers).status == 422


def by_mail_too(place: Place) -> None:
    """The same person, who wants e-mail; and a worry that names her."""
    who = {"name": NAME, "phone": PHONE_NUMBER, "email": EMAIL, "address": STREET, "postal_code": "9993"}
    asked = {"for_whom": "self", "channel": "email", "person": who, "what_matters": NEED}
    worry = {"for_whom": "worry", "person": who, "what_matters": NEED, "helper": {"name": NAME, "phone": PHONE_NUMBER}}
    for one in (asked, worry, {**asked, "since": "x" * 500}, {**asked, "person": {**who, "phone": STREET}}):
        assert place.hundre.ask(one).status_code in (201, 422)


def asks_and_books(resident: Page) -> None:
    """She asks about a thing, tells that she has got one, and books a visit; each as a phone sends it."""
    request, who = resident.context.request, {"name": NAME, "phone": PHONE_NUMBER, "email": EMAIL}
    slots = request.get("/api/v1/health-station/slots?visit_type=first_talk").json()["items"]
    deeds: dict[str, dict[str, Any]] = {
        "/api/v1/technology/questions": {**who, "type": "rullator", "about": NEED, "channel": "email"},
        "/api/v1/technology/follow-ups": {**who, "type": "rullator", "channel": "email"},
        "/api/v1/health-station/bookings": {**who, "slot": slots[0]["id"], "about": NEED, "channel": "email"},
    }
    for address, told_us in deeds.items():
        headers = {"Sec-Fetch-Site": "same-origin", "Idempotency-Key": str(uuid4())}
        answer = request.post(address, data=told_us, headers=headers)
        assert answer.ok, answer.text()


@pytest.fixture(scope="module")
def gone(store_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gone]:
    store = make_store(store_name, tmp_path_factory.mktemp("store"))
    with installed(tmp_path_factory.mktemp("instance"), store) as place:
        ears = Ears()
        resident, desk = place.visitor(PHONE), place.visitor(DESK)
        place.sign_in(desk, "frontdesk")
        for page in (resident, desk):
            ears.listen(page)
        resident.goto("/bolig")
        on_the_phone(resident)
        reference = told(resident)
        treated(desk, reference)
        by_mail_too(place)
        asks_and_books(resident)
        place.sign_in(resident, "citizen")
        own = resident.context.request.post(
            "/api/v1/housing/requests",
            data={"for_whom": "self", "what_matters": NEED, "person": {"address": STREET, "name": "Kari"}},
            headers={"Sec-Fetch-Site": "same-origin", "Idempotency-Key": "22222222-2222-4222-8222-222222222222"},
        )
        assert own.ok, own.text()
        resident.goto("/min-side")
        resident.locator(f'main a[href$="/min-side/saker/{own.json()["reference"]}"]').first.click()
        expect(resident.locator("main")).to_contain_text(NEED)
        eventually(lambda: len(place.sms.texts(reference)) >= 3, "receipt, message and move by SMS")
        eventually(lambda: place.post.to(EMAIL), "a receipt by e-mail")
        eventually(lambda: place.post.about(reference), "the unit's e-mail")
        yield Gone(place, ears, resident, desk, reference)
    store.drop()


def test_the_person_was_really_there(gone: Gone) -> None:
    """The canary sings: else the other tests prove nothing."""
    assert found_in(gone.resident.content())
    assert found_in(f"x {PHONE_NUMBER} x {PHOTO_NAME}")


def test_no_line_of_any_log(gone: Gone) -> None:
    assert gone.place.hundre.said()
    assert found_in(gone.place.hundre.said()) == []


def test_nothing_in_the_queues_now_or_ever(gone: Gone) -> None:
    """Every key and value as it is, and the log of everything that was ever written there."""
    valkey = Redis.from_url(f"unix://{gone.place.hundre.folder / 'valkey.sock'}")
    dumped = [f"{key!r} {dump_of(valkey, key)!r}" for key in valkey.scan_iter(count=1000)]
    assert found_in("\n".join(dumped)) == []
    written = [file for file in (gone.place.hundre.folder / "valkey").rglob("*") if file.is_file()]
    ever = b"\n".join(file.read_bytes() for file in written)
    assert b"rq:job:outbox-" in ever
    assert found_in(ever.decode("utf-8", "replace")) == []


def dump_of(valkey: Redis, key: bytes) -> Any:
    read = {
        b"string": valkey.get, b"hash": valkey.hgetall, b"set": valkey.smembers, b"stream": valkey.xrange,
        b"list": lambda name: valkey.lrange(name, 0, -1), b"zset": lambda name: valkey.zrange(name, 0, -1),
    }  # fmt: skip
    return read.get(valkey.type(key), lambda _: "")(key)


def test_no_address_and_no_header(gone: Gone) -> None:
    assert len(gone.ears.urls) > 50
    assert found_in("\n".join(gone.ears.urls)) == []
    assert found_in("\n".join(gone.ears.headers)) == []
    assert not [line for line in gone.ears.headers if line.lower().startswith("referer:") and "token=" in line]


def test_no_mail_beyond_its_own_address(gone: Gone) -> None:
    letters = gone.place.post.letters
    assert letters
    for letter in letters:
        others = [f"{name}: {value}" for name, value in letter.items() if name.lower() != "to"]
        assert found_in("\n".join([*others, body(letter)])) == []


def test_no_sms_beyond_its_own_number(gone: Gone) -> None:
    texts = gone.place.sms.came
    assert texts
    for text in texts:
        assert set(text["told"]) == {"id", "to", "text"}
        assert found_in(text["told"]["text"]) == []
        assert found_in(str(text["headers"])) == []


CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) {
      const kept = await cache.match(asked, { ignoreVary: true });
      found.push(asked.url + '\\n' + (kept ? await kept.text() : ''));
    }
  }
  return found;
}"""


def test_nothing_in_the_browsers_cache_storage(gone: Gone) -> None:
    for page in (gone.resident, gone.desk):
        kept = page.evaluate(CACHED)
        assert found_in("\n".join(kept)) == []
        assert not [one for one in kept if "/min-side/saker" in one.split("\n")[0] or "/ansatt/" in one.split("\n")[0]]
    assert len(gone.resident.evaluate(CACHED)) > 10


KEPT = """async () => {
  const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const store = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
    for (const table of store.objectStoreNames) {
      const rows = await new Promise((done) => { const all = store.transaction(table).objectStore(table).getAll(); all.onsuccess = () => done(all.result); });
      found.push(table + ' ' + JSON.stringify(rows, (_, value) => value instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(value).slice(0, 20000)) : value));
    }
    store.close();
  }
  return found.join('\\n');
}"""  # noqa: E501


def test_what_the_phone_itself_keeps_is_sealed(gone: Gone) -> None:
    """A draft begun, and left: it lies on the phone, but nobody who opens the store by hand can read it."""
    page = gone.resident
    page.goto("/bolig/soknad")
    page.wait_for_selector("[data-next]")
    choose(page, "for_whom", "self")
    onward(page)
    page.locator('[name="what_matters"]').fill(NEED)
    page.locator("[data-next]").click()
    page.reload()
    page.goto("/")
    kept = page.evaluate(KEPT)
    assert "drafts" in kept
    assert found_in(kept) == []


def test_no_file_but_the_database_and_the_photos(gone: Gone) -> None:
    folder: Path = gone.place.hundre.folder
    for file in folder.rglob("*"):
        if file.is_file() and ".sqlite3" not in file.name:
            assert found_in(file.read_bytes().decode("latin-1")) == [], file
