"""People who go on sending while programs die at random; and what became of everything that was accepted."""

import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import requests
from redis import Redis
from redis.exceptions import RedisError

from backend.core.i18n import texts
from backend.housing.examples import request as example
from tests.processes.installation import A_NEW_CASE, PATIENCE, Ear, Installation, signalled
from tests.receivers import Gateway, PostOffice, body
from tests.stores import Store

REFERENCE = re.compile(r"B-\d\d-\d{4,}")
OUR_RECEIPT = texts()["notifications.received.sms"]["nb"].partition("%")[0]
SCHEDULE = "1,1,2,2,5,5,5,10,10,20"


@dataclass
class World:
    """One installation and everybody it writes to."""

    hundre: Installation
    post: PostOffice
    sms: Gateway

    _read: tuple[int, int] = (0, 0)
    _mail: dict[str, set[str]] = field(default_factory=dict)
    _sms: dict[str, set[str]] = field(default_factory=dict)

    def told_by_mail(self) -> dict[str, set[str]]:
        """Reference -> ids of the letters that told the unit of a new case."""
        self._read_on()
        return self._mail

    def told_by_sms(self) -> dict[str, set[str]]:
        """Reference -> ids of the texts that told the resident it was received."""
        self._read_on()
        return self._sms

    def _read_on(self) -> None:
        """Only what is new: the receivers live in this process, and reading all again would slow them down."""
        letters, texts = self.post.letters[self._read[0] :], self.sms.came[self._read[1] :]
        self._read = (self._read[0] + len(letters), self._read[1] + len(texts))
        for letter in letters:
            if "@fjelldal.example" in str(letter["to"]) and str(letter["subject"]).startswith(A_NEW_CASE):
                _note(self._mail, body(letter), str(letter["message-id"]))
        for text in texts:
            if str(text["told"]["text"]).startswith(OUR_RECEIPT):
                _note(self._sms, text["told"]["text"], str(text["told"]["id"]))

    def repeats(self) -> int:
        """Messages that came more than once until now."""
        return self.post.repeats + self.sms.repeats

    def valkey(self) -> Redis:
        return Redis.from_url(f"unix://{self.hundre.folder / 'valkey.sock'}", socket_timeout=2)


def _note(told: dict[str, set[str]], words: str, message_id: str) -> None:
    for reference in REFERENCE.findall(words)[:1]:
        told.setdefault(reference, set()).add(message_id)


@contextmanager
def world(folder: Path, store: Store, **settings: str) -> Iterator[World]:
    post, sms = PostOffice().open(), Gateway().open()
    places = {"HUNDRE_SMTP_URL": post.url, "HUNDRE_SMS_URL": f"{sms.url}/sms", "HUNDRE_RETRY_SCHEDULE": SCHEDULE}
    folder.mkdir(parents=True, exist_ok=True)
    hundre = Installation(folder, store, **(places | settings))
    try:
        yield World(hundre.start(), post, sms)
    finally:
        hundre.end()
        post.close()
        sms.close()


# --- what may go wrong --------------------------------------------------------------------------------------


def kill_a_program(world: World, dice: random.Random) -> str:
    """kill -9 or SIGTERM of any program of the house but the supervisor."""
    name, pid = dice.choice(sorted(world.hundre.children().items()))
    number = dice.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM))
    signalled(pid, number)
    return f"{name} {number.name}"


def kill_a_web_worker(world: World, dice: random.Random) -> str:
    """One of the web server's own processes, in the middle of whatever it was answering."""
    supervised = set(world.hundre.children().values()) | {world.hundre.parent.pid if world.hundre.parent else 0}
    workers = [pid for pid, name in world.hundre.everybody() if name == "hundre-web" and pid not in supervised]
    if workers:
        signalled(dice.choice(workers), signal.SIGKILL)
    return "web worker SIGKILL"


def wipe(world: World, _: random.Random) -> str:
    """Everything in the queues is gone at once."""
    try:
        world.valkey().flushall()
    except RedisError:
        return "flushall, but it was away"
    return "flushall"


def freeze(world: World, dice: random.Random) -> str:
    with frozen(world, "valkey"):
        time.sleep(dice.uniform(0.5, 3))
    return "valkey frozen"


