"""The matrix again: for those who only proved a contact, and at the neighbour's doors. And nobody real is named."""

import re
import subprocess
from pathlib import Path

import pytest

from backend.identity.actor import ASSURANCE
from backend.identity.guard import doors
from tests.building.test_doors import BY_SIGNATURE, ENDS_THE_SESSION, REFUSED, ROLES, routes
from tests.people import House


def kept_out(answer: object) -> bool:
    status, location = answer.status_code, answer.headers.get("Location", "")  # type: ignore[attr-defined]
    return status in REFUSED or (status == 302 and "/logg-inn?" in location)


def test_a_proved_contact_gets_in_where_a_contact_is_enough_and_nowhere_else(house: House) -> None:
    visitor = house.by_code("+4790000044")
    wrong = []
    for endpoint, method, address in routes(house.app):
        door = doors()[endpoint, method]
        if endpoint in ENDS_THE_SESSION | BY_SIGNATURE:
            continue
        may = "contact" in door.roles and ASSURANCE.index(door.least) <= ASSURANCE.index("contact")
        answer = visitor.call(method, address)
        if may == kept_out(answer):
            wrong.append((endpoint, method, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_whoever_is_signed_in_here_is_nobody_at_the_neighbours(house: House, role: str) -> None:
    """The same cookie at another municipality's host: every door answers as it answers a stranger."""
    carried = house.signed_in(ROLES[role], municipality="havnes", known="fjelldal")
    stranger = house.anonymous("havnes")
    wrong = []
    for endpoint, method, address in routes(house.app):
        if endpoint in ENDS_THE_SESSION:
            continue
        theirs, nobodys = carried.call(method, address), stranger.call(method, address)
        if (theirs.status_code, kept_out(theirs)) != (nobodys.status_code, kept_out(nobodys)):
            wrong.append((endpoint, method, theirs.status_code, nobodys.status_code))
    assert wrong == []


# --- names -----------------------------------------------------------------------------------------------


def tracked(repository: Path, *kinds: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *kinds], cwd=repository, capture_output=True, text=True, check=True)
    return [repository / name for name in listed.stdout.splitlines() if (repository / name).is_file()]


MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
NOBODYS = re.compile(r"(^|\.)(example|localhost|invalid|test)$|(^|\.)(example|eksempel)\.(no|com|org)$|^[a-z]\.no$")


def test_no_address_of_a_real_person_is_committed(repository: Path) -> None:
    found = {
        (file.name, host)
        for file in tracked(repository)
        if file.suffix in (".py", ".yaml", ".md", ".html", ".js", ".toml", ".mjs")
        for host in MAIL.findall(file.read_text("utf-8", "replace"))
        if not NOBODYS.search(host)
    }
    assert found == set()
