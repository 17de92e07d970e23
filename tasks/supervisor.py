"""`hundre start`: the whole installation on one machine, from one parent.

The parent imports the application once and forks everything else, so the memory is shared and a
program that dies is back at once. It opens the listening sockets itself and keeps them, so callers
wait in line while a server is replaced. It never touches the database or the queues.
"""

import gc
import http.client
import signal
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import force_locale, format_date, get_translations
from sqlalchemy.orm import configure_mappers

from backend.app import create_app
from backend.core.i18n import LANGUAGES
from backend.core.settings import Settings
from backend.safety import refuse_unsafe

from . import application, clockwork, mailbox, relay, valkey, web, worker
from .children import WATCHED, Child, Family, once
from .doors import CannotStart, Doors, only_one, open_doors
from .topics import queues

PATIENCE = 10.0
FIRST, LATER, LAST = 0, 1, 2
BEHIND_THE_SCENES = 10
"""How far relay, clockwork and workers step aside: somebody waits for an answer, nobody for a message's second."""


def main() -> None:
    """Start, keep alive, stop. `--prepare` migrates first, and in demo mode loads the demo municipalities."""
    try:
        start(Settings.from_environ(), prepare="--prepare" in sys.argv)
    except CannotStart as why:
        sys.exit(f"Hundre cannot start: {why}.")
    except KeyboardInterrupt:
        sys.exit(130)


def start(asked: Settings, prepare: bool) -> None:
    lock = only_one(refuse_unsafe(asked).data_dir)
    doors, chosen = open_doors(asked)
    application.choose(chosen)
    app = create_app(application.settings())
    if prepare:
        _prepare(app)
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    warm(app)
    family = Family(programs(app, doors, with_valkey=not asked.redis_url))
    family.keep_alive(_announcer(chosen))
    _say("Stopping Hundre ...")
    family.stop(PATIENCE)
    lock.close()


def warm(app: Flask) -> None:
    """Load once, before the fork, what every program would load for itself; then leave it alone in memory."""
    configure_mappers()
    with app.app_context():
        for language in LANGUAGES:
            with force_locale(language):
                get_translations()
                format_date(date(2026, 1, 1))
    gc.collect()
    gc.freeze()


def programs(app: Flask, doors: Doors, with_valkey: bool) -> list[Child]:
    """All programs of the house. The web stops first, so that nothing new comes in; the queues' server last."""

    def ours(name: str, run: Callable[[], object]) -> Child:
        return Child(name, partial(_with_app, app, run), LATER, BEHIND_THE_SCENES)

    children = [Child("web", partial(_with_app, app, partial(web.serve, app, doors.web)), FIRST)]
    children += [ours("relay", relay.main), ours("clockwork", clockwork.main)]
    children += [ours(f"{queue}-worker", partial(worker.main, queue)) for queue in queues()]
    if doors.smtp and doors.http:
        shelf = application.settings().data_dir / "mailbox"
        children.append(Child("mailbox", partial(mailbox.open_at, shelf, doors.smtp, doors.http), LAST))
    if with_valkey:
        children.insert(0, Child("valkey", partial(valkey.become, application.settings().data_dir), LAST))
    return children


def _with_app(app: Flask, run: Callable[[], object]) -> None:
    application.inherit(app)
    run()


def _prepare(app: Flask) -> None:
    """In a process of its own: the parent must hold no connection when it forks."""
    if not once(Child("prepare", partial(_with_app, app, partial(_migrate_and_fill, app)))):
        raise CannotStart("the database could not be prepared")


def _migrate_and_fill(app: Flask) -> None:
    """Imports here what the others never need."""
    from backend.migrations import bring_up_to_date

    bring_up_to_date(app)
    if application.settings().demo:
        from backend.demo import fill

        fill(app)


def _announcer(chosen: Settings) -> Callable[[], None]:
    """Tells once, as soon as the web answers, where Hundre is."""
    told = False

    def tell() -> None:
        nonlocal told
        if not told and _answers(chosen):
            told = True
            _say(f"Hundre is at {chosen.base_url}")

    return tell


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _answers(chosen: Settings) -> bool:
    host = "127.0.0.1" if chosen.host in ("0.0.0.0", "::", "") else chosen.host  # noqa: S104 - compared, not bound
    caller = http.client.HTTPConnection(host, chosen.port, timeout=1)
    try:
        caller.request("GET", "/healthz", headers={"Host": urlsplit(chosen.base_url).netloc})
        return caller.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        caller.close()


if __name__ == "__main__":
    main()
