"""Where an installation listens, and when it refuses to begin."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from socket import create_server, socket

import pytest

from backend.core.settings import Settings
from backend.safety import Unsafe, refuse_unsafe, unsafe
from tasks.application import LONGEST_SOCKET_PATH, socket_path
from tasks.doors import CannotStart, only_one, open_doors

GOOD_KEY = "a long key of many different letters, 0123456789"


@pytest.fixture
def taken() -> Iterator[socket]:
    with create_server(("127.0.0.1", 0)) as somebody_elses:
        yield somebody_elses


@pytest.fixture
def demo(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, database_url="sqlite://", secret_key=GOOD_KEY, demo=True)


@pytest.fixture
def production(demo: Settings) -> Settings:
    return replace(
        demo, demo=False, host="0.0.0.0", base_url="https://hundre.fjelldal.example", smtp_url="smtp://mail.example"
    )


def close(doors: object) -> None:
    for door in vars(doors).values():
        if door is not None:
            door.close()


def test_demo_takes_the_next_free_port(demo: Settings, taken: socket) -> None:
    wanted = taken.getsockname()[1]
    doors, chosen = open_doors(replace(demo, port=wanted))
    assert wanted < chosen.port < wanted + 100
    assert chosen.base_url == f"http://localhost:{chosen.port}"
    close(doors)


def test_a_port_that_was_asked_for_is_never_replaced(demo: Settings, taken: socket) -> None:
    with pytest.raises(CannotStart, match="is taken"):
        open_doors(replace(demo, port=taken.getsockname()[1], port_given=True))


def test_outside_demo_the_port_never_moves(production: Settings, taken: socket) -> None:
    with pytest.raises(CannotStart, match="is taken"):
        open_doors(replace(production, host="127.0.0.1", port=taken.getsockname()[1]))


def test_the_demos_mail_goes_to_its_own_mailbox(demo: Settings) -> None:
    doors, chosen = open_doors(replace(demo, port=0))
    assert doors.smtp is not None
    assert chosen.smtp_url == f"smtp://127.0.0.1:{doors.smtp.getsockname()[1]}"
    close(doors)


def test_one_data_folder_has_one_supervisor(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(CannotStart, match="already runs"):
        only_one(tmp_path)


def test_the_queues_socket_fits_even_where_the_folders_name_is_long(tmp_path: Path) -> None:
    path = socket_path(tmp_path / ("long" * 40))
    assert len(str(path)) <= LONGEST_SOCKET_PATH
    assert path == socket_path(tmp_path / ("long" * 40))


def test_demo_may_start(demo: Settings) -> None:
    assert unsafe(demo) == []


def test_a_well_set_up_house_lacks_only_what_the_municipality_must_approve(production: Settings) -> None:
    assert [words for words in unsafe(production) if "red_flags" not in words] == []


def test_nobody_starts_for_real_with_red_flags_that_nobody_approved(production: Settings) -> None:
    with pytest.raises(Unsafe, match="red_flags"):
        refuse_unsafe(production)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"host": "0.0.0.0"}, "demo mode"),
        ({"host": "192.0.2.7"}, "demo mode"),
        ({"secret_key": "secret"}, "HUNDRE_SECRET_KEY"),
        ({"secret_key": "a" * 60}, "HUNDRE_SECRET_KEY"),
        ({"default_municipality": "elsewhere"}, "HUNDRE_DEFAULT_MUNICIPALITY"),
    ],
)
def test_demo_is_refused_with(demo: Settings, change: dict[str, str], word: str) -> None:
    assert word in " ".join(unsafe(replace(demo, **change)))


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"base_url": ""}, "HUNDRE_BASE_URL"),
        ({"base_url": "http://hundre.fjelldal.example"}, "https"),
        ({"smtp_url": ""}, "HUNDRE_SMTP_URL"),
    ],
)
def test_production_is_refused_with(production: Settings, change: dict[str, str], word: str) -> None:
    assert word in " ".join(unsafe(replace(production, **change)))