@contextmanager
def frozen(world: World, name: str) -> Iterator[None]:
    """A program that is there but does not move."""
    pid = world.hundre.child(name)
    signalled(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        signalled(pid, signal.SIGCONT)


FAULTS: tuple[Callable[[World, random.Random], str], ...] = (
    kill_a_program, kill_a_program, kill_a_program, kill_a_web_worker, kill_a_web_worker, wipe, freeze,
)  # fmt: skip


# --- people -------------------------------------------------------------------------------------------------


def request(dice: random.Random) -> dict[str, Any]:
    told = example()
    told["what_matters"] = f"Jeg vil {dice.choice(('dusje', 'lage mat', 'komme ut'))} selv."
    told["signals"] = dice.choice(([], ["fell_once"], ["fell_twice"]))
    return told


@dataclass
class Storm:
    """Some phones that each send one request after the other, again and again until the API itself says yes."""

    world: World
    seed: int
    phones: int = 4
    accepted: dict[str, str] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    tries: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self._stop, self._give_up, self._lock = threading.Event(), threading.Event(), threading.Lock()
        self._repeats_before = self.world.repeats()

    @contextmanager
    def blowing(self) -> Iterator[None]:
        """The phones send as long as this block lasts; each finishes what it has begun."""
        threads = [threading.Thread(target=self._phone, args=(self.seed * 100 + n,)) for n in range(self.phones)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def until(self, accepted: int, faults: int, possible: tuple[Any, ...] = FAULTS) -> None:
        """Break one thing after the other until so many were accepted and so many broken."""
        ear = Ear(lambda: len(self.accepted))
        with self.blowing():
            while len(self.accepted) < accepted or self.faults.total() < faults:
                if ear.silence() > PATIENCE:
                    self.odd.append("nobody is accepted any more")
                    self._give_up.set()
                    return
                time.sleep(self.dice.uniform(0.2, 1.5))
                if self.faults.total() < faults or self.dice.random() < 0.3:
                    self.faults[self.dice.choice(possible)(self.world, self.dice)] += 1

    def _phone(self, seed: int) -> None:
        dice = random.Random(seed)
        while not self._stop.is_set():
            key = str(UUID(int=dice.getrandbits(128), version=4))
            told = request(dice)
            reference = self._send(key, told)
            if dice.random() < 0.15:
                again = self._send(key, told)
                if again not in (reference, ""):
                    self.odd.append(f"{key}: {reference}, then {again}")
            if reference:
                with self._lock:
                    self.accepted[key] = reference

    def raw_repeats(self) -> int:
        """Messages of this storm that came more than once, told by their id."""
        return self.world.repeats() - self._repeats_before

    def _send(self, key: str, told: dict[str, Any]) -> str:
        """The reference; none when all hope was given up."""
        while not self._give_up.is_set():
            self.tries += 1
            try:
                answer = self.world.hundre.ask(told, key)
            except requests.RequestException:
                time.sleep(0.1)
                continue
            if answer.status_code == 201:
                return str(answer.json()["reference"])
            if answer.status_code not in (409, 502, 503):
                self.odd.append(f"{answer.status_code}: {answer.text[:200]}")
            time.sleep(0.1)
        return ""


# --- what became of it --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """`lost`: accepted, and the service or the resident was never told. `twice`: told by two different messages."""

    accepted: int
    faults: int
    lost: int
    twice: int
    raw_repeats: int
    odd: list[str]

    def __str__(self) -> str:
        return (
            f"accepted {self.accepted}  faults {self.faults}  lost {self.lost}  seen twice {self.twice}  "
            f"raw repeats {self.raw_repeats}"
        )


def sum_of(verdicts: list[Verdict]) -> Verdict:
    """All storms as one."""

    def total(of: Callable[[Verdict], int]) -> int:
        return sum(of(verdict) for verdict in verdicts)

    return Verdict(
        total(lambda one: one.accepted),
        total(lambda one: one.faults),
        total(lambda one: one.lost),
        total(lambda one: one.twice),
        total(lambda one: one.raw_repeats),
        [line for verdict in verdicts for line in verdict.odd],
    )


def judge(storm: Storm) -> Verdict:
    """Waits until everybody has been told, or nothing more comes to anybody; then counts."""
    wanted = set(storm.accepted.values())
    world = storm.world

    def all_told() -> bool:
        return wanted <= world.told_by_mail().keys() and wanted <= world.told_by_sms().keys()

    ear = Ear(lambda: len(world.post.letters) + len(world.sms.came))
    while not all_told() and ear.silence() < PATIENCE:
        time.sleep(0.3)
    mail, sms = world.told_by_mail(), world.told_by_sms()
    lost = [reference for reference in wanted if reference not in mail or reference not in sms]
    twice = [reference for reference in wanted if len(mail.get(reference, ())) > 1 or len(sms.get(reference, ())) > 1]
    doubled = len(storm.accepted) - len(wanted)
    odd = storm.odd + ([f"{doubled} keys share a number"] if doubled else [])
    return Verdict(len(storm.accepted), storm.faults.total(), len(lost), len(twice), storm.raw_repeats(), odd)
